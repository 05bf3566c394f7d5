import { describe, expect, test } from '@jest/globals';
import { Size } from 'cdk8s';
import { asYaml } from '../as-yaml';
import { manifest, podSpec, rendered, variables, web, WEB, workload } from './workload';
import { PodHardening } from '../../lib/mixins/pod-hardening';
import type { PodHardeningProps } from '../../lib/mixins/pod-hardening';

const harden = (spec = {}, container = {}, props: PodHardeningProps = {}) =>
  podSpec(rendered(manifest('Deployment', spec, container), new PodHardening(props)));

test('what it does to a small Deployment', () => {
  expect(asYaml(rendered(manifest(), new PodHardening()))).toMatchSnapshot();
});

describe('given a pod that says nothing, it gives an intruder little', () => {
  const spec = harden();
  const [{ securityContext }] = spec.containers;

  test('no root: UID, GID and the group of its volumes are 10001', () => {
    expect(spec.securityContext).toMatchObject({ runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001, runAsNonRoot: true });
  });

  test('the seccomp profile of the runtime', () => {
    expect(spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
  });

  test('no token of a service account, and no environment variables of other services', () => {
    expect([spec.automountServiceAccountToken, spec.enableServiceLinks]).toEqual([false, false]);
  });

  test('no escalation, no privileges, no capabilities', () => {
    expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, privileged: false, capabilities: { drop: ['ALL'] } });
  });

  test('a read-only root, with a /tmp on disk that is bounded', () => {
    expect(securityContext.readOnlyRootFilesystem).toBe(true);
    expect(spec.volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '256Mi' } }]);
    expect(spec.containers[0].volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
  });

  test('a HOME that can be written', () => {
    expect(variables(spec.containers[0]).HOME).toBe('/tmp');
  });
});

describe('given what the pod says itself, it is left alone', () => {
  test('a user of its own', () => {
    expect(harden({ securityContext: { runAsUser: 20000 } }).securityContext).toMatchObject({ runAsUser: 20000, runAsNonRoot: true });
  });

  test('a token that it needs', () => {
    expect(harden({ automountServiceAccountToken: true }).automountServiceAccountToken).toBe(true);
  });

  test('a container that writes its root, and a capability that it adds', () => {
    const { securityContext } = web(new PodHardening(), {
      securityContext: { readOnlyRootFilesystem: false, capabilities: { add: ['NET_BIND_SERVICE'] } },
    });
    expect(securityContext).toMatchObject({ readOnlyRootFilesystem: false, capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } });
  });

  test('a HOME of its own', () => {
    expect(variables(web(new PodHardening(), { env: [{ name: 'HOME', value: '/home/web' }] })).HOME).toBe('/home/web');
  });

  test('a /tmp of its own gets no second volume', () => {
    const own = { volumes: [{ name: 'scratch', emptyDir: {} }] };
    const spec = harden(own, { volumeMounts: [{ name: 'scratch', mountPath: '/tmp' }] });
    expect([spec.volumes, spec.containers[0].volumeMounts]).toEqual([own.volumes, [{ name: 'scratch', mountPath: '/tmp' }]]);
  });
});

describe('given every container of the pod', () => {
  const spec = harden({ containers: [WEB, { name: 'sidecar', image: 's' }], initContainers: [{ name: 'init', image: 'i' }] });

  test('sidecars and init containers are hardened as well', () => {
    for (const container of [...spec.containers, ...spec.initContainers]) {
      expect(container).toMatchObject({ securityContext: { readOnlyRootFilesystem: true }, volumeMounts: [{ mountPath: '/tmp' }] });
    }
  });
});

describe('given resources, the scheduler can place the pod', () => {
  const resources = (container = {}, spec = {}, props = {}) => harden(spec, container, props).containers[0].resources;

  test('the memory request is the limit, so that no page is promised twice', () => {
    expect(resources({ resources: { requests: { memory: '128Mi' }, limits: { memory: '1Gi' } } })).toMatchObject({
      requests: { memory: '1Gi' },
      limits: { memory: '1Gi' },
    });
  });

  test('a request without a limit becomes the limit', () => {
    expect(resources({ resources: { requests: { memory: '128Mi' } } }).limits.memory).toBe('128Mi');
  });

  test('no memory is invented where none is stated', () => {
    expect(resources({ resources: {} }).limits).toEqual({ 'ephemeral-storage': '384Mi' });
  });

  test('no CPU limit is added', () => {
    expect(resources({ resources: { requests: { cpu: '1' } } }).limits.cpu).toBeUndefined();
  });

  test('disk use is 128 MiB of logs and the disk-backed volumes that are mounted', () => {
    expect(resources({}, {}, { tmpSize: Size.mebibytes(100) })).toMatchObject({
      requests: { 'ephemeral-storage': '228Mi' },
      limits: { 'ephemeral-storage': '228Mi' },
    });
  });

  test('volumes on memory, and those of other containers, take no disk', () => {
    const volumes = [
      { name: 'memory', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
      { name: 'other', emptyDir: { sizeLimit: '1Gi' } },
    ];
    expect(resources({ volumeMounts: [{ name: 'memory', mountPath: '/memory' }] }, { volumes }).limits['ephemeral-storage']).toBe('384Mi');
  });

  test('disk use that is stated is left alone, and asked for as well', () => {
    expect(resources({ resources: { limits: { 'ephemeral-storage': '2Gi' } } })).toMatchObject({
      requests: { 'ephemeral-storage': '2Gi' },
      limits: { 'ephemeral-storage': '2Gi' },
    });
  });
});

describe('given any kind of workload', () => {
  test.each(['Job', 'CronJob', 'StatefulSet', 'DaemonSet', 'Pod', 'ReplicaSet'])('a %s is hardened', (kind) => {
    expect(podSpec(rendered(manifest(kind), new PodHardening()))).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true },
      containers: [{ securityContext: { readOnlyRootFilesystem: true } }],
    });
  });

  test('a Service is not touched', () => {
    expect(rendered(manifest('Service'), new PodHardening())).toEqual(workload(manifest('Service')).toJson());
  });
});

describe('given a user below 10000', () => {
  test.each([0, 1000, 9999, 10000.5])('%p is refused, with one that would do', (user) => {
    expect(() => new PodHardening({ user })).toThrow(/may be that of a user on the node; use one from 10000 up, such as 10001/);
  });
});
