import type { WorkloadModel } from '../simulation/model';
import { servingOf } from '../simulation/pod/pool-pod-template';
import type { Scenario } from '../simulation/scenario';
import { plural } from '../wording/plural';

export const boot: Scenario = {
  name: 'boot',
  invariant: 'every pod becomes ready, none before it serves, and no container restarts on the way',
  fromBoot: true,
  duration: 60,
  disturb: () => undefined,
  judge: ({ readyAfter, restarts, answered }, model) =>
    readyAfter === undefined
      ? `not all pods became ready${refused(model)}`
      : restarts > 0
        ? `${plural(restarts, 'restart')} on the way`
        : answered < 0.999
          ? `${((1 - answered) * 100).toFixed(1)} % of the requests met a pod that did not serve yet`
          : undefined,
};

/** `: the readiness probe asks port 8080, and the process listens on 8000`; nothing where every probe reaches it. */
function refused({ template, assumptions }: WorkloadModel): string {
  const { questions } = servingOf(template(assumptions));
  const [found] = (['startup', 'readiness', 'liveness'] as const).flatMap((role) => {
    const question = questions[role];
    return question?.kind === 'refused' ? [`: the ${role} probe ${question.because}`] : [];
  });
  return found ?? '';
}
