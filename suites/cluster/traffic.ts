import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

/** Users who come at an even pace, whether or not those before them have been answered. */

export interface Target {
  readonly port: number;
  readonly host: string;
  readonly path: string;
  /** @default - without TLS */
  readonly authority?: string;
}

/** How often each answer was given: a status, or the code of what went wrong instead. */
export type Tally = Readonly<Record<string, number>>;

const PATIENCE = 30_000;

/** @returns a status, or the code of what went wrong instead */
export function ask({ port, host, path, authority }: Target): Promise<string> {
  return new Promise((settle) => {
    const options = { host: '127.0.0.1', port, path, headers: { host }, agent: false, timeout: PATIENCE };
    const request = authority ? requestSecure({ ...options, servername: host, ca: authority }) : requestPlain(options);
    request.once('timeout', () => request.destroy(Object.assign(new Error(), { code: 'NO ANSWER' })));
    request.once('error', (error) => settle((error as NodeJS.ErrnoException).code ?? error.message));
    request.once('response', (response) => {
      response.resume();
      response.once('end', () => settle(`${response.statusCode}`));
      response.once('error', () => settle('BROKEN OFF'));
    });
    request.end();
  });
}

/** Users from now on until `during` has happened, and for some seconds after it. */
export async function askThroughout(
  target: Target,
  {
    perSecond,
    secondsAfter,
    during,
  }: { readonly perSecond: number; readonly secondsAfter: number; readonly during: () => Promise<unknown> },
): Promise<Tally> {
  const answers: Promise<string>[] = [];
  const timer = setInterval(() => answers.push(ask(target)), 1000 / perSecond);
  try {
    await during();
    await sleep(secondsAfter * 1000);
  } finally {
    clearInterval(timer);
  }
  const tally: Record<string, number> = {};
  for (const answer of await Promise.all(answers)) {
    tally[answer] = (tally[answer] ?? 0) + 1;
  }
  return tally;
}

/** How many were not answered with 200. */
export function failed(tally: Tally): number {
  return Object.entries(tally).reduce((sum, [answer, count]) => sum + (answer === '200' ? 0 : count), 0);
}
