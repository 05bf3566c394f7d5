import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../../lib/kubelet/clock';
import { Dependency } from '../../../lib/simulation/pool/dependency';
import { Pool, type WorkerEvent } from '../../../lib/simulation/pool/pool';
import { POOL_DEFAULTS, type PoolSettings } from '../../../lib/simulation/pool/pool-settings';
import { Request, type Outcome } from '../../../lib/simulation/pool/request';
import { Random } from '../../../lib/kubelet/random';

interface Asking {
  readonly dependent?: boolean;
  readonly noticedAfter?: number;
  readonly holdsInterpreter?: boolean;
  /** Whether its client keeps the connection. */
  readonly keeps?: boolean;
  readonly connectsWithin?: number;
}

function start(settings: Partial<PoolSettings>) {
  const clock = new VirtualClock();
  const dependency = new Dependency(clock, 13_000);
  const workerEvents: WorkerEvent[] = [];
  const exits: number[] = [];
  const ended: [number, Outcome][] = [];
  const pool: Pool = new Pool({
    clock,
    dependency,
    random: Random.seeded(1),
    settings: { ...POOL_DEFAULTS, ...settings },
    onExit: () => exits.push(clock.now),
    onWorker: (event) => workerEvents.push(event),
    onOutOfMemory: () => pool.kill(),
  });
  class Asked extends Request {
    public readonly keeps: boolean;
    public readonly connectsWithin: number;

    public constructor(
      wait: number,
      { dependent = false, noticedAfter, holdsInterpreter = false, keeps = false, connectsWithin = Infinity }: Asking,
    ) {
      super();
      this.holdsInterpreter = holdsInterpreter;
      this.keeps = keeps;
      this.connectsWithin = connectsWithin;
      this.wait = wait;
      this.endpoint = { dependent, without: '503', noticedAfter };
    }

    public end(outcome: Outcome): void {
      ended.push([clock.now, outcome]);
    }
  }
  const ask = (wait: number, asking: Asking = {}) => pool.receive(new Asked(wait, asking));
  return { clock, pool, dependency, workerEvents, exits, ended, ask };
}

describe('a pool', () => {
  test('takes connections before a worker has booted, unless the master loads the application', () => {
    const plain = start({ boot: 5_000 });
    const preloaded = start({ boot: 5_000, preload: true });

    for (const { clock, ask } of [plain, preloaded]) {
      clock.runUntil(1_000);
      ask(10);
      clock.runUntil(10_000);
    }

    expect(plain.ended).toEqual([[5_010, 'ok']]);
    expect(preloaded.ended).toEqual([[1_000, 'refused']]);
  });

  test('keeps one connection more than the backlog; who comes then tries again after 1 s, 3 s and 7 s', () => {
    const { clock, ended, ask } = start({ backlog: 2, boot: 5_000 });
    clock.runUntil(1_000);

    [1, 2, 3, 4].forEach(() => ask(10));
    clock.runUntil(60_000);

    expect(ended).toEqual([
      [5_010, 'ok'],
      [5_020, 'ok'],
      [5_030, 'ok'],
      [8_010, 'ok'],
    ]);
  });

  test('who comes to a full backlog and does not wait for long never gets a connection', () => {
    const { clock, ended, ask } = start({ backlog: 2, boot: 5_000 });
    clock.runUntil(1_000);

    [1, 2, 3].forEach(() => ask(10));
    ask(10, { connectsWithin: 2_500 });
    clock.runUntil(60_000);

    expect(ended[0]).toEqual([3_500, 'dropped']);
  });

  test('its timeout ends a sync worker that serves too long; gthread goes on', () => {
    const sync = start({ timeout: 3_000, boot: 1_000 });
    const gthread = start({ concurrency: 'gthread', threads: 2, timeout: 3_000, boot: 1_000 });

    for (const { clock, ask } of [sync, gthread]) {
      clock.runUntil(1_000);
      ask(10_000);
      clock.runUntil(20_000);
    }

    expect(sync.ended).toEqual([[4_500, 'reset']]);
    expect(sync.workerEvents).toEqual(['worker timed out']);
    expect(gthread.ended).toEqual([[11_000, 'ok']]);
  });

  test.each([
    [2_000, 2_000],
    [15_000, 15_000],
    [60_000, 15_000],
  ])(
    'an idle connection holds a recycled gthread worker for %d ms of linger: whoever comes on a new one waits %d ms and a boot',
    (keepAliveLinger, waits) => {
      const { clock, ended, ask, workerEvents } = start({
        concurrency: 'gthread',
        threads: 2,
        boot: 100,
        maxRequests: 3,
        keepAliveLinger,
        keepAlive: 75_000,
        gracefulTimeout: 15_000,
      });
      clock.runUntil(1_000);
      ask(0, { keeps: true });
      ask(0, { keeps: true });
      clock.runUntil(2_000);
      ask(0);
      ask(0);
      clock.runUntil(60_000);

      expect(ended.slice(2)).toEqual([
        [2_000, 'ok'],
        [2_000 + waits + 100, 'ok'],
      ]);
      expect(workerEvents).toEqual(['worker recycled']);
    },
  );

  test('a recycled gthread worker answers on the connections that it kept, and ends with the last of them', () => {
    const { clock, ended, ask } = start({
      concurrency: 'gthread',
      threads: 2,
      boot: 100,
      maxRequests: 3,
      keepAlive: 75_000,
      keepAliveLinger: 2_000,
    });
    clock.runUntil(1_000);
    ask(0, { keeps: true });
    ask(0, { keeps: true });
    clock.runUntil(2_000);
    ask(0);
    ask(0);
    ask(10, { keeps: true });
    ask(20, { keeps: true });
    clock.runUntil(60_000);

    expect(ended.slice(2)).toEqual([
      [2_000, 'ok'],
      [2_010, 'ok'],
      [2_020, 'ok'],
      [2_120, 'ok'],
    ]);
  });

  test('a client that keeps its connection comes back to the worker that answered it', () => {
    const { clock, workerEvents, ask } = start({
      concurrency: 'gthread',
      workers: 2,
      threads: 2,
      boot: 100,
      keepAlive: 75_000,
      maxRequests: 5,
    });
    clock.runUntil(1_000);

    for (let asked = 0; asked < 5; asked += 1) {
      expect(workerEvents).toEqual([]);
      ask(10, { keeps: true });
      clock.runUntil(clock.now + 1_000);
    }

    expect(workerEvents).toEqual(['worker recycled']);
  });

  test('a gthread worker takes more connections than it has threads, unless it may hold no more', () => {
    const hoarding = start({ concurrency: 'gthread', workers: 2, threads: 4, boot: 100 });
    const sharing = start({ concurrency: 'gthread', workers: 2, threads: 4, boot: 100, connections: 4, keepAlive: 0 });

    for (const { clock, ask } of [hoarding, sharing]) {
      clock.runUntil(1_000);
      for (let sent = 0; sent < 8; sent += 1) {
        ask(1_000);
      }
      clock.runUntil(60_000);
    }

    expect(sharing.ended).toEqual(Array.from({ length: 8 }, () => [2_000, 'ok']));
    expect(hoarding.ended.filter(([at]) => at > 2_000).length).toBeGreaterThan(0);
  });

  test('given a deadlock, sync workers are replaced by the timeout, gthread workers by nobody', () => {
    const sync = start({ boot: 1_000 });
    const gthread = start({ concurrency: 'gthread', threads: 2, boot: 1_000 });

    for (const { clock, pool, ask } of [sync, gthread]) {
      clock.runUntil(1_000);
      pool.stall();
      ask(10);
      clock.runUntil(40_000);
      ask(10);
      clock.runUntil(600_000);
    }

    expect(sync.ended).toEqual([
      [31_500, 'reset'],
      [40_010, 'ok'],
    ]);
    expect(gthread.ended).toEqual([]);
  });

  test('given a request that holds the interpreter, its worker answers nobody and is replaced by the timeout, gthread too', () => {
    const { clock, ended, workerEvents, ask } = start({ concurrency: 'gthread', threads: 4, timeout: 30_000, boot: 1_000 });
    clock.runUntil(1_000);

    ask(60_000);
    ask(Infinity, { holdsInterpreter: true });
    clock.runUntil(29_000);
    ask(10);
    clock.runUntil(40_000);

    expect(workerEvents).toEqual(['worker timed out']);
    expect(ended).toEqual([
      [31_500, 'reset'],
      [31_500, 'reset'],
      [32_510, 'ok'],
    ]);
  });

  test('a stopped master replaces nobody, and its workers answer all the same', () => {
    const { clock, pool, ended, ask } = start({ workers: 2, boot: 100, maxRequests: 2 });
    clock.runUntil(1_000);
    pool.stopMaster();

    for (let index = 0; index < 5; index += 1) {
      ask(0);
      clock.runUntil(clock.now + 1_000);
    }

    expect(ended.map(([, outcome]) => outcome)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  test('SIGTERM resets what nobody has accepted, and cuts what takes longer than the graceful timeout', () => {
    const { clock, pool, ended, exits, ask } = start({ boot: 100, gracefulTimeout: 5_000 });
    clock.runUntil(1_000);
    ask(20_000);
    ask(10);
    pool.terminate();
    ask(10);
    clock.runUntil(60_000);

    expect(ended).toEqual([
      [1_000, 'reset'],
      [1_000, 'refused'],
      [6_000, 'reset'],
    ]);
    expect(exits).toEqual([6_000]);
  });

  test('SIGTERM lets a gthread worker end what it has accepted, and no more at once than it has threads', () => {
    const { clock, pool, ended, exits, ask } = start({ concurrency: 'gthread', threads: 2, boot: 100, gracefulTimeout: 30_000 });
    clock.runUntil(1_000);
    [1, 2, 3, 4].forEach(() => ask(1_000));
    pool.terminate();
    clock.runUntil(60_000);

    expect(ended).toEqual([
      [2_000, 'ok'],
      [2_000, 'ok'],
      [3_000, 'ok'],
      [3_000, 'ok'],
    ]);
    expect(exits).toEqual([3_000]);
  });

  test('what waits for a dependency that hangs is answered once it is there again, and fails once it refuses', () => {
    const [back, gone] = [start({ boot: 1_000 }), start({ boot: 1_000 })];
    for (const { clock, dependency, ask } of [back, gone]) {
      clock.runUntil(1_000);
      dependency.state = 'hanging';
      ask(10, { dependent: true });
      clock.runUntil(5_000);
    }

    back.dependency.state = 'up';
    gone.dependency.state = 'refusing';
    [back, gone].forEach(({ clock }) => clock.runUntil(60_000));

    expect(back.ended).toEqual([[5_010, 'ok']]);
    expect(gone.ended).toEqual([[5_000, '503']]);
  });

  test('without its dependency it fails at once, or after its patience', () => {
    const { clock, dependency, ended, ask } = start({ boot: 100, workers: 2 });
    clock.runUntil(1_000);
    dependency.state = 'refusing';
    ask(50, { dependent: true });
    clock.runUntil(2_000);
    dependency.state = 'hanging';
    ask(50, { dependent: true });
    clock.runUntil(60_000);

    expect(ended).toEqual([
      [1_000, '503'],
      [15_000, '503'],
    ]);
  });

  test('an endpoint that reads the last result of a check never waits, and learns of a hang later', () => {
    const { clock, dependency, ended, ask } = start({ boot: 100 });
    clock.runUntil(1_000);
    dependency.state = 'hanging';
    for (const at of [5_000, 9_999, 10_000]) {
      clock.at(at, () => ask(0, { dependent: true, noticedAfter: 9_000 }));
    }
    clock.runUntil(60_000);
    dependency.state = 'up';
    ask(0, { dependent: true, noticedAfter: 9_000 });
    clock.runUntil(61_000);

    expect(ended).toEqual([
      [5_000, 'ok'],
      [9_999, 'ok'],
      [10_000, '503'],
      [60_000, 'ok'],
    ]);
  });
});

describe('a pool whose requests leave memory behind', () => {
  // 10 for the master and 10 for each worker that has served; a new one weighs 5.
  const memory = { limit: 39, master: 10, booted: 5, loaded: 10 };
  const leaking = (victim: 'worker' | 'container', more: Partial<PoolSettings> = {}) => {
    const run = start({ concurrency: 'gthread', threads: 4, workers: 2, boot: 1_000, memory, ...more });
    run.clock.runUntil(2_000);
    run.pool.leak({ growth: 2, victim });
    return run;
  };

  test('goes on up to its limit, and loses what it served over it', () => {
    const { clock, exits, ended, ask } = leaking('container');
    [1, 2, 3, 4].forEach(() => ask(10_000));
    clock.runUntil(3_000);

    expect(exits).toEqual([]);
    ask(10_000);

    expect(exits).toEqual([3_000]);
    expect(ended).toEqual([1, 2, 3, 4, 5].map(() => [3_000, 'reset']));
  });

  test('loses only its heaviest worker where the kernel kills one process, and its master forks another', () => {
    const { clock, workerEvents, exits, ended, ask } = leaking('worker', { threads: 3, connections: 3 });
    [1, 2, 3, 4, 5].forEach(() => ask(10_000));
    clock.runUntil(30_000);

    expect(workerEvents).toEqual(['worker out of memory']);
    expect(exits).toEqual([]);
    expect(ended.map(([, outcome]) => outcome).sort()).toEqual(['ok', 'ok', 'reset', 'reset', 'reset']);
  });

  test('does not notice where limit or weights are not known', () => {
    const { clock, exits, ask } = leaking('container', { memory: undefined });
    for (let index = 0; index < 1_000; index += 1) {
      ask(10);
    }
    clock.runUntil(30_000);

    expect(exits).toEqual([]);
  });
});
