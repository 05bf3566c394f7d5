import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { answers } from '../e2e/http';
import { childrenOf, freePort, Running } from '../e2e/processes';
import { temporary } from '../e2e/servers';
import { VENV } from '../app/environment';

/** One gunicorn over the application of this folder. */
export class MeasuredPool {
  private constructor(
    public readonly port: number,
    private readonly server: Running,
  ) {}

  public static async start(...args: readonly string[]): Promise<MeasuredPool> {
    const port = await freePort();
    const home = temporary();
    const server = new Running({
      argv: [join(VENV, 'bin/gunicorn'), '--chdir', __dirname, '--bind', `127.0.0.1:${port}`, ...args, 'turns:application'],
      cwd: home,
      env: { PATH: '/usr/bin:/bin', HOME: home },
    });
    await answers(server, { port, path: '/' });
    return new MeasuredPool(port, server);
  }

  /** Milliseconds until it is answered, on a connection of its own; nothing where that takes longer than `within`. */
  public ask(path: string, within = 60_000): Promise<number | undefined> {
    const asked = performance.now();
    return new Promise((settle) => {
      const call = get({ host: '127.0.0.1', port: this.port, path, agent: false }, (response) => {
        response.resume();
        response.once('end', () => finish(performance.now() - asked));
        response.once('error', () => finish(undefined));
      });
      const timer = setTimeout(() => {
        finish(undefined);
        call.destroy();
      }, within);
      const finish = (took: number | undefined): void => {
        clearTimeout(timer);
        settle(took);
      };
      call.once('error', () => finish(undefined));
    });
  }

  /** Milliseconds of CPU that its workers have had: Linux counts in hundredths of a second (`USER_HZ`). */
  public get cpu(): number {
    return childrenOf(this.server.pid).reduce((sum, pid) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return sum + (Number(fields[11]) + Number(fields[12])) * 10;
    }, 0);
  }
}

/** The value that so many of 100 do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)];
}
