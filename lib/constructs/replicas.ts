import { Rejection } from '../props/rejection';
import { checkShape, checkShapes, number, required } from '../props/shape';

/** Between how many replicas an autoscaler moves, and on what. */
export interface AutoscalingProps {
  /**
   * Never fewer.
   *
   * @default 2
   */
  readonly min?: number;
  /** Never more. Also what database connections are counted for. */
  readonly max: number;
  /**
   * Average CPU use, in percent of the request, that the autoscaler aims for.
   *
   * @default 70
   */
  readonly cpuPercent?: number;
}

/** How many pods run, and who decides. */
export class Replicas {
  /** Always this many. */
  public static fixed(count: number): Replicas {
    return new Replicas(whole('replicas', count), count);
  }

  /** A HorizontalPodAutoscaler decides. The Deployment then states no number, which would undo the autoscaler's at every deploy. */
  public static autoscaled(props: AutoscalingProps): Replicas {
    checkShapes('autoscaling', props, { min: number(2), max: required(number(6)), cpuPercent: number(70) });
    const { min = 2, max, cpuPercent = 70 } = props;
    if (whole('max', max) < whole('min', min)) {
      throw new Rejection(`autoscaling from ${min} to ${max} replicas`, 'the most is less than the fewest', `use max ${min} or more`);
    }
    if (!Number.isInteger(cpuPercent) || cpuPercent < 1 || cpuPercent > 100) {
      throw new Rejection(
        `cpuPercent ${cpuPercent}`,
        'the target is a whole percentage of the CPU request',
        'use one from 1 to 100, such as 70',
      );
    }
    return new Replicas(max, undefined, { min, max, cpuPercent });
  }

  /**
   * Something else decides: KEDA, an operator, a person.
   *
   * @param max the most it ever runs; what database connections are counted for
   */
  public static managedElsewhere(max: number): Replicas {
    return new Replicas(whole('max', max));
  }

  private constructor(
    /** The most that ever run, a rollout aside. */
    public readonly most: number,
    /** The number the Deployment states; absent where something else decides. */
    public readonly count?: number,
    /** What the autoscaler is told. */
    public readonly autoscaling?: AutoscalingProps,
  ) {}
}

function whole(what: string, count: number): number {
  checkShape(what, count, required(number(2)));
  if (!Number.isInteger(count) || count < 1) {
    throw new Rejection(`${what} ${count}`, 'a service that users reach needs a whole number of pods, and at least one', `use ${what} 2`);
  }
  return count;
}
