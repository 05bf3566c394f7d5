import { describe, expect, test } from '@jest/globals';
import { Bundle } from '../../lib/manifest/bundle';
import { environmentOf, expandIn, valueIn } from '../../lib/manifest/environment';
import { HOLE } from '../../lib/manifest/partial-text';
import { configMap, deployment } from '../review/shop';

function environment(fields: object, ...others: unknown[]) {
  const bundle = new Bundle([deployment({ ...fields }), ...others]);
  return environmentOf(bundle, bundle.workloads[0], bundle.workloads[0].containers[0]);
}

const env = (...entries: [string, string][]) => ({ env: entries.map(([name, value]) => ({ name, value })) });
const settings = configMap('settings', { PORT: '8000', URL: 'http://$(HOST)' });

describe('env', () => {
  test('a value refers to what stands before it, not after it', () => {
    const { variables } = environment(env(['A', '1'], ['B', '$(A)-$(C)'], ['C', '3']));
    expect(variables.get('B')?.value).toBe('1-$(C)');
  });

  test('the last of a name wins, and what stands between sees the first', () => {
    const { variables } = environment(env(['A', '1'], ['B', '$(A)'], ['A', '2']));
    expect([variables.get('A')?.value, variables.get('B')?.value]).toEqual(['2', '1']);
  });

  test('an empty value is set', () => {
    expect(valueIn(environment({ env: [{ name: 'A' }] }), 'A')).toBe('');
  });

  test('a field of the pod and a Secret leave a hole in the text', () => {
    const fields = {
      env: [
        { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        { name: 'BIND', value: '$(IP):8000' },
      ],
    };
    expect(valueIn(environment(fields), 'BIND')).toBe(`${HOLE}:8000`);
  });

  test('a ConfigMap key is read, one that is elsewhere leaves a hole, a missing optional one nothing', () => {
    const reference = (name: string, key: string, optional = false) => ({
      env: [{ name: 'A', valueFrom: { configMapKeyRef: { name, key, optional } } }],
    });
    expect(valueIn(environment(reference('settings', 'PORT'), settings), 'A')).toBe('8000');
    expect(valueIn(environment(reference('other', 'PORT'), settings), 'A')).toBe(HOLE);
    expect(valueIn(environment(reference('settings', 'X', true), settings), 'A')).toBeUndefined();
  });
});

describe('envFrom', () => {
  test('comes first: env overrides it and may refer to it; its own values are not expanded', () => {
    const { variables } = environment({ envFrom: [{ configMapRef: { name: 'settings' } }], ...env(['PORT', '9$(PORT)']) }, settings);
    expect([variables.get('PORT')?.value, variables.get('URL')?.value]).toEqual(['98000', 'http://$(HOST)']);
  });

  test('the later source wins, and a prefix is put before each name', () => {
    const sources = {
      envFrom: [
        { configMapRef: { name: 'settings' } },
        { prefix: 'B_', configMapRef: { name: 'settings' } },
        { configMapRef: { name: 'more' } },
      ],
    };
    const { variables } = environment(sources, settings, configMap('more', { PORT: '1' }));
    expect([...variables.keys()]).toEqual(['PORT', 'URL', 'B_PORT', 'B_URL']);
    expect(variables.get('PORT')?.value).toBe('1');
  });

  test('a source that is elsewhere makes every other name uncertain', () => {
    const open = environment({ envFrom: [{ secretRef: { name: 'elsewhere' } }], ...env(['A', '1']) });
    expect([valueIn(open, 'A'), valueIn(open, 'B')]).toEqual(['1', HOLE]);
    expect(expandIn(open, '$(A)$(B)')).toBe(`1${HOLE}`);
  });

  test('of a Secret the names are known and the values are not', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { A: 'eA==' }, stringData: { B: 'y' } };
    const { variables, complete } = environment({ envFrom: [{ secretRef: { name: 's' } }] }, secret);
    expect([complete, [...variables.values()].map(({ name, value }) => [name, value])]).toEqual([
      true,
      [
        ['A', HOLE],
        ['B', HOLE],
      ],
    ]);
  });
});

test('a service link is set by the cluster: its reference is not known, others stay as they stand', () => {
  expect(expandIn(environment({}), '$(DB_SERVICE_HOST) $(DB_PORT_5432_TCP_ADDR) $(date)')).toBe(`${HOLE} ${HOLE} $(date)`);
});
