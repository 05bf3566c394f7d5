import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { HttpGet } from '../../../lib/kubelet/answer/http-request';
import type { DeclaredPort } from '../../../lib/kubelet/answer/probed-port';
import { askHttp } from '../../../lib/rehearsal/asking/http';
import { ScriptedServer, type Certificate, type Step } from './scripted-server';

/** What Kubernetes' own prober sent and said (conformance/answers). */
export interface Recorded {
  readonly name: string;
  readonly httpGet: HttpGet;
  readonly ports?: readonly DeclaredPort[];
  readonly timeoutSeconds: number;
  readonly script: readonly Step[];
  readonly requests: readonly { readonly on: string; readonly head: readonly string[] }[] | null;
  readonly answer: { readonly result: string; readonly error?: string };
}

const recording: { readonly http: readonly Recorded[] } = JSON.parse(
  readFileSync(resolve(__dirname, '../../../conformance/vectors/answers.json'), 'utf8'),
);
const needsTls = (recorded: Recorded) => JSON.stringify(recorded).includes('8443');

/** Over plain connections, and over TLS at least once. */
export const PLAIN = recording.http.filter((recorded) => !needsTls(recorded));
export const TLS = recording.http.filter(needsTls);

/** Asks a real server that answers as that of the recording did. */
export async function asked({ httpGet, ports = [], script, timeoutSeconds }: Recorded, certificate?: Certificate) {
  const server = await ScriptedServer.start(script, certificate);
  const real = <T>(value: T): T => JSON.parse(server.real(JSON.stringify(value)));
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutSeconds * 1000);
  try {
    const {
      answer: { result, again },
    } = await askHttp(real(httpGet), { address: '127.0.0.1', ports: real(ports), env: {}, cwd: '.' }, late.signal);
    return { heads: server.heads, result, again };
  } finally {
    clearTimeout(timer);
    server.close();
  }
}

export function seenByKubernetes({ requests, answer }: Recorded) {
  return {
    // The one difference: Go writes a space of a query as it stands, and Node does not let us.
    heads: (requests ?? []).map(({ head: [line, ...rest] }) => [line.replace('c d', 'c%20d'), ...rest]),
    result: answer.result,
    again: answer.error !== undefined,
  };
}

/** Whether the server kept its asker waiting for as long as the asker had patience, or for longer than a second. */
export function waits({ script, answer }: Recorded): boolean {
  return JSON.stringify(answer).includes('deadline exceeded') || script.some(({ headAfter = 0 }) => headAfter > 1000);
}
