import { connect } from 'node:http2';
import { unknown, type Answer } from '../../kubelet/answer/answer';
import { judgeGrpc, type GrpcResponse } from '../../kubelet/answer/grpc-answer';
import { probedPortOf } from '../../kubelet/answer/probed-port';
import type { PortReference } from '../../manifest/probe';
import type { Asked } from './reply';

/** Calls `Check` of `grpc.health.v1.Health`, without TLS as the kubelet does. */
export async function askGrpc(
  { port, service }: { readonly port: PortReference; readonly service: string },
  { address, ports }: Asked,
  timeoutSeconds: number,
): Promise<Answer> {
  const resolved = probedPortOf(port ?? '', ports);
  if ('because' in resolved) {
    return unknown(resolved.because);
  }
  const authority = `${address.includes(':') ? `[${address}]` : address}:${resolved.number}`;
  return judgeGrpc(await check(authority, service, performance.now() + timeoutSeconds * 1000), authority, timeoutSeconds);
}

/** Milliseconds before a connection that was refused is tried again; grpc-go waits a second, but the answer is the same. */
const AGAIN_AFTER = 250;

async function check(authority: string, service: string, deadline: number): Promise<GrpcResponse> {
  for (;;) {
    const response = await call(authority, service, deadline);
    if (response.kind !== 'unconnected' || performance.now() + AGAIN_AFTER >= deadline) {
      await pause(response.kind === 'unconnected' ? deadline - performance.now() : 0);
      return response;
    }
    await pause(AGAIN_AFTER);
  }
}

function call(authority: string, service: string, deadline: number): Promise<GrpcResponse> {
  return new Promise((settle) => {
    const session = connect(`http://${authority}`);
    let connected = false;
    let status: number | undefined;
    const end = (response: GrpcResponse) => {
      clearTimeout(timer);
      session.destroy();
      settle(response);
    };
    const timer = setTimeout(() => end({ kind: connected ? 'late' : 'unconnected' }), Math.max(deadline - performance.now(), 0));
    const lost = ({ message }: Error) => end(connected ? { kind: 'error', code: UNAVAILABLE, message } : { kind: 'unconnected' });
    session.once('error', lost);
    session.once('remoteSettings', () => {
      connected = true;
      const stream = session.request({
        ':method': 'POST',
        ':path': '/grpc.health.v1.Health/Check',
        'content-type': 'application/grpc',
        te: 'trailers',
        'user-agent': 'kube-probe/1.36',
      });
      let body = Buffer.alloc(0);
      let outcome: Record<string, unknown> = {};
      stream.once('error', lost);
      stream.on('response', (headers) => {
        status = headers[':status'];
        outcome = { ...headers };
      });
      stream.on('data', (bytes: Buffer) => {
        body = Buffer.concat([body, bytes]).subarray(0, MOST_BODY);
      });
      stream.on('trailers', (trailers) => {
        outcome = { ...outcome, ...trailers };
      });
      stream.once('end', () => end(responseOf(outcome, body, status)));
      stream.end(messageOf(service));
    });
  });
}

const UNKNOWN = 2;
const UNAVAILABLE = 14;
const MOST_BODY = 1024;

function responseOf(outcome: Record<string, unknown>, body: Buffer, status: number | undefined): GrpcResponse {
  const { 'grpc-status': code, 'grpc-message': said } = outcome;
  if (code === undefined) {
    return { kind: 'error', code: UNKNOWN, message: `the server answered ${status ?? 'nothing'} and no grpc-status` };
  }
  return Number(code) === 0
    ? { kind: 'status', status: statusIn(body) }
    : { kind: 'error', code: Number(code), message: typeof said === 'string' ? said : '' };
}

/** `HealthCheckRequest` with field 1, a string, behind gRPC's five bytes of framing. */
function messageOf(service: string): Buffer {
  const name = Buffer.from(service);
  const message = name.length ? Buffer.concat([Buffer.from([0x0a, ...varint(name.length)]), name]) : name;
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(message.length, 1);
  return Buffer.concat([frame, message]);
}

/** Field 1 of `HealthCheckResponse`, an enumeration; 0 where it is not there. */
function statusIn(body: Buffer): number {
  return body[5] === 0x08 ? (body[6] ?? 0) : 0;
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, Math.max(milliseconds, 0)));
}
