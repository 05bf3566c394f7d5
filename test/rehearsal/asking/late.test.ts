import { createServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Bundle } from '../../../lib/manifest/bundle';
import { ask } from '../../../lib/rehearsal/asking/ask';

let silent: Server;

beforeAll(
  () =>
    new Promise<void>((listening) => {
      silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1', listening);
    }),
);
afterAll(() => void silent.close());

test('given a server that never answers, the timeout is told from a failure each time', async () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: {
      containers: [
        { name: 'web', image: 'web', livenessProbe: { httpGet: { port: (silent.address() as AddressInfo).port }, timeoutSeconds: 1 } },
      ],
    },
  };
  const [container] = new Bundle([pod]).workloads[0].containers;
  const replies = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      sleep(index * 0.7).then(() => ask(container.liveness!, { address: '127.0.0.1', ports: [], env: {}, cwd: '/' })),
    ),
  );

  // A timer of Node may fire within a millisecond before its time.
  expect(Math.min(...replies.map(({ took }) => took))).toBeGreaterThan(0.99);
  expect(replies.filter(({ late }) => !late)).toEqual([]);
});
