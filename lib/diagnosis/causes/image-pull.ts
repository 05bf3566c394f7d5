import type { Cause } from '../cause';
import { describe, evidence, eventEvidence, shareOf } from '../wording';

/** pkg/kubelet/images/types.go. */
const REASONS: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

export const imagePull: Cause = {
  id: 'image-pull',
  link: 'container',
  severity: 'error',
  symptom: 'unstarted',
  summary: 'The image of a container cannot be had',
  doc: {
    why: 'The name or the tag does not exist, the registry asks for credentials that the pod does not have, or the node does not reach it.',
    fix: 'Correct the image or its tag; give the pod an imagePullSecret; see whether the node reaches the registry.',
    judges: 'A container that waits with one of the reasons of the kubelet for it.',
    source: 'pkg/kubelet/images/types.go, ErrImagePull and beside it; image_manager.go, EnsureImageExists',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const waiting = scene.containers.filter(({ container }) => REASONS.has(container.waiting?.reason ?? ''));
      const [first] = waiting;
      if (first) {
        const { pod, container } = first;
        const failed = state.eventsOn(pod.object).filter(({ reason, message }) => reason === 'Failed' && /image/i.test(message));
        yield {
          subject: scene.object,
          container: container.name,
          message: `the image ${container.spec?.image ?? container.image} of container ${container.name} cannot be pulled, in ${shareOf(
            new Set(waiting.map((each) => each.pod)).size,
            scene.current.length,
          )}`,
          evidence: [
            evidence(pod.object, `container ${container.name}, waiting`, `${container.waiting!.reason}: ${container.waiting!.message}`),
            ...eventEvidence(failed.slice(0, 1)),
          ],
          fix: /unauthorized|authentication|denied|401|403/i.test(failed[0]?.message ?? container.waiting!.message)
            ? 'give the pod an imagePullSecret that the registry takes, or correct the name of the image'
            : 'correct the image or its tag, or see whether the node reaches the registry',
          next: describe(pod.object),
        };
      }
    }
  },
};
