import { expect, test } from '@jest/globals';
import { deployment, seen, service } from '../shop';

const undeclared = (...objects: unknown[]) => seen('service-port-undeclared', ...objects);
const to = (targetPort: unknown) => service({ ports: [{ port: 80, targetPort }] });

test('a number beside the declared ones is reported', () => {
  expect(undeclared(deployment(), to(8080))).toEqual([
    'warning spec.ports[0].targetPort: Service web sends port 80 to 8080; Deployment web declares 8000',
  ]);
});

test.each([
  ['the declared number', [deployment(), to(8000)]],
  ['a name', [deployment(), to('web')]],
  ['pods that declare nothing', [deployment({ ports: undefined }), to(8080)]],
  ['pods that declare UDP only', [deployment({ ports: [{ containerPort: 53, protocol: 'UDP' }] }), to(8080)]],
  [
    'a second port that fits',
    [
      deployment(),
      service({
        ports: [
          { name: 'a', port: 80, targetPort: 8000 },
          { name: 'b', port: 81, targetPort: 9090 },
        ],
      }),
    ],
  ],
  ['a process that says where it listens', [deployment({ command: ['gunicorn', '-b', ':8080', 'app:app'] }), to(8080)]],
  ['a headless Service', [deployment(), service({ clusterIP: 'None', ports: [{ port: 8080 }] })]],
])('%s is left alone', (_, objects) => {
  expect(undeclared(...objects)).toEqual([]);
});
