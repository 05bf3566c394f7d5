import type { Size } from 'cdk8s';
import type { IConstruct, IMixin } from 'constructs';
import { SELECTION } from './private/shapes';
import { Targets } from './private/targets';
import type { WorkloadSelection } from './workload-selection';
import { amend, AmendmentRank } from '../synthesis/amendment';
import type { Json } from '../synthesis/json';
import { setByDefault } from '../synthesis/environment';
import { isWorkload, mapPodSpec, mapTemplate, withItem } from '../synthesis/pod-template';
import { bytesOf, MEBIBYTE, parseQuantity } from '../conventions/quantity';
import { Rejection } from '../props/rejection';
import { checkShapes, number, size } from '../props/shape';
import type { Shapes } from '../props/shape';

/** What a hardened pod still needs to be told. */
export interface PodHardeningProps extends WorkloadSelection {
  /**
   * UID and GID of every container.
   *
   * @default 10001; below 10000 lie the users of the node
   */
  readonly user?: number;
  /**
   * Size of the writable `/tmp`, on the node's disk. A pod that writes more is evicted.
   *
   * @default Size.mebibytes(256)
   */
  readonly tmpSize?: Size;
}

const SHAPES: Shapes = { ...SELECTION, user: number(10001), tmpSize: size(256) };
const USER = 10001;
const LOWEST_USER = 10000;
const TMP = { name: 'tmp', mountPath: '/tmp' };
const TMP_SIZE = 256;
/** Room for logs and the little that a process writes beside its volumes, in MiB. */
const LOGS = 128;

/**
 * A pod that gives an intruder little: non-root, no escalation, no capabilities, the runtime's seccomp profile, no
 * service-account token, a read-only root with a `/tmp` of its own. And one that the scheduler can place: memory request
 * equal to its limit, disk use stated. What the pod says itself is left alone.
 */
export class PodHardening implements IMixin {
  private readonly targets: Targets;

  /**
   * @throws for a user below 10000
   */
  public constructor(private readonly props: PodHardeningProps = {}) {
    checkShapes('PodHardening', props, SHAPES);
    this.targets = new Targets({ mixin: 'PodHardening', fits: isWorkload, looksFor: 'workload of any kind' }, props);
    const { user = USER } = props;
    if (!Number.isInteger(user) || user < LOWEST_USER) {
      throw new Rejection(`user ${user}`, 'a UID below 10000 may be that of a user on the node', 'use one from 10000 up, such as 10001');
    }
  }

  /** Workloads of every kind. */
  public supports(construct: IConstruct): boolean {
    return this.targets.supports(construct);
  }

  /** Hardens the pod, at synthesis. */
  public applyTo(construct: IConstruct): void {
    this.targets.applyTo(construct, (workload) =>
      amend(workload, {
        key: 'PodHardening',
        rank: AmendmentRank.HARDENING,
        apply: (object) => ({ object: mapTemplate(object, (template) => mapPodSpec(template, (spec) => this.harden(spec))) }),
      }),
    );
  }

  private harden(spec: Json): Json {
    const { user = USER, tmpSize } = this.props;
    const mebibytes = tmpSize ? Math.ceil(bytesOf(tmpSize) / MEBIBYTE) : TMP_SIZE;
    const everyContainer: Json[] = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
    const hasTmp = everyContainer.every((one) => one.volumeMounts?.some((mount: Json) => mount.mountPath === TMP.mountPath));
    const volumes = hasTmp ? spec.volumes : withItem(spec.volumes, { name: TMP.name, emptyDir: { sizeLimit: `${mebibytes}Mi` } });
    const container = (one: Json) => hardenContainer(one, volumes ?? []);
    return {
      ...spec,
      automountServiceAccountToken: spec.automountServiceAccountToken ?? false,
      enableServiceLinks: spec.enableServiceLinks ?? false,
      securityContext: {
        runAsUser: user,
        runAsGroup: user,
        fsGroup: user,
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
        ...spec.securityContext,
      },
      ...(volumes && { volumes }),
      containers: spec.containers?.map(container),
      ...(spec.initContainers && { initContainers: spec.initContainers.map(container) }),
    };
  }
}

function hardenContainer(container: Json, volumes: readonly Json[]): Json {
  const mounted = { ...container, volumeMounts: withItem(container.volumeMounts, TMP, 'mountPath') };
  return {
    ...setByDefault(mounted, { HOME: TMP.mountPath }),
    securityContext: {
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      ...container.securityContext,
      capabilities: { drop: ['ALL'], ...container.securityContext?.capabilities },
    },
    resources: bounded(container.resources ?? {}, diskOf(mounted, volumes)),
  };
}

/** Memory request equal to its limit, so that the node never promises the same page twice; disk stated where nobody did. */
function bounded({ requests = {}, limits = {}, ...rest }: Json, disk: string): Json {
  const memory = limits.memory ?? requests.memory;
  const shared = {
    ...(memory !== undefined && { memory }),
    'ephemeral-storage': limits['ephemeral-storage'] ?? requests['ephemeral-storage'] ?? disk,
  };
  return { ...rest, requests: { ...requests, ...shared }, limits: { ...limits, ...shared } };
}

/** What the container may write: its disk-backed emptyDirs, and its logs. */
function diskOf(container: Json, volumes: readonly Json[]): string {
  const bytes = volumes
    .filter(
      (volume) =>
        volume.emptyDir && volume.emptyDir.medium !== 'Memory' && container.volumeMounts.some((mount: Json) => mount.name === volume.name),
    )
    .reduce((sum, volume) => sum + (parseQuantity(volume.emptyDir.sizeLimit) ?? 0), LOGS * MEBIBYTE);
  return `${Math.ceil(bytes / MEBIBYTE)}Mi`;
}
