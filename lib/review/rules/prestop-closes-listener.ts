import { closingCommand } from '../../application/closing-hook';
import { commandsIn } from '../../application/exec-command';
import { listOf, objectOf, shown } from '../../manifest/json';
import { visible } from '../../manifest/partial-text';
import { running } from '../pool';
import type { Rule } from '../rule';

export const prestopClosesListener: Rule = {
  id: 'prestop-closes-listener',
  model: 'clock',
  severity: 'warning',
  summary: 'A preStop hook stops the server while requests are still sent to it',
  doc: {
    why:
      'The hook runs at the moment at which the pod begins to be removed from the endpoints. Nodes and load balancers learn of that ' +
      'seconds later, and until then send new requests to a listener that is closed.',
    fix: "Wait first: sleep 15, and then what ends the server; or the sleep alone, as SIGTERM follows, with the image's own STOPSIGNAL.",
    judges:
      'exec hooks of pods that a Service sends users to, which run nginx -s quit or stop, kill with TERM, QUIT, INT or no signal, ' +
      'apachectl graceful-stop, pumactl or supervisorctl stop, uwsgi --stop with less than 5 s of sleep before it.',
    source:
      'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination; decocms/studio PR 4395; ' +
      'https://nginx.org/en/docs/control.html',
  },
  *check(reading) {
    for (const { workload, container } of running(reading)) {
      const hook = listOf(objectOf(objectOf(objectOf(container.json.lifecycle).preStop).exec).command).map(shown);
      const closing = hook.length && reading.of(workload).servicesForUsers.length ? closingCommand(commandsIn(hook)) : undefined;
      if (closing !== undefined) {
        yield {
          object: workload.object,
          container: container.name,
          path: [...container.path, 'lifecycle', 'preStop', 'exec', 'command'],
          message: `the preStop hook runs ${visible(closing)}, which stops the listener before the pod is removed from the endpoints everywhere`,
          consequence: 'requests that are still on their way are refused in every rollout',
          fix: 'sleep for 15 s before it',
        };
      }
    }
  },
};
