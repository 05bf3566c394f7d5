import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { HttpGet } from '../../../lib/kubelet/answer/http-request';
import type { DeclaredPort } from '../../../lib/kubelet/answer/probed-port';
import { askHttp } from '../../../lib/rehearsal/asking/http';
import { ScriptedServer, type Step } from './scripted-server';

/** What Kubernetes' own prober sent and said (conformance/answers). */
interface Recorded {
  readonly name: string;
  readonly httpGet: HttpGet;
  readonly ports?: readonly DeclaredPort[];
  readonly timeoutSeconds: number;
  readonly script: readonly Step[];
  readonly requests: readonly { readonly on: string; readonly head: readonly string[] }[] | null;
  readonly answer: { readonly result: string; readonly error?: string };
}

const recording: { readonly http: readonly Recorded[] } = JSON.parse(readFileSync(resolve(__dirname, '../../../conformance/vectors/answers.json'), 'utf8'));
/** TLS needs a certificate, which Node cannot make. */
const plain = recording.http.filter((recorded) => !JSON.stringify(recorded).includes('8443'));

/** Asks a real server that answers as that of the recording did. */
async function asked({ httpGet, ports = [], script, timeoutSeconds }: Recorded) {
  const server = await ScriptedServer.start(script);
  const real = (text: string) => text.split('8080').join(String(server.port));
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutSeconds * 1000);
  try {
    const surroundings = { address: '127.0.0.1', ports: JSON.parse(real(JSON.stringify(ports))), env: {}, cwd: '.' };
    const { answer: { result, again } } = await askHttp(JSON.parse(real(JSON.stringify(httpGet))), surroundings, late.signal);
    return { heads: server.heads, result, again };
  } finally {
    clearTimeout(timer);
    server.close();
  }
}

describe('given a real server, over real sockets', () => {
  test('there is much to replay', () => {
    expect(plain.length).toBeGreaterThan(500);
  });

  test.each(plain.map((one) => [one.name, one] as const))('the same bytes are sent and the same is concluded as by the kubelet: %s', async (_, recorded) => {
    expect(await asked(recorded)).toEqual({
      // The one difference: Go writes a space of a query as it stands, and Node does not let us.
      heads: (recorded.requests ?? []).map(({ head: [line, ...rest] }) => [line.replace('c d', 'c%20d'), ...rest]),
      result: recorded.answer.result,
      again: recorded.answer.error !== undefined,
    });
  });
});
