import { expect, test } from '@jest/globals';
import { deployment, ingress, seen, service } from '../shop';

const exceeds = (options: string[], annotations = {}) =>
  seen(
    'timeout-exceeds-ingress',
    deployment({ command: ['gunicorn', 'app:app', ...options] }),
    service(),
    ingress(undefined, { annotations }),
  );

test("a timeout beyond the controller's is information", () => {
  expect(exceeds(['--timeout', '120'])).toEqual([
    expect.stringContaining('a sync worker may work for 2 min (timeout, the command line); Ingress web waits for 1 min'),
  ]);
});

test.each([
  ['the default', [], {}],
  ['a controller that waits as long', ['-t', '120'], { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '120' }],
  ['threads, which no timeout ends', ['-t', '120', '--threads', '2'], {}],
])('%s is left alone', (_, options, annotations) => {
  expect(exceeds(options, annotations)).toEqual([]);
});
