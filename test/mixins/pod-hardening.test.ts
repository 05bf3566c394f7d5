import { describe, expect, test } from '@jest/globals';
import { Size } from 'cdk8s';
import { asYaml } from '../as-yaml';
import { manifest, podSpec, rendered, variables, web, WEB, workload } from './workload';
import type { Json } from '../../lib/synthesis/json';
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

describe('given resources', () => {
  const resources = (container = {}, spec = {}, props = {}) => harden(spec, container, props).containers[0].resources;

  test('a request stays what it is beside a larger limit: the estate is not asked for four times the memory', () => {
    expect(resources({ resources: { requests: { memory: '512Mi' }, limits: { memory: '2Gi' } } })).toMatchObject({
      requests: { memory: '512Mi' },
      limits: { memory: '2Gi' },
    });
  });

  test('a request without a limit gets none: it would be a new way to be killed', () => {
    expect(resources({ resources: { requests: { memory: '256Mi' } } }).limits.memory).toBeUndefined();
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

  test.each(['requests', 'limits'])('disk use that is stated in %s is left alone', (where) => {
    const stated = { [where]: { 'ephemeral-storage': '2Gi' } };
    expect(resources({ resources: stated })).toEqual(stated);
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

describe('given a user', () => {
  const securityOf = (user: number | string, pod: Json = {}) =>
    podSpec(rendered(manifest('Deployment', { securityContext: pod }), new PodHardening({ user }))).securityContext;

  test.each([0, -1, 1000.5])('%p is refused: root, or no UID', (user) => {
    expect(() => new PodHardening({ user })).toThrow(/does not run as root, and a UID is a whole number; use one such as 10001/);
  });

  test('one that the image has is fine', () => {
    expect(securityOf(1000)).toMatchObject({ runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000, runAsNonRoot: true });
  });

  test("the image's own is left to the image, with its groups and its home, as long as it is not root", () => {
    expect(securityOf('image')).toEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(variables(web(new PodHardening({ user: 'image' }))).HOME).toBeUndefined();
  });

  test('one that the pod names keeps its groups', () => {
    expect(securityOf(10001, { runAsUser: 999 })).toEqual({
      runAsUser: 999,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });
});

describe('given a pod that has to be more than hardening allows', () => {
  test('root goes on being root, and is not told that it may not be', () => {
    const { securityContext, containers } = harden({ securityContext: { runAsUser: 0 } });
    expect(securityContext.runAsNonRoot).toBeUndefined();
    expect(containers[0].securityContext.runAsNonRoot).toBeUndefined();
  });

  test.each([{ privileged: true }, { capabilities: { add: ['SYS_ADMIN'] } }])(
    'with %p, escalation is not forbidden, which the API server would refuse',
    (securityContext) => {
      expect(web(new PodHardening(), { securityContext }).securityContext).not.toHaveProperty('allowPrivilegeEscalation');
    },
  );
});
