import { describe, expect, test } from '@jest/globals';
import { configMap, deployment, seen } from '../shop';

const missing = (...objects: unknown[]) => seen('config-key-missing', ...objects);
const from = (field: string, reference: object) => deployment({ env: [{ name: 'A', valueFrom: { [field]: reference } }] });
const secret = (fields: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'settings' }, ...fields });
const settings = configMap('settings', { debug: '0' });

describe('reported', () => {
  test('a key that the ConfigMap does not have', () => {
    expect(missing(from('configMapKeyRef', { name: 'settings', key: 'level' }), settings)).toEqual([
      'error spec.template.spec.containers[0].env[0].valueFrom.configMapKeyRef: variable A of container web needs key level of ' +
        'ConfigMap settings, which has debug',
    ]);
  });

  test('a key that the Secret does not have, in data or stringData', () => {
    expect(missing(from('secretKeyRef', { name: 'settings', key: 'level' }), secret({ data: { a: '' }, stringData: { b: '' } }))).toEqual([
      expect.stringContaining('which has a, b'),
    ]);
  });

  test('an item of a volume, projected ones included', () => {
    const items = [{ key: 'level', path: 'level' }];
    expect(missing(deployment({}, { volumes: [{ name: 'v', configMap: { name: 'settings', items } }] }), settings)).toEqual([
      expect.stringContaining('volumes[0].configMap.items[0].key'),
    ]);
    expect(
      missing(deployment({}, { volumes: [{ name: 'v', secret: { secretName: 'settings', items } }] }), secret({ data: { a: '' } })),
    ).toHaveLength(1);
    expect(
      missing(deployment({}, { volumes: [{ name: 'v', projected: { sources: [{ configMap: { name: 'settings', items } }] } }] }), settings),
    ).toEqual([expect.stringContaining('volumes[0].projected.sources[0].configMap')]);
  });

  test('an init container', () => {
    expect(
      missing(
        deployment(
          {},
          { initContainers: [{ name: 'i', env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'x' } } }] }] },
        ),
        settings,
      ),
    ).toHaveLength(1);
  });
});

describe('left alone', () => {
  test.each([
    ['a key that is there', [from('configMapKeyRef', { name: 'settings', key: 'debug' }), settings]],
    ['an optional one', [from('configMapKeyRef', { name: 'settings', key: 'x', optional: true }), settings]],
    ['a ConfigMap that is elsewhere', [from('configMapKeyRef', { name: 'other', key: 'x' }), settings]],
    ['a Secret that somebody fills', [from('secretKeyRef', { name: 'settings', key: 'tls.crt' }), secret({ type: 'kubernetes.io/tls' })]],
    [
      'binary data in a volume',
      [
        deployment({}, { volumes: [{ name: 'v', configMap: { name: 'bin', items: [{ key: 'x', path: 'x' }] } }] }),
        { ...configMap('bin', {}), binaryData: { x: '' } },
      ],
    ],
    [
      'a value beside valueFrom',
      [deployment({ env: [{ name: 'A', value: '1', valueFrom: { configMapKeyRef: { name: 'settings', key: 'x' } } }] }), settings],
    ],
  ])('%s', (_, objects) => {
    expect(missing(...objects)).toEqual([]);
  });
});
