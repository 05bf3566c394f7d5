import { unknown, type Answer } from '../../kubelet/answer/answer';
import type { HttpGet } from '../../kubelet/answer/http-request';
import { shown, textOf } from '../../manifest/json';
import type { Probe, ProbeHandler } from '../../manifest/probe';
import { askExec } from './exec';
import { askGrpc } from './grpc';
import { askHttp } from './http';
import type { Asked, Reply } from './reply';
import { askTcp } from './tcp';

/** So much before its time a timer of Node may fire, which counts in whole milliseconds. Seconds. */
const EARLY = 0.002;

/** Asks a probe's question once, with its timeout. */
export async function ask({ handler, timing: { timeoutSeconds } }: Probe, asked: Asked): Promise<Reply> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutSeconds * 1000);
  const began = performance.now();
  try {
    const { responses = [], ...given } = await put(handler, asked, late.signal, timeoutSeconds);
    const took = (performance.now() - began) / 1000;
    return { answer: given.answer, responses, took, late: late.signal.aborted || took >= timeoutSeconds - EARLY };
  } finally {
    clearTimeout(timer);
  }
}

async function put(
  handler: ProbeHandler | undefined,
  asked: Asked,
  signal: AbortSignal,
  timeoutSeconds: number,
): Promise<{ readonly answer: Answer; readonly responses?: Reply['responses'] }> {
  switch (handler?.kind) {
    case 'httpGet':
      return askHttp(httpGetOf(handler), asked, signal);
    case 'tcpSocket':
      return { answer: await askTcp({ port: handler.port ?? '', host: handler.host }, asked, signal) };
    case 'grpc':
      return { answer: await askGrpc(handler, asked, timeoutSeconds) };
    case 'exec':
      return { answer: await askExec(handler.command, asked, signal) };
    // The kubelet has an error for it (`prober.go`, `runProbe`).
    case undefined:
      return { answer: unknown('missing probe handler') };
  }
}

function httpGetOf({ path, port, host, scheme, headers }: Extract<ProbeHandler, { kind: 'httpGet' }>): HttpGet {
  return {
    path,
    port: port ?? '',
    host,
    scheme,
    httpHeaders: headers.map(({ name, value }) => ({ name: shown(name), value: textOf(value) ?? '' })),
  };
}
