import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { VirtualClock } from '../../../lib/kubelet/clock';
import { Dependency } from '../../../lib/simulation/pool/dependency';
import { Pool } from '../../../lib/simulation/pool/pool';
import { POOL_DEFAULTS } from '../../../lib/simulation/pool/pool-settings';
import type { Request } from '../../../lib/simulation/pool/request';
import { serviceTimes } from '../../../lib/simulation/traffic/load';
import { Random } from '../../../lib/kubelet/random';
import { Traffic, type Backend, type TrafficProps } from '../../../lib/simulation/traffic/traffic';

function send(props: Partial<TrafficProps>, backends: readonly Backend[], clock = new VirtualClock()): Traffic {
  return new Traffic({
    clock,
    random: Random.seeded(1),
    requestsPerSecond: 50,
    serviceTime: serviceTimes(100, undefined),
    cpuShare: 0.3,
    endpoint: { dependent: true, without: '500' },
    clientTimeout: 30_000,
    ingressTimeout: 60_000,
    backends: () => backends,
    ...props,
  });
}

describe('requests of users', () => {
  test('come at the same rate on a clock that is late, as that of a machine is', () => {
    const clock = new VirtualClock();
    const late = {
      get now() {
        return clock.now;
      },
      at: (time: number, happen: () => void) => clock.at(Math.ceil(time) + 5, happen),
    };
    const sent = [clock, late].map((given) => {
      const traffic = send({ clock: given }, []);
      traffic.run(clock.now + 60_000);
      clock.runUntil(clock.now + 61_000);
      return traffic.statistics.sent;
    });

    expect(sent[1]).toBe(sent[0]);
  });

  test('end exactly once, whatever happens to the processes that serve them', () => {
    const disturbance = fc.record({
      at: fc.integer({ min: 0, max: 60_000 }),
      what: fc.constantFrom('kill', 'terminate', 'stall', 'hang', 'refuse', 'recover'),
    });
    fc.assert(
      fc.property(
        fc.array(disturbance, { maxLength: 6 }),
        fc.constantFrom('sync', 'gthread', 'async'),
        fc.integer({ min: 0, max: 60 }),
        (disturbances, concurrency, maxRequests) => {
          const clock = new VirtualClock();
          const dependency = new Dependency(clock, 13_000);
          const settings = {
            ...POOL_DEFAULTS,
            concurrency,
            workers: 2,
            threads: 3,
            boot: 1_000,
            backlog: 20,
            gracefulTimeout: 5_000,
            maxRequests,
          } as const;
          const pools = [1, 2].map(
            (seed) => new Pool({ clock, dependency, settings, random: Random.seeded(seed), onExit: () => undefined }),
          );
          const open = new Set<Request>();
          let wrong = 0;
          const watched = pools.map((pool): Backend => ({
            receive(request) {
              wrong += Number(open.has(request));
              open.add(request);
              const { end } = request;
              request.end = (outcome) => {
                wrong += Number(!open.delete(request));
                request.end = end;
                request.end(outcome);
              };
              pool.receive(request);
            },
          }));
          const traffic = send({}, watched, clock);
          for (const { at, what } of disturbances) {
            clock.at(at, () => {
              switch (what) {
                case 'kill':
                  return pools[0].kill();
                case 'terminate':
                  return pools[1].terminate();
                case 'stall':
                  return pools[1].stall();
                default:
                  dependency.state = what === 'hang' ? 'hanging' : what === 'refuse' ? 'refusing' : 'up';
              }
            });
          }
          traffic.run(60_000);
          clock.runUntil(120_000);

          expect(traffic.statistics.ended).toBe(traffic.statistics.sent - open.size);
          pools.forEach((pool) => pool.kill());
          expect([open.size, wrong]).toEqual([0, 0]);
          expect(traffic.statistics.ended).toBe(traffic.statistics.sent);
        },
      ),
      { numRuns: process.env.CI ? 100 : 25, seed: 1 },
    );
  });

  test.each([
    ['no endpoints behind an ingress', 60_000, undefined, 'ingress 503'],
    ['no endpoints and no ingress', undefined, undefined, 'reset'],
    ['nobody listens behind an ingress', 60_000, 'refused', 'ingress 502'],
    ['nobody listens and no ingress', undefined, 'refused', 'reset'],
    ['the application fails', 60_000, '500', 'app 500'],
    ['the backlog is full behind an ingress', 60_000, 'dropped', 'ingress 504'],
    ['the backlog is full and no ingress', undefined, 'dropped', 'timed out'],
  ] as const)('%s: every one of them ends so', (_, ingressTimeout, outcome, ending) => {
    const clock = new VirtualClock();
    const traffic = send({ ingressTimeout }, outcome ? [{ receive: (request) => request.end(outcome) }] : [], clock);
    traffic.run(1_000);
    clock.runUntil(1_000);

    expect(traffic.statistics.sent).toBeGreaterThan(0);
    expect(traffic.statistics.of(ending)).toBe(traffic.statistics.sent);
  });

  test('an answer that comes too late is no answer: to the client, or to the ingress that is less patient', () => {
    for (const [clientTimeout, ending] of [
      [5_000, 'timed out'],
      [90_000, 'ingress 504'],
    ] as const) {
      const clock = new VirtualClock();
      const traffic = send(
        { clientTimeout },
        [{ receive: (request) => void clock.at(clock.now + 70_000, () => request.end('ok')) }],
        clock,
      );
      traffic.run(1_000);
      clock.runUntil(100_000);

      expect(traffic.statistics.sent).toBeGreaterThan(0);
      expect(traffic.statistics.of(ending)).toBe(traffic.statistics.sent);
    }
  });

  test('the ingress asks the next endpoint when one refuses', () => {
    const clock = new VirtualClock();
    const traffic = send({}, [{ receive: (request) => request.end('refused') }, { receive: (request) => request.end('ok') }], clock);
    traffic.run(10_000);
    clock.runUntil(10_000);

    expect(traffic.statistics.of('ok')).toBe(traffic.statistics.sent);
  });
});
