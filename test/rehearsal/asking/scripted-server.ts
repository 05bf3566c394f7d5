import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** One answer of a recorded case (conformance/answers, `step`). */
export interface Step {
  readonly fault?: string;
  readonly informational?: readonly number[];
  readonly status?: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: number;
  readonly chunked?: boolean;
  readonly cut?: number;
  readonly headAfter?: number;
  readonly bodyAfter?: number;
}

/** What the recording writes where the real ports were: for plain connections, and for TLS. */
const RECORDED = ['8080', '8443'] as const;

/** A certificate of a server, and its key. PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A real server that gives the answers of a script, one a request, and keeps the heads of the requests as they came. */
export class ScriptedServer {
  /**
   * @param script of a recording: its ports stand for those of this server
   * @param certificate nothing for a server without TLS
   */
  public static async start(script: readonly Step[], certificate?: Certificate): Promise<ScriptedServer> {
    const server = new ScriptedServer(script, certificate);
    for (const listener of server.listeners) {
      await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready));
      server.ports.push((listener.address() as AddressInfo).port);
      if (script[0].fault === 'refused') {
        await new Promise((closed) => listener.close(closed));
      }
    }
    return server;
  }

  public readonly heads: string[][] = [];
  private readonly listeners: readonly Server[];
  private readonly ports: number[] = [];
  private readonly open = new Set<Socket>();
  private readonly timers: NodeJS.Timeout[] = [];

  private constructor(
    private readonly script: readonly Step[],
    certificate?: Certificate,
  ) {
    this.listeners = [
      createServer((socket) => this.accept(socket)),
      ...(certificate
        ? [createTlsServer(certificate, (socket) => this.accept(socket)).on('tlsClientError', (_, socket) => socket.destroy())]
        : []),
    ];
  }

  /** Text of the recording, with the ports that this server has. */
  public real(text: string): string {
    return this.ports.reduce((sum, port, index) => sum.split(RECORDED[index]).join(String(port)), text);
  }

  public close(): void {
    this.timers.forEach(clearTimeout);
    this.open.forEach((socket) => socket.destroy());
    this.listeners.forEach((listener) => listener.close());
  }

  private recorded(text: string): string {
    return this.ports.reduce((sum, port, index) => sum.split(`:${port}`).join(`:${RECORDED[index]}`), text);
  }

  private accept(socket: Socket): void {
    let received = '';
    this.open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      if (received === '' && bytes[0] === 0x16) {
        socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const before = received;
      received += bytes.toString('utf8');
      if (!before.includes('\r\n\r\n') && received.includes('\r\n\r\n')) {
        const head = received
          .slice(0, received.indexOf('\r\n\r\n'))
          .split('\r\n')
          .map((line) => this.recorded(line));
        this.heads.push(head);
        this.answer(socket, this.script[Math.min(this.heads.length, this.script.length) - 1]);
      }
    });
  }

  private answer(socket: Socket, step: Step): void {
    if (step.fault === 'close') {
      socket.end();
    } else if (step.fault === 'garbage') {
      socket.end('SSH-2.0-OpenSSH_9.6\r\n\r\n');
    } else if (step.fault !== 'hang') {
      this.after(step.headAfter, () => this.respond(socket, step));
    }
  }

  private respond(socket: Socket, { informational = [], status = 0, headers = [], body = 0, chunked = false, cut, bodyAfter }: Step): void {
    const bodiless = status === 204 || status === 304 || status < 200;
    const length = bodiless ? [] : [chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body}`];
    const line = (code: number, text: string) => `HTTP/1.1 ${String(code).padStart(3, '0')} ${text}\r\n`;
    const lines = [...headers.map(([name, value]) => `${name}: ${this.real(value)}`), ...length];
    socket.write(
      `${informational.map((code) => `${line(code, 'Wait')}\r\n`).join('')}${line(status, 'Status')}${lines.map((text) => `${text}\r\n`).join('')}\r\n`,
    );
    this.after(bodyAfter, () => {
      const sent = bodiless ? '' : 'x'.repeat(cut ?? body);
      const chunk = sent && `${sent.length.toString(16)}\r\n${sent}\r\n`;
      socket.end(chunked && !bodiless ? `${chunk}${cut === undefined ? '0\r\n\r\n' : ''}` : sent);
    });
  }

  private after(milliseconds: number | undefined, act: () => void): void {
    if (milliseconds) {
      this.timers.push(setTimeout(act, milliseconds));
    } else {
      act();
    }
  }
}
