import { expect, test } from '@jest/globals';
import { Reading } from '../../../lib/reading/reading';

/** A container whose environment may hold anything: a Secret that is not in the bundle fills it. */
function processOf(command: readonly string[]) {
  const [workload] = Reading.ofObjects([
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'web', image: 'shop:1', command, envFrom: [{ secretRef: { name: 'settings' } }] }] },
    },
  ]).workloads;
  return workload.containers[0].process;
}

test.each([
  [['uvicorn', 'main:app', '--host', '0.0.0.0', '--port', '8000']],
  [['hypercorn', '--bind', '0.0.0.0:8000', 'main:app']],
  [['granian', '--interface', 'asgi', '--host', '0.0.0.0', '--port', '8000', 'main:app']],
])('given variables that nobody can know, %j is not thought to reload, and listens where its command line says', (command) => {
  const { settings, listeners } = processOf(command);
  expect(settings?.development).toBe(false);
  expect(listeners.value).toEqual([{ kind: 'tcp', host: '0.0.0.0', port: 8000 }]);
});

test('given variables that nobody can know, uWSGI listens where its command line says, and nowhere known where it says nothing', () => {
  expect(processOf(['uwsgi', '--http', '0.0.0.0:8080', '--module', 'shop']).listeners.value).toEqual([
    { kind: 'tcp', host: '0.0.0.0', port: 8080 },
  ]);
  expect(typeof processOf(['uwsgi', '--module', 'shop']).listeners.value).toBe('symbol');
});
