import { failure, SUCCESS, unknown, type Answer } from './answer';
import type { Asked } from './http-request';
import { probedPortOf } from './probed-port';

/** `tcpSocket` of a probe. */
export interface TcpSocket {
  readonly port: number | string;
  readonly host?: string;
}

/** Where to connect to, or nothing to connect to. */
export type TcpStep = { readonly host: string; readonly port: number } | { readonly answer: Answer };

export function startTcp({ port, host }: TcpSocket, { podIP, ports }: Pick<Asked, 'podIP' | 'ports'>): TcpStep {
  const resolved = probedPortOf(port, ports);
  return 'because' in resolved ? { answer: unknown(resolved.because) } : { host: host || podIP, port: resolved.number };
}

/**
 * A connection is all it asks for (`pkg/probe/tcp/tcp.go`).
 *
 * @param fault why there was none
 */
export function judgeTcp(fault?: string): Answer {
  return fault === undefined ? SUCCESS : failure(fault);
}
