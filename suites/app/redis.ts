import { spawnSync } from 'node:child_process';
import { eventually, freePort, Running } from '../e2e/processes';
import { temporary } from '../e2e/servers';

/** A Redis of the test's own, on loopback and a free port, that keeps nothing. */
export class Redis {
  public static async start(port?: number): Promise<Redis> {
    const redis = new Redis(port ?? (await freePort()));
    await eventually(
      () => spawnSync('redis-cli', ['-p', `${redis.port}`, 'ping']).stdout?.toString() === 'PONG\n',
      10,
      () => redis.server.output,
    );
    return redis;
  }

  public readonly server: Running;

  private constructor(public readonly port: number) {
    this.server = new Running({
      argv: ['redis-server', '--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
      cwd: temporary(),
      env: { PATH: '/usr/bin:/bin' },
    });
  }

  public get url(): string {
    return `redis://127.0.0.1:${this.port}/0`;
  }
}
