import type { Cause, Sighting } from './cause';
import { probeFailures, probeInWords, type ProbeFailure } from './probe-failure';
import type { Scene } from './state/scene';
import { describe, shareOf } from './wording';

/** What is special about one way for a probe to fail. */
export interface FailingProbe {
  /** Whether a failing probe fails in this way. */
  fits(failure: ProbeFailure, scene: Scene): boolean;
  /** What is wrong, behind `readiness of container web (GET :8000/ready/)`. */
  says(failure: ProbeFailure, scene: Scene): string;
  fix(failure: ProbeFailure, scene: Scene): string;
}

/** A sighting for each workload and container whose probe fails in a way: all pods of it together. */
export function seeFailingProbe({ fits, says, fix }: FailingProbe): Cause['see'] {
  return function* (state): Iterable<Sighting> {
    for (const scene of state.scenes) {
      const failures = probeFailures(scene).filter((failure) => fits(failure, scene));
      for (const name of new Set(failures.map(({ container }) => container.name))) {
        const own = failures.filter(({ container }) => container.name === name);
        const first = own.find(({ role }) => role === 'readiness') ?? own[0];
        const pods = new Set(own.map(({ pod }) => pod));
        yield {
          subject: scene.object,
          container: name,
          message: `${probeInWords(first)} ${says(first, scene)}, in ${shareOf(pods.size, scene.current.length)}`,
          evidence: own.flatMap((failure) => failure.evidence).slice(0, 3),
          fix: fix(first, scene),
          next: describe(first.pod.object),
        };
      }
    }
  };
}
