import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { applyLoad, percentile, type Load } from '../../lib/rehearsal/load';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() =>
  servers.splice(0).forEach((server) => {
    server.closeAllConnections();
    server.close();
  }),
);

async function loadOn(answer: RequestListener, load: Partial<Load>) {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return applyLoad({ host: '127.0.0.1', port, path: (n) => `/${n}`, clients: 4, seconds: 0.5, requests: 1000, timeoutSeconds: 5, ...load });
}

describe('given a server that answers after 50 ms', () => {
  const slow: RequestListener = (_request, response) => void setTimeout(() => response.end('done'), 50);

  test('4 clients get what 4 can get, and each answer took its time', async () => {
    const { seconds, answeredInTime, latencies, failures } = await loadOn(slow, {});
    expect(seconds).toBeCloseTo(0.5, 6);
    expect(answeredInTime).toBeGreaterThan(4);
    expect(answeredInTime).toBeLessThanOrEqual(4 * 10);
    expect(latencies.length - answeredInTime).toBeLessThanOrEqual(4); // of the drain
    expect(Math.min(...latencies)).toBeGreaterThan(0.045);
    expect(failures.size).toBe(0);
  });

  test('no more requests are begun than allowed, nth path for the nth', async () => {
    const paths: string[] = [];
    const { latencies } = await loadOn(
      (request, response) => {
        paths.push(request.url!);
        response.end();
      },
      { requests: 7 },
    );
    expect(latencies).toHaveLength(7);
    expect(paths.sort()).toEqual(['/0', '/1', '/2', '/3', '/4', '/5', '/6']);
  });

  test('clients that come one after another are counted from when the last is there', async () => {
    let most = 0;
    let under = 0;
    const began = performance.now();
    const { seconds } = await loadOn(
      (_request, response) => {
        most = Math.max(most, ++under);
        setTimeout(() => {
          under--;
          response.end();
        }, 20);
      },
      { apart: 0.1, seconds: 0.3 },
    );
    expect(seconds).toBeCloseTo(0.3, 6);
    expect(performance.now() - began).toBeGreaterThan(600 - 1); // 3 × 100 ms, then 300 ms
    expect(most).toBeLessThanOrEqual(4);
  });
});

describe('given a server that fails', () => {
  test('a 500 is counted as such, and a 404 is an answer', async () => {
    const { latencies, failures } = await loadOn(
      (request, response) => {
        response.statusCode = request.url === '/0' ? 500 : 404;
        response.end();
      },
      { requests: 3 },
    );
    expect([...failures]).toEqual([['500', 1]]);
    expect(latencies).toHaveLength(2);
  });

  test('that never answers, each request ends with its timeout, and the time that was asked is still all of it', async () => {
    const { seconds, answeredInTime, failures } = await loadOn(() => undefined, { timeoutSeconds: 0.3, seconds: 0.2, clients: 2 });
    expect(seconds).toBeCloseTo(0.2, 6);
    expect({ answeredInTime, failures: [...failures] }).toEqual({ answeredInTime: 0, failures: [['timeout', 2]] });
  });

  test('that closes the connection, the code of the system is counted', async () => {
    const { failures } = await loadOn((request) => request.socket.destroy(), { requests: 2, clients: 1 });
    expect([...failures]).toEqual([['ECONNRESET', 2]]);
  });
});

test('a load that is ended early ends at once, and what was under way counts as nothing', async () => {
  const ending = new AbortController();
  const began = performance.now();
  const load = loadOn(() => undefined, { seconds: 30, timeoutSeconds: 30, signal: ending.signal });
  await sleep(200);
  ending.abort();
  const { latencies, failures } = await load;
  expect(performance.now() - began).toBeLessThan(5000);
  expect({ latencies, failures: failures.size }).toEqual({ latencies: [], failures: 0 });
});

test('of nothing there is no percentile', () => {
  expect([percentile([], 0.5), percentile([3, 1, 2], 0.5), percentile([3, 1, 2], 1)]).toEqual([NaN, 2, 3]);
});
