import { describe, expect, test } from '@jest/globals';
import { limitsOf } from '../../../lib/mixins/private/container-limits';
import { MEBIBYTE } from '../../../lib/conventions/quantity';

const limits = (resources: object, container = {}, spec = {}) => limitsOf({ name: 'web', resources, ...container }, spec);

describe('given what a container states', () => {
  test('limits win over requests, and nothing is assumed', () => {
    expect(limits({ limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '1', memory: '1Mi' } })).toMatchObject({
      cpus: 2,
      memory: 1024 * MEBIBYTE,
      assumptions: [],
    });
  });

  test('requests stand in where there are no limits, and for memory that is said', () => {
    expect(limits({ requests: { cpu: '500m', memory: '1Gi' } })).toMatchObject({
      cpus: 0.5,
      memory: 1024 * MEBIBYTE,
      assumptions: [expect.stringContaining('request of 1Gi')],
    });
  });

  test('nothing stated is nothing known', () => {
    expect(limitsOf({ name: 'web' }, {})).toMatchObject({ cpus: undefined, memory: undefined, assumptions: [], reserved: 0 });
  });
});

describe('given volumes of the pod', () => {
  const shm = (name: string, sizeLimit?: string) => ({ name, emptyDir: { medium: 'Memory', ...(sizeLimit && { sizeLimit }) } });

  test('only those on memory that this container mounts count', () => {
    const volumes = [
      shm('mine', '64Mi'),
      shm('other', '64Mi'),
      { name: 'disk', emptyDir: { sizeLimit: '64Mi' } },
      { name: 'secret', secret: {} },
    ];
    const volumeMounts = ['mine', 'disk', 'secret'].map((name) => ({ name, mountPath: `/${name}` }));
    expect(limits({}, { volumeMounts }, { volumes }).reserved).toBe(64 * MEBIBYTE);
  });

  test('one without a size limit cannot be counted', () => {
    expect(limits({}, { volumeMounts: [{ name: 'mine', mountPath: '/mine' }] }, { volumes: [shm('mine')] }).reserved).toBe(0);
  });
});
