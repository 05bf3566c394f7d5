import { expect, test } from '@jest/globals';
import { ProbeTiming } from '../../../lib/health/probe-timing';
import { gracePeriodAfter } from '../../../lib/kubelet/prober/grace-period';

const timing = ProbeTiming.ofFields({});

test.each([
  ['that says nothing of it', {}, 30],
  ['with a shorter one of its own', { terminationGracePeriodSeconds: 5 }, 5],
  ['with a longer one of its own', { terminationGracePeriodSeconds: 90 }, 90],
])('a container that was condemned by a probe %s has that long to end', (_, own, expected) => {
  expect(gracePeriodAfter('liveness', { liveness: { timing, ...own } }, 30)).toBe(expected);
  expect(gracePeriodAfter('startup', { startup: { timing, ...own } }, 30)).toBe(expected);
});

test('the grace period of one probe is not that of another', () => {
  const probes = { startup: { timing, terminationGracePeriodSeconds: 5 }, liveness: { timing } };
  expect(gracePeriodAfter('liveness', probes, 30)).toBe(30);
});
