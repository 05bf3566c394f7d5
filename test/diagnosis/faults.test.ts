import { describe, expect, test } from '@jest/globals';
import { findCauses } from '../../lib/diagnosis/found-cause';
import { CAUSES } from '../../lib/diagnosis/registry';
import { State } from '../../lib/diagnosis/state/state';
import { Cluster } from './cluster';
import { FAULTS } from './faults';

const seenIn = (cluster: Cluster) => findCauses(new State(cluster.record)).map(({ cause }) => cause.id);

test('given a healthy cluster, nothing is found', () => {
  expect(seenIn(new Cluster())).toEqual([]);
});

describe('given a fault', () => {
  test.each(FAULTS)('$name: $cause is named first', ({ cause, inject }) => {
    const cluster = new Cluster();
    inject(cluster);
    expect(seenIn(cluster)[0]).toBe(cause);
  });

  test.each(FAULTS)('$name: nothing else is named that does not follow from it', ({ cause, inject }) => {
    const cluster = new Cluster();
    inject(cluster);
    const others = findCauses(new State(cluster.record)).filter((found) => found.cause.id !== cause && found.follows === undefined);
    expect(others.map((found) => found.cause.id)).toEqual([]);
  });
});

test('every cause has a fault that shows it', () => {
  const shown = new Set(FAULTS.map(({ cause }) => cause));
  expect(CAUSES.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
});
