import { connect } from 'node:net';
import { judgeTcp, startTcp, type TcpSocket } from '../../kubelet/answer/tcp-answer';
import type { Answer } from '../../kubelet/answer/answer';
import type { Asked } from './reply';

/** Connects, and closes again. */
export function askTcp(socket: TcpSocket, { address, ports }: Asked, signal: AbortSignal): Promise<Answer> {
  const step = startTcp(socket, { podIP: address, ports });
  return 'answer' in step
    ? Promise.resolve(step.answer)
    : new Promise((settle) => {
        const connection = connect({ host: step.host, port: step.port });
        const end = (fault?: string) => {
          connection.destroy();
          settle(judgeTcp(fault));
        };
        signal.addEventListener('abort', () => end('i/o timeout'), { once: true });
        connection.once('connect', () => end());
        connection.once('error', ({ message }) => end(message));
      });
}
