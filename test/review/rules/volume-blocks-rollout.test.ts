import { describe, expect, test } from '@jest/globals';
import { autoscaler, deployment, seen, type Json } from '../shop';

const claim = (...accessModes: string[]) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: { accessModes, resources: { requests: { storage: '1Gi' } } },
});
const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
const blocks = (spec: Json, pod: Json = {}, ...others: unknown[]) =>
  seen('volume-blocks-rollout', deployment({}, { volumes, ...pod }, { replicas: 1, ...spec }), ...others);

describe('reported', () => {
  test('a surge on a ReadWriteOnce claim', () => {
    expect(blocks({}, {}, claim('ReadWriteOnce'))).toEqual([
      'warning spec: Deployment web starts the new pod of a rollout beside the old one, and claim data is ReadWriteOnce',
    ]);
  });
  test('several replicas, whatever the strategy', () => {
    expect(blocks({ replicas: 3, strategy: { type: 'Recreate' } }, {}, claim('ReadWriteOnce'))).toEqual([
      'warning spec.template.spec.volumes[0]: Deployment web may run 3 pods, and claim data is ReadWriteOnce',
    ]);
  });
  test('an autoscaler above one', () => {
    expect(blocks({ strategy: { type: 'Recreate' } }, {}, claim('ReadWriteOnce'), autoscaler())).toEqual([
      expect.stringContaining('may run 10 pods'),
    ]);
  });
  test('ReadWriteOncePod as an error, on one node as well', () => {
    expect(blocks({ strategy: { rollingUpdate: { maxSurge: 1 } } }, { nodeName: 'a' }, claim('ReadWriteOncePod'))).toEqual([
      expect.stringMatching(/^error spec\.strategy: /),
    ]);
  });
  test('a DaemonSet', () => {
    expect(seen('volume-blocks-rollout', { ...deployment({}, { volumes }), kind: 'DaemonSet' }, claim('ReadWriteOnce'))).toEqual([
      expect.stringContaining('runs a pod on each node'),
    ]);
  });
});

describe('left alone', () => {
  test.each([
    ['Recreate with one pod', { strategy: { type: 'Recreate' } }, {}, [claim('ReadWriteOnce')]],
    ['no surge', { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } }, {}, [claim('ReadWriteOnce')]],
    ['a claim that many nodes may have', { replicas: 3 }, {}, [claim('ReadWriteMany')]],
    ['a claim that may be either', { replicas: 3 }, {}, [claim('ReadWriteOnce', 'ReadWriteMany')]],
    ['a claim of another bundle', { replicas: 3 }, {}, []],
    ['no pods', { replicas: 0 }, {}, [claim('ReadWriteOnce')]],
    ['one node by its name', { replicas: 3 }, { nodeSelector: { 'kubernetes.io/hostname': 'a' } }, [claim('ReadWriteOnce')]],
    ['an emptyDir', { replicas: 3 }, { volumes: [{ name: 'data', emptyDir: {} }] }, [claim('ReadWriteOnce')]],
  ])('%s', (_, spec, pod, others) => {
    expect(blocks(spec, pod, ...others)).toEqual([]);
  });
});
