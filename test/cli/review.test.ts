import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { explain } from '../../lib/cli/commands/explain';
import { review } from '../../lib/cli/commands/review';
import { rules } from '../../lib/cli/commands/rules';
import { RULES } from '../../lib/review';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'probewise-cli-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const UNREADY = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example/web:1
          ports: [{ containerPort: 8080 }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
`;

describe('given manifests with an error', () => {
  test('the exit status is 1 and the place is said', () => {
    const { status, out, complaints } = review([file('web.yaml', UNREADY)]);
    expect([status, complaints]).toEqual([1, []]);
    expect(out).toMatch(/web\.yaml: Deployment web\n(.*\n)*? {2}10:11 {2}error {2}readiness-missing/);
  });

  test('a folder is reviewed as one bundle', () => {
    const [deployment, service] = UNREADY.split('---\n');
    file('deployment.yaml', deployment);
    file('service.yaml', service);
    expect(JSON.parse(review([folder, '--format', 'json']).out).findings.map(({ rule }: { rule: string }) => rule)).toContain('readiness-missing');
  });

  test('--fail-on never makes it 0, and the findings are shown all the same', () => {
    const { status, out } = review([file('web.yaml', UNREADY), '--fail-on', 'never']);
    expect(status).toBe(0);
    expect(out).toContain('readiness-missing');
  });
});

test('given nothing but information, --fail-on decides', () => {
  const path = file('service.yaml', UNREADY.split('---\n')[1]);
  expect(review([path]).status).toBe(0);
});

describe('given input that cannot be used, the exit status is 2 and one line says where and why', () => {
  test('a file that is not there', () => {
    expect(review([join(folder, 'nowhere.yaml')])).toMatchObject({ status: 2, complaints: [expect.stringMatching(/nowhere\.yaml: there is no such file/)] });
  });

  test('broken YAML, and the other file is still reviewed', () => {
    const { status, out, complaints } = review([file('broken.yaml', 'kind: Pod\n  bad: [\n'), file('web.yaml', UNREADY)]);
    expect(status).toBe(2);
    expect(complaints).toEqual([expect.stringMatching(/broken\.yaml:\d+:\d+: /)]);
    expect(out).toContain('readiness-missing');
  });
});

describe('given arguments that cannot be used, the exit status is 2 and one line says what can', () => {
  test.each<[string, () => { status: number; complaints: readonly string[] }, RegExp]>([
    ['no file', () => review([]), /say what to review/],
    ['an unknown format', () => review(['x', '--format', 'xml']), /no format 'xml'; use text or json/],
    ['a format that every object has', () => review(['x', '--format', 'toString']), /no format 'toString'/],
    ['an unknown severity', () => review(['x', '--fail-on', 'fatal']), /takes no 'fatal'; use error, warning, info, never/],
    ['no rule', () => explain([]), /say which rule/],
    ['an unknown rule', () => explain(['nope']), /no rule 'nope'/],
  ])('%s', (_, run, message) => {
    expect(run()).toMatchObject({ status: 2, complaints: [expect.stringMatching(message)] });
  });
});

test('every rule is listed, and explained with why, fix, judgement and source', () => {
  const listed = rules([]).out.trimEnd().split('\n').map((line) => line.split(' ')[0]);
  expect(listed).toEqual(RULES.map(({ id }) => id));
  for (const id of listed) {
    expect(explain([id]).out).toMatch(/Why: .+\n\nFix: .+\n\nJudges: .+\n\nSource: .+\n$/s);
  }
});
