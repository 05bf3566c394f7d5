import type { Size } from 'cdk8s';
import type { IConstruct, IMixin } from 'constructs';
import { hardened } from './private/hardened-pod';
import { SELECTION } from './private/shapes';
import { Targets } from './private/targets';
import type { WorkloadSelection } from './workload-selection';
import { amend, AmendmentRank } from '../synthesis/amendment';
import { isWorkload, mapPodSpec, mapTemplate } from '../synthesis/pod-template';
import { bytesOf, MEBIBYTE } from '../conventions/quantity';
import { Rejection } from '../props/rejection';
import { checkShapes, size } from '../props/shape';
import type { Shape, Shapes } from '../props/shape';

/** What a hardened pod still needs to be told. */
export interface PodHardeningProps extends WorkloadSelection {
  /**
   * UID and GID of every container: a number, or 'image' for the user that the image names. The kubelet then starts it only where
   * that is a number other than 0. A UID below 10000 may be that of a user on the node.
   *
   * @default 10001
   */
  readonly user?: number | string;
  /**
   * Size of the writable `/tmp`, on the node's disk. A pod that writes more is evicted.
   *
   * @default Size.mebibytes(256)
   */
  readonly tmpSize?: Size;
}

const IMAGE = 'image';
export const USER: Shape = {
  name: "a number, or 'image'",
  example: '10001',
  fits: (value) => typeof value === 'number' || value === IMAGE,
};
const SHAPES: Shapes = { ...SELECTION, user: USER, tmpSize: size(256) };
const DEFAULT_USER = 10001;
const TMP_SIZE = 256;

/**
 * A pod that gives an intruder little: non-root, no escalation, no capabilities, the runtime's seccomp profile, no
 * service-account token, a read-only root with a `/tmp` of its own, disk use stated where nobody stated it.
 *
 * What the pod says itself is left alone: no request is raised, no limit is put where only a request was, and a user that the pod
 * names keeps its groups.
 */
export class PodHardening implements IMixin {
  private readonly targets: Targets;

  /**
   * @throws for a user that is no UID, and for root
   */
  public constructor(private readonly props: PodHardeningProps = {}) {
    checkShapes('PodHardening', props, SHAPES);
    this.targets = new Targets({ mixin: 'PodHardening', fits: isWorkload, looksFor: 'workload of any kind' }, props);
    const { user = DEFAULT_USER } = props;
    if (user !== IMAGE && !(Number.isInteger(user) && Number(user) >= 1)) {
      throw new Rejection(`user ${user}`, 'a hardened pod does not run as root, and a UID is a whole number', 'use one such as 10001');
    }
  }

  /** Workloads of every kind. */
  public supports(construct: IConstruct): boolean {
    return this.targets.supports(construct);
  }

  /** Hardens the pod, at synthesis. */
  public applyTo(construct: IConstruct): void {
    const { user = DEFAULT_USER, tmpSize } = this.props;
    const hardening = {
      user: user === IMAGE ? undefined : Number(user),
      tmpMebibytes: tmpSize ? Math.ceil(bytesOf(tmpSize) / MEBIBYTE) : TMP_SIZE,
    };
    this.targets.applyTo(construct, (workload) =>
      amend(workload, {
        key: 'PodHardening',
        rank: AmendmentRank.HARDENING,
        apply: (object) => ({ object: mapTemplate(object, (template) => mapPodSpec(template, (spec) => hardened(spec, hardening))) }),
      }),
    );
  }
}
