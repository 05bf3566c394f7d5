import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const kills = (cpu: string | undefined, ...options: string[]) =>
  seen(
    'worker-silence-kills',
    deployment({ command: ['uvicorn', 'shop:app', ...options], ...(cpu && { resources: { limits: { cpu } } }) }),
  );

test('workers that share a small CPU limit are reported', () => {
  expect(kills('500m', '--workers', '4')).toEqual([
    'warning spec.template.spec.containers[0].command: 4 processes of uvicorn (the command line) share a CPU limit of 0.5, and one ' +
      "that is silent for 5 s is killed (timeout_worker_healthcheck, uvicorn's default)",
  ]);
});

test.each([
  ['one process', '500m', ['--workers', '1']],
  ['a CPU for each', '4', ['--workers', '4']],
  ['no CPU limit', undefined, ['--workers', '4']],
  ['a patient parent', '500m', ['--workers', '4', '--timeout-worker-healthcheck', '60']],
])('%s is left alone', (_, cpu, options) => {
  expect(kills(cpu, ...options)).toEqual([]);
});
