import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import { objectOf, textOf } from '../manifest/json';
import type { Access } from './access/access';

/** A page of 500 pods is 5 to 10 MB; no answer needs more. Bytes. */
const LARGEST = 128 * 2 ** 20;
/** As many at once as kubectl's client allows itself in a second (`rest.DefaultQPS`). */
const AT_ONCE = 5;

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** When the server answered, by its own clock. Milliseconds; nothing where it did not say. */
  readonly date?: number;
  /** Seconds to wait before it is asked again. */
  readonly retryAfter?: number;
}

/** What a question is asked with. */
export interface Question {
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds. @default - as long as the server is given for each */
  readonly patience?: number;
}

/** No answer came. */
export class NoAnswer extends Error {
  public constructor(
    /** The system's or TLS' name of it: `ECONNREFUSED`; `TIMEOUT` where nothing came in time. */
    public readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** An API server, asked with GET and in no other way. */
export class ApiServer {
  private readonly agent: Agent | PlainAgent;
  private readonly ends: number;

  /**
   * @param patience for each answer, in milliseconds
   * @param longest for all of them together, in milliseconds
   */
  public constructor(
    private readonly access: Access,
    private readonly patience: number,
    private readonly longest: number,
  ) {
    const settings = { keepAlive: true, maxSockets: AT_ONCE };
    this.agent = access.server.startsWith('https:') ? new Agent({ ...settings, ...access.tls }) : new PlainAgent(settings);
    this.ends = Date.now() + longest;
  }

  /** @throws NoAnswer */
  public get(path: string, { accept = 'application/json', headers = {}, patience = this.patience }: Question = {}): Promise<Answer> {
    return new Promise((done, fail) => {
      const left = this.ends - Date.now();
      const inTime = Math.min(patience, left);
      const late = () =>
        left <= patience
          ? new NoAnswer('TIMEOUT', `all of it took longer than ${this.longest / 1000} s`)
          : new NoAnswer('TIMEOUT', `no answer within ${patience / 1000} s`);
      if (left <= 0) {
        fail(late());
        return;
      }
      const ask = this.access.server.startsWith('https:') ? request : plainRequest;
      const asked = ask(`${this.access.server}${path}`, {
        agent: this.agent,
        headers: { Accept: accept, 'User-Agent': 'probewise', ...this.access.headers, ...headers } as Record<string, string>,
      });
      // A clock of our own: a server that sends a byte now and then must not hold us for ever.
      const clock = setTimeout(() => asked.destroy(late()), inTime);
      const failed = (error: NodeJS.ErrnoException) => {
        clearTimeout(clock);
        fail(error instanceof NoAnswer ? error : new NoAnswer(error.code ?? 'UNKNOWN', error.message || String(error.code)));
      };
      asked.on('error', failed);
      asked.on('response', (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('error', failed);
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          chunks.push(chunk);
          if (size > LARGEST) {
            asked.destroy(new NoAnswer('TOO_LARGE', `an answer has more than ${LARGEST / 2 ** 20} MiB`));
          }
        });
        response.on('end', () => {
          clearTimeout(clock);
          const date = Date.parse(response.headers.date ?? '');
          const retryAfter = Number(response.headers['retry-after']);
          done({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
            ...(!Number.isNaN(date) && { date }),
            ...(Number.isFinite(retryAfter) && { retryAfter }),
          });
        });
        response.on('close', () => {
          if (!response.complete) {
            failed(new NoAnswer('ECONNRESET', 'the connection ended in the middle of an answer'));
          }
        });
      });
      asked.end();
    });
  }

  /** Ends the connections that are kept. */
  public close(): void {
    this.agent.destroy();
  }
}

/** What a body says that should be JSON; nothing where it is none. */
export function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Why the server refused, in its own words (`k8s.io/apimachinery/pkg/apis/meta/v1`, `Status`). */
export function refusalIn({ status, body }: Answer): string {
  const message = textOf(objectOf(jsonIn(body)).message)?.replace(/\s+/g, ' ');
  return message ? message.slice(0, 300) : `status ${status}`;
}
