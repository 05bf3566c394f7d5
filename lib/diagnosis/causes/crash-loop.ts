import type { Cause } from '../cause';
import { evidence, kubectl, shareOf } from '../wording';

export const crashLoop: Cause = {
  id: 'crash-loop',
  link: 'container',
  severity: 'error',
  follows: true,
  symptom: 'restarting',
  summary: 'A container ends by itself again and again',
  doc: {
    why: 'The process ends soon after its start, and the kubelet waits longer and longer before it starts it again (up to five minutes).',
    fix: 'Read the log of the run before: an exception at import, a setting that is missing, a database that refuses.',
    judges:
      'A container that waits with CrashLoopBackOff, or ended with an exit code other than 0 lately and is not ready; a run ' +
      'that ended with 0 counts too, for a server should not end.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go, doBackOff; pkg/kubelet/container/sync_result.go, ErrCrashLoopBackOff',
  },
  *see(state) {
    for (const scene of state.scenes.filter(({ workload }) => !workload.finite)) {
      const looping = scene.containers.filter(
        ({ container }) =>
          !container.init &&
          !container.ready &&
          (container.waiting?.reason === 'CrashLoopBackOff' || (container.ended !== undefined && container.restarts > 0)),
      );
      const [first] = looping;
      if (first) {
        const { pod, container } = first;
        const end = container.ended ?? container.last;
        const log = (state.log(pod, container.name, true) ?? state.log(pod, container.name))?.trimEnd();
        const line =
          log
            ?.split('\n')
            .reverse()
            .find((each) => /Error|Exception|CRITICAL|fatal|refused/i.test(each)) ?? log?.split('\n').pop();
        yield {
          subject: scene.object,
          container: container.name,
          message: `container ${container.name} ends again and again (${container.restarts} restarts${
            end ? `, exit code ${end.exitCode}` : ''
          }), in ${shareOf(looping.length, scene.current.length)}`,
          evidence: [
            evidence(
              pod.object,
              `container ${container.name}`,
              `${container.waiting?.reason ?? 'terminated'}${end ? `; last exit code ${end.exitCode}, reason ${end.reason}` : ''}`,
            ),
            ...(line ? [evidence(pod.object, `log of container ${container.name}`, line.trim())] : []),
          ],
          fix: line ? 'the last error of its log says why it ends' : 'read the log of the run before',
          next: kubectl(pod.object, 'logs', pod.object.name, '-c', container.name, '--previous'),
        };
      }
    }
  },
};
