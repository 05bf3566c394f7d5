import { objectInWords } from '../../manifest/api-object';
import { holds, requirementInWords } from '../../manifest/label-selector';
import type { Cause } from '../cause';
import type { Service } from '../../manifest/service';
import type { Scene } from '../state/scene';
import type { State } from '../state/state';
import { evidence, kubectl } from '../wording';

export const serviceSelectsNoPods: Cause = {
  id: 'service-selects-no-pods',
  link: 'service',
  severity: 'error',
  symptom: 'unavailable',
  summary: 'A Service selects no pods, although pods are there that it seems to mean',
  doc: {
    why:
      'A selector with a label that no pod has is valid. The Service has no endpoints, and an ingress in front of it answers ' +
      '503, while every pod is ready.',
    fix: 'Make the selector a subset of the labels of the pod template.',
    judges:
      'A Service with a selector that selects neither a pod nor a pod template, where pods were read: an error where a route ' +
      'leads to it, or where a workload ' +
      'of the namespace has its name or one of the labels that it selects; else nothing.',
    source: 'pkg/controller/endpointslice/endpointslice_controller.go, syncService',
  },
  *see(state) {
    for (const service of state.bundle.services) {
      if (
        service.selector.length === 0 ||
        !state.listed('Pod', service.object.namespace) ||
        state.podsBehind(service).length > 0 ||
        selectsTemplate(state, service)
      ) {
        continue;
      }
      const meant = meantBy(state, service);
      if (!meant && state.bundle.routesTo(service).length === 0) {
        continue;
      }
      const failing = meant ? service.selector.filter((requirement) => !holds(requirement, meant.workload.labels)) : service.selector;
      const selector = service.selector.map(requirementInWords).join(',');
      yield {
        subject: service.object,
        message: `it selects ${selector}, which no pod has`,
        evidence: [
          evidence(service.object, 'spec.selector', selector),
          ...(meant
            ? [
                evidence(
                  meant.object,
                  'labels of its pods',
                  failing.map(({ key }) => `${key}=${meant.workload.labels.get(key) ?? '(none)'}`).join(','),
                ),
              ]
            : []),
        ],
        fix: meant ? `select the labels of the pods of ${objectInWords(meant.object)}` : 'select labels that the pods have',
        next: kubectl(service.object, 'get', 'pods', '--show-labels'),
      };
    }
  },
};

/** A workload without pods at the moment is another fault. */
function selectsTemplate(state: State, service: Service): boolean {
  return state.bundle.workloadsBehind(service).length > 0;
}

function meantBy(state: State, { object, selector }: Service): Scene | undefined {
  const near = state.scenes.filter((scene) => scene.object.namespace === object.namespace && !scene.workload.finite);
  return (
    near.find((scene) => scene.object.name === object.name) ??
    near.find(({ workload }) => selector.some((requirement) => holds(requirement, workload.labels)))
  );
}
