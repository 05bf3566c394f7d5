import { expect, test } from '@jest/globals';
import { junit } from '../../../lib/review/reporters/junit';
import { finding, HOSTILE, reviewed } from './reviewed';

test('given a finding, it is a failed test case of its rule', () => {
  expect(junit(reviewed())).toContain(
    '<testcase classname="readiness-missing" name="Deployment shop/web spec.template.spec.containers[0]"><failure type="error"',
  );
});

test('given a file without findings, it is a test case that passed', () => {
  expect(junit(reviewed([]))).toContain('<testcase classname="review" name="shop/web.yaml"/>');
});

test('the counts add up: findings, suppressed ones and input that cannot be used', () => {
  expect(
    junit(reviewed([finding(), finding({ suppressed: true, reason: 'a batch job' })], { problems: [{ file: 'a.yaml', message: 'no' }] })),
  ).toContain('<testsuites name="probewise" tests="3" failures="1" errors="1" skipped="1">');
});

test('given a hostile name, no markup of it survives and no character that XML forbids', () => {
  const written = junit(
    reviewed([finding({ message: `${HOSTILE}\ud800`, object: { apiVersion: '', kind: HOSTILE, namespace: '', name: HOSTILE } })]),
  );
  expect(written).not.toMatch(/<b |]]>|\u001b|\ud800/);
  expect(written.match(/<(?!\/?(testsuites?|testcase|failure)\b|\?xml)/g)).toBeNull();
  expect(written).toContain('&lt;b onload=&quot;x&quot;&gt;&amp;&apos;');
});
