import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../lib/kubelet/answer/answer';
import { textOf } from '../../../lib/kubelet/answer/go-url';
import { judgeGrpc, type GrpcResponse } from '../../../lib/kubelet/answer/grpc-answer';
import {
  continueHttp,
  MOST_BODY,
  startHttp,
  type HttpResponse,
  type HttpStep,
  type NoResponse,
} from '../../../lib/kubelet/answer/http-answer';
import { targetOf, wireHeaders, type HttpGet, type HttpRequest } from '../../../lib/kubelet/answer/http-request';
import type { DeclaredPort } from '../../../lib/kubelet/answer/probed-port';
import { judgeTcp, startTcp, type TcpSocket } from '../../../lib/kubelet/answer/tcp-answer';
import { KUBERNETES } from '../../kubernetes';

/** What Kubernetes' own probers said (conformance/answers). */
interface Recording {
  readonly kubernetes: string;
  readonly http: readonly HttpCase[];
  readonly tcp: readonly TcpCase[];
  readonly grpc: readonly GrpcCase[];
}

interface Case {
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly answer: { readonly result: string; readonly output: string; readonly error?: string };
}

interface HttpCase extends Case {
  readonly httpGet: HttpGet;
  readonly podIP: string;
  readonly ports?: readonly DeclaredPort[];
  readonly script: readonly Step[];
  readonly requests: readonly { readonly on: string; readonly head: readonly string[] }[] | null;
}

interface Step {
  readonly fault?: string;
  readonly status?: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: number;
  readonly chunked?: boolean;
  readonly cut?: number;
  readonly headAfter?: number;
  readonly bodyAfter?: number;
}

interface TcpCase extends Case {
  readonly tcpSocket: TcpSocket;
  readonly podIP: string;
  readonly ports?: readonly DeclaredPort[];
  readonly listener: 'open' | 'closes' | 'refused' | 'full';
}

interface GrpcCase extends Case {
  readonly service: string;
  readonly server: string;
  readonly statuses?: Readonly<Record<string, number>>;
  readonly code?: number;
  readonly after?: number;
}

const recording: Recording = JSON.parse(readFileSync(resolve(__dirname, '../../../conformance/vectors/answers.json'), 'utf8'));

/** What each port of the recording is. */
const LISTENERS: Readonly<Record<string, string>> = {
  '127.0.0.1:8080': 'http',
  'localhost:8080': 'http',
  'LOCALHOST:8080': 'http',
  '127.0.0.1:8443': 'https',
};
const LATE = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
const FAULTS: Readonly<Record<string, string>> = {
  hang: LATE,
  close: 'EOF',
  garbage: 'net/http: HTTP/1.x transport connection broken: malformed HTTP response',
};

/** The server of a case, as a client meets it. */
class Server {
  public readonly requests: { on: string; head: string[] }[] = [];
  private silence = 0;

  public constructor(
    private readonly script: readonly Step[],
    private readonly timeoutSeconds: number,
  ) {}

  public answer(request: HttpRequest): HttpResponse | NoResponse {
    const address = textOf(request.url.host);
    const listener = LISTENERS[address];
    if (listener === undefined || this.script[0].fault === 'refused') {
      return { fault: `dial tcp ${address}: connect: connection refused` };
    }
    if (listener !== request.url.scheme) {
      return { fault: listener === 'http' ? 'http: server gave HTTP response to HTTPS client' : 'EOF' };
    }
    const step = this.script[Math.min(this.requests.length, this.script.length - 1)];
    this.requests.push({
      on: listener,
      head: [`GET ${targetOf(request)} HTTP/1.1`, ...wireHeaders(request).map((header) => header.join(': '))],
    });
    return this.play(step);
  }

  private play({ fault, status = 0, headers = [], body = 0, chunked, cut, headAfter = 0, bodyAfter = 0 }: Step): HttpResponse | NoResponse {
    this.silence += headAfter;
    if (fault !== undefined || this.isLate) {
      return { fault: FAULTS[fault ?? 'hang'] };
    }
    // 101 ends a response; after the others of its kind one is still to come, and none does.
    if (status >= 100 && status < 200 && status !== 101) {
      return { fault: 'net/http: HTTP/1.x transport connection broken: unexpected EOF' };
    }
    const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
    if (location !== undefined && /\x7f/.test(location)) {
      return { fault: 'net/http: HTTP/1.x transport connection broken: malformed MIME header' };
    }
    this.silence += bodyAfter;
    const needed = Math.min(chunked ? body + 1 : body, MOST_BODY);
    const bodyFault = this.isLate ? 'late' : cut !== undefined && cut < needed ? 'unexpected EOF' : undefined;
    return { status, ...(location !== undefined && { location: location.trim() }), ...(bodyFault && { bodyFault }) };
  }

  private get isLate(): boolean {
    return this.silence > this.timeoutSeconds * 1000;
  }
}

/** Plays kubelet to it: what the model would do. */
function attempt({ httpGet, podIP, ports = [], script, timeoutSeconds }: HttpCase) {
  const server = new Server(script, timeoutSeconds);
  let step: HttpStep = startHttp(httpGet, { podIP, ports, kubernetes: KUBERNETES.split('.').slice(0, 2).join('.').slice(1) });
  while ('request' in step) {
    step = continueHttp(step.request, server.answer(step.request));
  }
  return { requests: server.requests, answer: step.answer };
}

/** The recorded answer in the terms of ours. What a success says is the body, and some errors end in the machine's own words. */
function inOurTerms({ result, output, error = '' }: Case['answer'], ours: Answer): Answer {
  const said = result === 'success' ? '' : output || (result === 'unknown' ? error : '');
  const begins = ours.output !== '' && said.startsWith(ours.output);
  return { result: result as Answer['result'], output: begins ? ours.output : said, again: error !== '' };
}

describe("given the answers of Kubernetes' own probers", () => {
  test('the recording is of the Kubernetes that is pinned, and has some of every kind', () => {
    expect(recording.kubernetes).toBe(KUBERNETES);
    expect(recording.http.length).toBeGreaterThan(500);
    const results = [...recording.http, ...recording.tcp, ...recording.grpc].map(({ answer }) => answer.result);
    expect([...new Set(results)].sort()).toEqual(['failure', 'success', 'unknown', 'warning']);
  });

  test.each(recording.http.map((one) => [one.name, one] as const))('httpGet: %s', (_, recorded) => {
    const ours = attempt(recorded);
    expect(ours).toEqual({ requests: recorded.requests ?? [], answer: inOurTerms(recorded.answer, ours.answer) });
  });

  test.each(recording.tcp.map((one) => [one.name, one] as const))('tcpSocket: %s', (_, recorded) => {
    const step = startTcp(recorded.tcpSocket, { podIP: recorded.podIP, ports: recorded.ports ?? [] });
    const faults = {
      open: undefined,
      closes: undefined,
      refused: 'dial tcp 127.0.0.1:8080: connect: connection refused',
      full: 'dial tcp 127.0.0.1:8080: i/o timeout',
    };
    const ours = 'answer' in step ? step.answer : judgeTcp(faults[recorded.listener]);
    expect(ours).toEqual(inOurTerms(recorded.answer, ours));
    if ('port' in step) {
      expect(step).toEqual({ host: recorded.tcpSocket.host || recorded.podIP, port: 8080 });
    }
  });

  test.each(recording.grpc.map((one) => [one.name, one] as const))('grpc: %s', (_, recorded) => {
    const ours = judgeGrpc(grpcResponse(recorded), '127.0.0.1:8080', recorded.timeoutSeconds);
    expect(ours).toEqual(inOurTerms(recorded.answer, ours));
  });
});

function grpcResponse({ server, statuses = {}, service, code = 0, after = 0, timeoutSeconds }: GrpcCase): GrpcResponse {
  if (server === 'bare') {
    return { kind: 'error', code: 12, message: 'unknown service grpc.health.v1.Health' };
  }
  if (server !== 'health') {
    return { kind: 'unconnected' };
  }
  if (after > timeoutSeconds * 1000) {
    return { kind: 'late' };
  }
  if (code) {
    return { kind: 'error', code, message: 'as told' };
  }
  return service in statuses ? { kind: 'status', status: statuses[service] } : { kind: 'error', code: 5, message: 'unknown service' };
}
