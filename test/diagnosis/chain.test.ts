import { describe, expect, test } from '@jest/globals';
import { diagnose } from '../../lib/diagnosis/diagnosis';
import { DIAGNOSIS_REPORTERS } from '../../lib/diagnosis/reporters';
import { State } from '../../lib/diagnosis/state/state';
import { Cluster } from './cluster';
import { FAULTS } from './faults';

const report = (cluster: Cluster, format = 'text') => DIAGNOSIS_REPORTERS.get(format)!(diagnose(new State(cluster.record)), false);

function chainOf(name: string) {
  const cluster = new Cluster();
  FAULTS.find((fault) => fault.name === name)!.inject(cluster);
  const [{ broken, links }] = diagnose(new State(cluster.record)).chains;
  return { broken, links: Object.fromEntries(links.map(({ link, state }) => [link, state])) };
}

describe('the chain', () => {
  test('given a healthy cluster, every link holds but the host that nobody asked', () => {
    const [{ broken, links }] = diagnose(new State(new Cluster().record)).chains;
    expect(broken).toBeUndefined();
    expect(links.filter(({ state }) => state !== 'holds').map(({ link, state }) => [link, state])).toEqual([['host', 'unknown']]);
  });

  test('given a selector that no pod has, the Service is broken and what stands before it holds', () => {
    const { broken, links } = chainOf('the Service selects a label that no pod has');
    expect(broken).toBe('service');
    expect(links).toMatchObject({ class: 'holds', route: 'holds' });
  });

  test('given an image that does not exist, the endpoints only follow from the container', () => {
    const { broken, links } = chainOf('the image does not exist');
    expect(broken).toBe('container');
    expect(links).toMatchObject({ service: 'holds', endpoints: 'follows', pod: 'follows' });
  });
});

describe('a state from somebody else', () => {
  test('given names with escapes, the text writes none', () => {
    const cluster = new Cluster();
    cluster.readinessFails('HTTP probe failed with statuscode: 500\u001b[2J');
    cluster.the('Service').metadata.name = '\u001b[31mweb\u202e';
    expect(report(cluster)).not.toMatch(/[\u001b\u202e]/);
  });

  test('given values of Secrets and passwords, none is in a report', () => {
    const cluster = new Cluster();
    cluster.the('Secret').data['tls.key'] = 'aHVudGVyMg==';
    cluster.readinessFails('dial postgres://shop:hunter2@db/shop: connection refused');
    expect(['text', 'json'].map((format) => report(cluster, format)).join('')).not.toMatch(/aHVudGVyMg|hunter2/);
  });
});
