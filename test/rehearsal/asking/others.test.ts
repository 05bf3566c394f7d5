import { createServer as createHttp2, type Http2Server } from 'node:http2';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { askExec } from '../../../lib/rehearsal/asking/exec';
import { askGrpc } from '../../../lib/rehearsal/asking/grpc';
import { askTcp } from '../../../lib/rehearsal/asking/tcp';

const servers: (Server | Http2Server)[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function listening(server: Server | Http2Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()));
  return (server.address() as AddressInfo).port;
}

const asked = { address: '127.0.0.1', ports: [], env: { PATH: process.env.PATH!, NAME: 'web' }, cwd: '/' };
const never = new AbortController().signal;

describe('tcpSocket', () => {
  test('given a port that listens, it succeeds; closed, it fails', async () => {
    const port = await listening(createServer());
    expect(await askTcp({ port }, asked, never)).toMatchObject({ result: 'success' });
    await new Promise((closed) => (servers.pop() as Server).close(closed));
    expect(await askTcp({ port }, asked, never)).toMatchObject({ result: 'failure', again: false });
  });

  test('given another address of the machine, a socket on 127.0.0.1 is not reached', async () => {
    const port = await listening(createServer());
    expect(await askTcp({ port }, { ...asked, address: '127.0.0.2' }, never)).toMatchObject({ result: 'failure' });
  });
});

describe('exec', () => {
  test.each([
    ['status 0', ['true'], 'success', false],
    ['a status other than 0', ['false'], 'failure', false],
    ['a program that is not there', ['/no/such/program'], 'unknown', true],
    ['the environment of the container', ['sh', '-c', 'test "$NAME" = web'], 'success', false],
  ] as const)('given %s', async (_, command, result, again) => {
    expect(await askExec(command, asked, never)).toMatchObject({ result, again });
  });

  test('given a command that takes too long, it and its children are ended, and it has failed', async () => {
    const late = new AbortController();
    setTimeout(() => late.abort(), 100);
    const began = performance.now();
    expect(await askExec(['sh', '-c', 'sleep 30; true'], asked, late.signal)).toMatchObject({ result: 'failure' });
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

describe('grpc', () => {
  function health(statuses: Readonly<Record<string, number>>): Http2Server {
    const server = createHttp2();
    server.on('stream', (stream, headers) => {
      const parts: Buffer[] = [];
      stream.on('data', (bytes: Buffer) => parts.push(bytes));
      stream.on('end', () => {
        const [, length, name] = [0, Buffer.concat(parts)[6], Buffer.concat(parts).subarray(7).toString()];
        const status = headers[':path'] === '/grpc.health.v1.Health/Check' ? statuses[length ? name : ''] : undefined;
        stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
        stream.once('wantTrailers', () =>
          stream.sendTrailers(status === undefined ? { 'grpc-status': 5, 'grpc-message': 'unknown service' } : { 'grpc-status': 0 }),
        );
        stream.end(status === undefined ? undefined : Buffer.from([0, 0, 0, 0, 2, 0x08, status]));
      });
    });
    return server;
  }

  test.each([
    ['', 'success', ''],
    ['sick', 'failure', 'service unhealthy (responded with "NOT_SERVING")'],
    ['nobody', 'failure', 'error: health rpc probe failed: rpc error: code = NotFound desc = unknown service'],
  ])('given a server of health, about the service %j', async (service, result, output) => {
    const port = await listening(health({ '': 1, sick: 2 }));
    expect(await askGrpc({ port, service }, asked, 2)).toMatchObject({ result, output });
  });

  test('given a closed port, it takes the whole timeout and fails', async () => {
    const port = await listening(createServer());
    await new Promise((closed) => (servers.pop() as Server).close(closed));
    const began = performance.now();
    expect(await askGrpc({ port, service: '' }, asked, 1)).toMatchObject({
      result: 'failure',
      output: expect.stringContaining('failed to connect'),
    });
    expect(performance.now() - began).toBeGreaterThan(900);
  });
});
