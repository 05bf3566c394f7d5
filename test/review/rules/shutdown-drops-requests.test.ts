import { expect, test } from '@jest/globals';
import { container, deployment, ingress, seen, service } from '../shop';

const drops = (fields: object, ...others: unknown[]) =>
  seen('shutdown-drops-requests', deployment({ ...fields }), ...(others.length ? others : [service(), ingress()]));
const preStop = (hook: object) => ({ lifecycle: { preStop: hook } });

test('a routed container that does not wait, or too little, is reported', () => {
  expect(drops({})).toEqual([
    'warning spec.template.spec.containers[0]: ' +
      'Deployment web serves a route, and container web does not wait between its removal from the endpoints and SIGTERM',
  ]);
  expect(drops(preStop({ sleep: { seconds: 2 } }))).toEqual([expect.stringMatching(/lifecycle.preStop: .*waits only 2 s/)]);
  expect(drops({}, service({ type: 'LoadBalancer' }))).toHaveLength(1);
});

test.each([
  ['a sleep', preStop({ sleep: { seconds: 10 } })],
  ['a sleep in a shell', preStop({ exec: { command: ['sh', '-c', 'sleep 5'] } })],
  ['a hook that is not known', preStop({ exec: { command: ['/drain.sh'] } })],
])('%s is left alone', (_, fields) => {
  expect(drops(fields)).toEqual([]);
});

test('without a route, and beside the container that owns the port, nothing is said', () => {
  expect(drops({}, service())).toEqual([]);
  const two = deployment(
    {},
    { containers: [container(preStop({ sleep: { seconds: 10 } })), container({ name: 'logs', ports: undefined })] },
  );
  expect(seen('shutdown-drops-requests', two, service(), ingress())).toEqual([]);
});
