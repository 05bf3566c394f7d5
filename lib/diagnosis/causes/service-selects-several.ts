import { objectInWords } from '../../manifest/api-object';
import { targetNumber } from '../../manifest/service';
import { declaredTcpPorts } from '../../manifest/container';
import type { Service } from '../../manifest/service';
import type { Cause } from '../cause';
import type { Scene } from '../state/scene';
import { evidence, kubectl, shareOf } from '../wording';

export const serviceSelectsSeveral: Cause = {
  id: 'service-selects-several',
  link: 'service',
  severity: 'error',
  symptom: 'slow',
  summary: 'A Service sends a share of its requests to pods of another workload',
  doc: {
    why:
      'Whatever has the labels gets a share: a worker, a cache, an application of the same team. Errors come and go, in a ' +
      'fixed proportion.',
    fix: 'Give each workload a label of its own, and select it.',
    judges:
      'A Service with a cluster address that has pods of several workloads: an error where those of one do not declare its ' +
      'port, a warning where ' +
      'they run another image. The same image in both is a canary, or blue and green, and is left alone.',
    source: 'k8s.io/api/core/v1, ServiceSpec.Selector',
  },
  *see(state) {
    for (const service of state.bundle.services.filter(({ headless }) => !headless)) {
      const pods = state.podsBehind(service);
      const scenes = [...state.scenesBehind(service).keys()];
      if (scenes.length < 2) {
        continue;
      }
      const strangers = scenes.filter((scene) => !serves(service, scene));
      const images = new Set(scenes.map(imagesOf));
      if (strangers.length > 0 || images.size > 1) {
        const stranger = strangers[0] ?? scenes[1];
        yield {
          subject: service.object,
          severity: strangers.length ? 'error' : 'warning',
          message: `it selects pods of ${scenes.map(({ object }) => objectInWords(object)).join(' and ')}${
            strangers.length ? `; ${objectInWords(stranger.object)} does not declare its port` : ', which run different images'
          }`,
          evidence: scenes
            .slice(0, 3)
            .map((scene) =>
              evidence(
                scene.object,
                'pods',
                `${shareOf(scene.current.filter((pod) => pods.includes(pod)).length, pods.length)} behind Service ${service.object.name}`,
              ),
            ),
          fix: 'select a label that only the meant pods have',
          next: kubectl(service.object, 'get', 'pods', '-l', service.selector.map(({ key, values }) => `${key}=${values[0]}`).join(',')),
        };
      }
    }
  },
};

function serves({ ports }: Service, { workload }: Scene): boolean {
  return (
    !workload.finite &&
    ports.some((port) =>
      workload.containers.some((container) => declaredTcpPorts(container).some(({ number }) => number === targetNumber(port, workload))),
    )
  );
}

/** Without their tags: another version is a canary. */
function imagesOf({ workload }: Scene): string {
  return workload.containers.map(({ image = '' }) => image.replace(/@.*$/, '').replace(/:[^/:]*$/, '')).join(' ');
}
