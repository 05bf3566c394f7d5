import { expect, test } from '@jest/globals';
import { deployment, seenWithApplication } from '../shop';

const ignored = (healthcheck: string, fields: object = { readinessProbe: undefined }) =>
  seenWithApplication('docker-healthcheck-ignored', `FROM a\n${healthcheck}\n`, {}, deployment({ ...fields }));

test('a HEALTHCHECK that nothing replaces is reported', () => {
  expect(ignored('HEALTHCHECK --interval=30s \\\n  CMD /app/healthcheck.sh || exit 1')).toEqual([
    'warning spec.template.spec.containers[0]: Dockerfile has a HEALTHCHECK, which Kubernetes ignores, and container web has no probe',
  ]);
});

test.each([
  ['a probe', 'HEALTHCHECK CMD true', {}],
  ['NONE', 'HEALTHCHECK NONE', undefined],
  ['no HEALTHCHECK', '', undefined],
])('%s is left alone', (_, healthcheck, fields) => {
  expect(ignored(healthcheck, fields)).toEqual([]);
});
