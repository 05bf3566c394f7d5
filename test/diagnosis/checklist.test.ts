import { describe, expect, test } from '@jest/globals';
import { ITEMS } from '../../lib/diagnosis/checklist/checklist';
import { LEVELS } from '../../lib/diagnosis/checklist/item';
import { diagnose } from '../../lib/diagnosis/diagnosis';
import { State } from '../../lib/diagnosis/state/state';
import { Cluster } from './cluster';
import { FAULTS } from './faults';

const listOf = (cluster: Cluster) => diagnose(new State(cluster.record)).checklist;
const answersIn = (cluster: Cluster, answer: string) =>
  listOf(cluster)
    .filter((item) => item.answer === answer)
    .map(({ says }) => says);

describe('the checklist', () => {
  test('has items of every level, and asks nothing twice in one', () => {
    expect(Object.keys(LEVELS).filter((level) => !ITEMS.some((item) => item.level === level))).toEqual([]);
    expect(new Set(ITEMS.map(({ level, says }) => `${level}: ${says}`)).size).toBe(ITEMS.length);
  });

  test('of a healthy cluster no item is answered no, and every answer has its evidence', () => {
    expect(answersIn(new Cluster(), 'no')).toEqual([]);
    expect(listOf(new Cluster()).filter(({ evidence }) => evidence.trim() === '')).toEqual([]);
  });

  test('of a cluster of which nothing was read, nothing is known', () => {
    const { checklist } = diagnose(new State({ objects: [] }));
    expect(checklist.filter(({ answer }) => answer !== 'unseen')).toEqual([]);
  });

  test('what only a log, an answer or a visit could show cannot be seen without one', () => {
    expect(answersIn(new Cluster(), 'unseen')).toEqual(
      expect.arrayContaining(['Its log shows that it came up', 'The health endpoint answers from outside', 'The cache can be reached']),
    );
  });

  test('the incident: health answers from outside and other paths get 503', () => {
    const cluster = new Cluster();
    cluster.visits.push({ url: 'https://shop.example.gov/health/', status: 200 }, { url: 'https://shop.example.gov/', status: 503 });
    expect(answersIn(cluster, 'yes')).toContain('The health endpoint answers from outside');
    expect(answersIn(cluster, 'no')).toContain('Other paths are answered as well, and not with 503');
  });

  test.each([
    ['[2026-11-26 11:58:02 +0000] [1] [INFO] Listening at: http://0.0.0.0:8000 (1)', 'Its log shows that it came up', 'yes'],
    ['[2026-11-26 11:58:02 +0000] [7] [INFO] Booting worker with pid: 7', 'Workers are started, and stay', 'yes'],
    ['Traceback (most recent call last):', 'There is no exception in its log', 'no'],
    ['django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.', 'The settings were loaded', 'no'],
    ['django.db.utils.OperationalError: could not connect to server: Connection refused', 'The database can be reached', 'no'],
    ['redis.exceptions.ConnectionError: Error 111 connecting to cache:6379. Connection refused.', 'The cache can be reached', 'no'],
    ['128 static files copied to /app/static.', 'Static files were collected', 'yes'],
  ])('given the line %s: %s: %s', (line, item, answer) => {
    const cluster = new Cluster();
    cluster.log(cluster.pods[0], `before\n${line}\nafter\n`);
    expect(answersIn(cluster, answer)).toContain(item);
  });

  test.each([
    ['the container reaches its memory limit', 'Nothing was killed for memory'],
    ['migrations are pending, and the pods wait for them', 'Migrations ran to their end'],
    ['the process listens on loopback', 'The process listens on an address that others reach'],
    ['the Service targets a number on which nothing listens', 'The Service leads to the port that the process listens on'],
    ['a rollout is past its deadline', 'The last release came through'],
    ['a node is lost', 'The nodes are well'],
    ['the image does not exist', 'Pods are Running'],
    ['liveness ends a slow boot', 'A liveness probe is configured and passes'],
    ['readiness fails with 500', 'A readiness probe is configured and passes'],
    ['the Service selects a label that no pod has', 'The endpoints of the Service hold the pods'],
    ['the Ingress leads to a Service that does not exist', 'The Ingress leads to the Service'],
    ['readiness times out', 'No event warns of its pods'],
  ])('given that %s, "%s" is answered no', (name, item) => {
    const cluster = new Cluster();
    FAULTS.find((fault) => fault.name === name)!.inject(cluster);
    expect(answersIn(cluster, 'no')).toContain(item);
  });
});
