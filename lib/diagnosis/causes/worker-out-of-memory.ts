import type { Cause } from '../cause';
import { evidence, kubectl, shareOf } from '../wording';

/** gunicorn/arbiter.py, `reap_workers`. Older ones write the same with a full stop less. */
const KILLED = /Worker \(pid:\s?\d+\) was sent SIGKILL! Perhaps out of memory\?/;

export const workerOutOfMemory: Cause = {
  id: 'worker-out-of-memory',
  link: 'process',
  severity: 'warning',
  symptom: 'slow',
  summary: 'One worker is killed for memory, and the container lives on',
  doc: {
    why:
      'Where the kernel ends single processes (cgroup v1, or singleProcessOOMKill of the kubelet), it takes the largest ' +
      'worker. Its requests are ' +
      'cut off, gunicorn starts another, and neither the status of the pod nor an event tells of it: only the log does.',
    fix: 'Fewer workers, a higher memory limit, or max_requests so that none of them grows for ever.',
    judges:
      'The line that gunicorn writes, in the log that was read. A worker that gunicorn itself killed for its timeout (WORKER TIMEOUT of ' +
      'the same pid) is none. Without logs nothing is said.',
    source: 'gunicorn/arbiter.py, Arbiter.reap_workers; pkg/kubelet/apis/config/types.go, SingleProcessOOMKill',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const killed = scene.containers.flatMap(({ pod, container }) => {
        const line = killLine(state.log(pod, container.name));
        return line === undefined ? [] : [{ pod, container, line }];
      });
      const [first] = killed;
      if (first) {
        yield {
          subject: scene.object,
          container: first.container.name,
          message:
            `a worker of container ${first.container.name} was killed, presumably for memory, in ` +
            `${shareOf(killed.length, scene.current.length)}`,
          evidence: killed.slice(0, 3).map(({ pod, container, line }) => evidence(pod.object, `log of container ${container.name}`, line)),
          fix: 'fewer workers, a higher memory limit, or max_requests',
          next: kubectl(first.pod.object, 'top', 'pod', first.pod.object.name, '--containers'),
        };
      }
    }
  },
};

/** gunicorn kills a worker of its own accord as well, and says so first. */
function killLine(log: string | undefined): string | undefined {
  const lines = (log ?? '').split('\n');
  const timedOut = new Set(lines.flatMap((line) => /WORKER TIMEOUT \(pid:\s?(\d+)\)/.exec(line)?.[1] ?? []));
  return lines.find((line) => KILLED.test(line) && !timedOut.has(/pid:\s?(\d+)/.exec(line)![1]))?.trim();
}
