import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { POD, Pod, WEB } from './deployed';
import { becomesReady } from './kubelet';
import { Postgres } from './postgres';
import { describeApplication } from './suite';
import { fetchFrom } from '../e2e/http';
import { Running } from '../e2e/processes';

const INGRESS = { Host: 'obcms.example.gov', 'X-Forwarded-Proto': 'https' };
const [RUNS, AT_ONCE] = process.env.CI === 'true' ? [20, 4] : [4, 2];
const [SLEEP, DELAY] = WEB.lifecycle.preStop.exec.command as string[];
/** How long the endpoints go on naming a pod that was told to go: less than the delay, or nothing could help. */
const PROPAGATION = 3;
/** What a clock may be off, and what is left to do when the last request has been answered long ago: workers and master end. Seconds. */
const [TICK, USUAL_DRAIN, LONGEST_DRAIN] = [0.1, 1.5, 6];

/** Requests on connections of their own, twenty a second, and what became of each. */
class Traffic {
  private readonly answers: Promise<number>[] = [];
  private readonly timer: NodeJS.Timeout;

  public constructor(port: number, path: string) {
    this.timer = setInterval(() => {
      this.answers.push(
        fetchFrom({ port, path, headers: INGRESS }).then(
          ({ status }) => status,
          () => 0,
        ),
      );
    }, 50);
  }

  /** @returns how many were sent, and how many did not get their page */
  public async stops(): Promise<{ sent: number; failed: number }> {
    clearInterval(this.timer);
    const statuses = await Promise.all(this.answers);
    return { sent: statuses.length, failed: statuses.filter((status) => status !== 200).length };
  }
}

/** What gunicorn is told of its connections. */
interface Connections {
  readonly name: string;
  readonly settings: Readonly<Record<string, number>>;
  /** How long an idle one holds a worker that stops; seconds (`workers/gthread.py`, STOP_KEEPALIVE_LINGER). */
  readonly linger: number;
}

const CONNECTIONS: readonly Connections[] = [
  { name: 'keeps none, as requests wait for all workers together', settings: { 'keep-alive': 0, 'worker-connections': 4 }, linger: 0 },
  { name: 'keeps them, which is the default', settings: { 'keep-alive': 75, 'worker-connections': 1000 }, linger: 2 },
];

async function readyPod(database: string, { settings }: Connections): Promise<{ pod: Pod; server: Running }> {
  const pod = await Pod.create({ database });
  const given = pod.environment(WEB).GUNICORN_CMD_ARGS;
  const told = Object.entries(settings).reduce(
    (text, [name, value]) => text.replace(new RegExp(`--${name}=\\d+`), `--${name}=${value}`),
    given,
  );
  const server = pod.serve({ environment: { DRILLS: 'on', GUNICORN_CMD_ARGS: told } });
  await becomesReady(pod, server);
  return { pod, server };
}

async function migrated(): Promise<string> {
  const postgres = await Postgres.start();
  expect(await (await Pod.create({ database: postgres.url() })).migrate().ends(30)).toBe(0);
  return postgres.url();
}

interface Left {
  readonly sent: number;
  readonly failed: number;
  readonly status: number;
  /** From SIGTERM to the end. Seconds. */
  readonly drained: number;
}

/** Told to go under load, and with a connection of the ingress that stays open and idle as long as it is let. */
async function leaves(database: string, connections: Connections, delay: readonly string[]): Promise<Left> {
  const { pod, server } = await readyPod(database, connections);
  const agent = new Agent({ keepAlive: true });
  try {
    await fetchFrom({ port: pod.port, path: '/health/', headers: INGRESS, agent });
    const traffic = new Traffic(pod.port, '/drills/slow/?seconds=0.1');
    await sleep(1000);
    const endpointsGone = sleep(PROPAGATION * 1000).then(() => traffic.stops());
    if (delay.length) {
      expect(await new Running({ argv: delay, cwd: pod.app, env: { PATH: '/usr/bin:/bin' } }).ends(30)).toBe(0);
    }
    server.signal('SIGTERM');
    const since = performance.now();
    const status = await server.ends(POD.terminationGracePeriodSeconds - Number(DELAY));
    const drained = (performance.now() - since) / 1000;
    return { ...(await endpointsGone), status, drained };
  } finally {
    agent.destroy();
  }
}

describeApplication('given a pod that is told to go under load, with a connection of the ingress', () => {
  test.each(CONNECTIONS.map((each) => [each.name, each] as const))(
    `that it %s: with the generated delay no request fails, ${RUNS} times out of ${RUNS}`,
    async (_, connections) => {
      const database = await migrated();
      const outcomes: Left[] = [];
      while (outcomes.length < RUNS) {
        outcomes.push(...(await Promise.all(Array.from({ length: AT_ONCE }, () => leaves(database, connections, [SLEEP, DELAY])))));
      }
      expect(outcomes.map(({ failed, status }) => ({ failed, status }))).toEqual(outcomes.map(() => ({ failed: 0, status: 0 })));
      expect(Math.min(...outcomes.map(({ sent }) => sent))).toBeGreaterThan(40);
      const drained = outcomes.map((outcome) => outcome.drained).sort((one, other) => one - other);
      expect(drained[0]).toBeGreaterThanOrEqual(connections.linger - TICK);
      // One of many may be kept waiting by what else the machine does; most are not.
      expect(drained[Math.floor(drained.length / 2)]).toBeLessThan(connections.linger + USUAL_DRAIN);
      expect(drained[drained.length - 1]).toBeLessThan(connections.linger + LONGEST_DRAIN);
    },
    300_000,
  );

  test('without the delay requests fail: SIGTERM closes the listener before the endpoints have gone', async () => {
    const { failed } = await leaves(await migrated(), CONNECTIONS[0], []);
    expect(failed).toBeGreaterThan(0);
  });
});
