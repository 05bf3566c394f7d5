import { checkPort } from '../props/port';
import { Rejection } from '../props/rejection';
import { checkShape, checkShapes, flag, number, required, text } from '../props/shape';

/** Where Prometheus finds the numbers, and how it is told. */
export interface MetricsProps {
  /**
   * The path of the metrics.
   *
   * @default '/metrics'
   */
  readonly path?: string;
  /**
   * Tell Prometheus by a ServiceMonitor, for the Prometheus operator; otherwise by the usual annotations of the pod.
   *
   * @default false
   */
  readonly serviceMonitor?: boolean;
}

/** Metrics for Prometheus. They are never published: a route that would lead to them is refused. */
export class Metrics {
  /** On a port of their own, which no route leads to. */
  public static onPort(port: number, props: MetricsProps = {}): Metrics {
    checkShape('metrics port', port, required(number(9100)));
    checkPort('metrics port', port);
    return new Metrics(checkedPath(props), props.serviceMonitor ?? false, port);
  }

  /** On the port that serves the users. Only where no route covers the path. */
  public static onWebPort(props: MetricsProps = {}): Metrics {
    return new Metrics(checkedPath(props), props.serviceMonitor ?? false);
  }

  private constructor(
    /** The path of the metrics. */
    public readonly path: string,
    /** Whether a ServiceMonitor tells Prometheus. */
    public readonly serviceMonitor: boolean,
    /** Their own port; absent when they share the users'. */
    public readonly port?: number,
  ) {}
}

function checkedPath(props: MetricsProps): string {
  checkShapes('metrics', props, { path: text('/metrics'), serviceMonitor: flag(true) });
  const { path = '/metrics' } = props;
  if (!/^\/\S*$/.test(path)) {
    throw new Rejection(`metrics path '${path}'`, 'a path begins with a slash and holds no white space', "use '/metrics'");
  }
  return path;
}
