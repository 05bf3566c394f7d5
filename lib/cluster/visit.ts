import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import type { Visit } from '../diagnosis/state/record';

/** Asks for an address as a user does who follows no redirect; the body is not read. */
export function visit(url: string, patience: number): Promise<Visit> {
  return new Promise((done) => {
    const asked = (url.startsWith('https:') ? request : plainRequest)(url, {
      agent: false,
      headers: { 'User-Agent': 'probewise', Accept: '*/*' },
    });
    const clock = setTimeout(() => {
      done({ url, error: 'TIMEOUT' });
      asked.destroy();
    }, patience);
    asked.on('response', ({ statusCode, headers: { location } }) => {
      clearTimeout(clock);
      done({ url, status: statusCode, ...(location !== undefined && { location: location.slice(0, 300) }) });
      asked.destroy();
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(clock);
      done({ url, error: error.code ?? error.message });
    });
    asked.end();
  });
}
