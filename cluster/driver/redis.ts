import type { Machine, Part } from './machine';
import { CONTROL } from './network';
import { eventually } from './waiting';

const PORT = 6379;

/** A Redis beside the cluster that keeps nothing. */
export class Redis {
  public static async start(machine: Machine): Promise<Redis> {
    const settings = { port: `${PORT}`, bind: `127.0.0.1 ${CONTROL}`, 'protected-mode': 'no', save: '', appendonly: 'no', dir: '/run' };
    const server = machine.start('redis', [
      'redis-server',
      ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, ...(name === 'bind' ? value.split(' ') : [value])]),
    ]);
    await eventually('Redis', 10, async () => (await machine.run(['redis-cli', '-p', `${PORT}`, 'ping'])).trim() === 'PONG');
    return new Redis(server);
  }

  private constructor(public readonly server: Part) {}

  /** As pods reach it. */
  public readonly url = `redis://${CONTROL}:${PORT}/0`;
}
