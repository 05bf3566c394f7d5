import { Agent, get } from 'node:http';
import { eventually } from './processes';
import type { Running } from './processes';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Request {
  readonly port: number;
  readonly path: string;
  /** @default '127.0.0.1' */
  readonly host?: string;
  readonly headers?: Record<string, string>;
  /** Keeps the connection open after the answer. Without it, every request has a connection of its own. */
  readonly agent?: Agent;
}

export function fetchFrom({ port, path, host = '127.0.0.1', headers, agent }: Request): Promise<Answer> {
  return new Promise((settle, fail) => {
    const request = get({ host, port, path, headers, agent: agent ?? false, timeout: 30_000 }, (response) => {
      let body = '';
      response.on('data', (text) => {
        body += text;
      });
      response.on('end', () => settle({ status: response.statusCode!, body }));
      response.on('error', fail);
    });
    request.on('error', fail);
    request.on('timeout', () => request.destroy(new Error('no answer within 30 s')));
  });
}

/** @throws when it ends, or answers anything but 200, until then */
export async function answers(server: Running, request: Request, withinSeconds = 20): Promise<void> {
  await eventually(
    async () => {
      if (server.status !== undefined) {
        throw new Error(`it ended with ${server.status} before it answered:\n${server.output}`);
      }
      return fetchFrom(request).then(
        ({ status }) => status === 200,
        () => false,
      );
    },
    withinSeconds,
    () => `expected an answer from port ${request.port}; it said:\n${server.output}`,
  );
}
