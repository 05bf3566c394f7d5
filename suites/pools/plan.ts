import { setTimeout as sleep } from 'node:timers/promises';
import { percentile, type MeasuredPool } from './measured-pool';
import { VirtualClock } from '../../lib/kubelet/clock';
import { Random } from '../../lib/kubelet/random';
import { Dependency } from '../../lib/simulation/pool/dependency';
import { Pool } from '../../lib/simulation/pool/pool';
import { POOL_DEFAULTS, type PoolSettings } from '../../lib/simulation/pool/pool-settings';
import { Request, type Outcome } from '../../lib/simulation/pool/request';

/** One request of a plan. Times in milliseconds. */
export interface Planned {
  readonly at: number;
  readonly who: 'user' | 'probe';
  readonly compute?: number;
  readonly wait?: number;
  /** After which nobody waits for it any more. */
  readonly within: number;
}

/** What came of the requests of a plan, those of users and the probes apart. */
export class Course {
  private readonly took: Record<Planned['who'], (number | undefined)[]> = { user: [], probe: [] };

  public note(who: Planned['who'], took: number | undefined): void {
    this.took[who].push(took);
  }

  /** Milliseconds that so many of 100 waited at most, of those that were answered. */
  public waited(who: Planned['who'], share: number): number {
    return percentile(
      this.took[who].filter((each) => each !== undefined),
      share,
    );
  }

  public answered(who: Planned['who']): number {
    return this.took[who].filter((each) => each !== undefined).length;
  }
}

/** The users of a plan come at random, so many a second, and wait for what their requests wait for. */
export function usersAtRandom(perSecond: number, wait: number, lasting: number): Planned[] {
  const random = Random.seeded(7);
  const users: Planned[] = [];
  for (let at = 0; at < lasting; at += random.exponential(1000 / perSecond)) {
    users.push({ at, who: 'user', wait: random.exponential(wait), within: 60_000 });
  }
  return users;
}

/** Probes of a plan, at the same distance. */
export function probes(from: number, until: number, period: number): Planned[] {
  return Array.from({ length: (until - from) / period }, (_, index) => ({ at: from + index * period, who: 'probe', within: 1_000 }));
}

/** The plan on a pool of this machine. */
export async function measured(plan: readonly Planned[], pool: MeasuredPool): Promise<Course> {
  const course = new Course();
  const began = performance.now();
  await Promise.all(
    plan.map(async ({ at, who, compute = 0, wait = 0, within }) => {
      await sleep(at - (performance.now() - began));
      course.note(who, await pool.ask(compute ? `/compute?${compute / 1000}` : `/wait?${wait / 1000}`, within));
    }),
  );
  return course;
}

class PlannedRequest extends Request {
  public constructor(
    { compute = 2, wait = 0, within }: Planned,
    private readonly over: (outcome: Outcome) => void,
  ) {
    super();
    this.endpoint = { dependent: false, without: '500' };
    this.cpu = compute;
    this.wait = wait;
    Object.assign(this, { connectsWithin: within });
  }

  public end(outcome: Outcome): void {
    this.over(outcome);
  }
}

/** The plan on the model of a pool, as often as there are seeds: chance decides who accepts, and who has the interpreter's lock. */
export function predicted(plan: readonly Planned[], settings: Partial<PoolSettings>, seeds = 20): Course[] {
  return Array.from({ length: seeds }, (_, seed) => {
    const clock = new VirtualClock();
    const course = new Course();
    const pool = new Pool({
      clock,
      random: Random.seeded(seed + 1),
      settings: { ...POOL_DEFAULTS, cores: 2, boot: 0, ...settings },
      dependency: new Dependency(clock, 13_000),
      onExit: () => undefined,
    });
    clock.runUntil(1_000);
    for (const each of plan) {
      const asked = 1_000 + each.at;
      clock.at(asked, () =>
        pool.receive(
          new PlannedRequest(each, (outcome) => {
            const took = clock.now - asked;
            course.note(each.who, outcome === 'ok' && took <= each.within ? took : undefined);
          }),
        ),
      );
    }
    clock.runUntil(1_000_000);
    return course;
  });
}

/** What of the courses lies lowest and highest, a fifth wider. */
export function rangeOf(courses: readonly Course[], figure: (course: Course) => number): { readonly least: number; readonly most: number } {
  const figures = courses.map(figure);
  return { least: Math.min(...figures) * 0.8, most: Math.max(...figures) * 1.2 };
}
