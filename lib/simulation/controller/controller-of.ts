import type { Controller, ControllerProps } from './controller';
import { DaemonSet } from './daemon-set';
import { Deployment } from './deployment';
import type { KeptPod } from './kept-pod';
import { LonePods, ReplicaSetController } from './replica-set';
import { StatefulSet } from './stateful-set';

/** The controller that keeps the pods of a workload of this kind. */
export function controllerOf<P extends KeptPod>(props: ControllerProps<P>): Controller<P> {
  const { strategy } = props;
  switch (strategy.kind) {
    case 'Deployment':
      return new Deployment({ ...props, strategy });
    case 'StatefulSet':
      return new StatefulSet({ ...props, strategy });
    case 'DaemonSet':
      return new DaemonSet({ ...props, strategy });
    case 'ReplicaSet':
      return new ReplicaSetController({ ...props, strategy });
    case 'Pod':
      return new LonePods({ ...props, strategy });
  }
}
