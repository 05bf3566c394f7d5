import { describe, expect, test } from '@jest/globals';
import { findingsIn, incidents } from '../bench/comparison/incidents';
import { RULES } from '../lib/review';

const ALL = incidents();

describe('the review of an incident names its cause, and nothing else', () => {
  test.each(ALL.map((incident) => [incident.name, incident] as const))('%s', (_, incident) => {
    expect([...new Set(findingsIn(incident).map(({ rule }) => rule))].sort()).toEqual([...incident.rules].sort());
  });
});

test('every rule has an incident', () => {
  const told = new Set(ALL.flatMap(({ rules }) => rules));
  expect(RULES.map(({ id }) => id).filter((id) => !told.has(id))).toEqual([]);
});

test('there are incidents that the review leaves to other tools', () => {
  expect(ALL.filter(({ rules }) => rules.length === 0).length).toBeGreaterThan(0);
});
