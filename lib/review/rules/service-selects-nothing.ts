import type { Reading } from '../../reading/reading';
import { objectOf } from '../../manifest/json';
import { objectInWords, mayShareNamespace, type ApiObject } from '../../manifest/api-object';
import type { Bundle } from '../../manifest/bundle';
import { holds, requirementInWords, type Requirement } from '../../manifest/label-selector';
import type { Service } from '../../manifest/service';
import type { Workload } from '../../manifest/workload';
import type { Rule } from '../rule';

export const serviceSelectsNothing: Rule = {
  id: 'service-selects-nothing',
  model: 'chain',
  severity: 'error',
  summary: 'A Service selects none of the pods that it is meant for',
  doc: {
    why:
      'A Service without endpoints refuses connections, and an Ingress in front of it answers 503, while every pod is running ' +
      'and green. Nothing in the ' +
      'cluster calls it an error: a selector that matches nothing is valid.',
    fix: "Make the Service's selector a subset of the labels of the pod template (not of the Deployment's own labels).",
    judges:
      'The pods of a Service may be made by an operator or by another bundle; a selector that names a resource which is not of ' +
      'Kubernetes is left to its operator. It is reported only when a workload of its namespace looks meant: it bears ' +
      "the Service's name and at least one key of the selector, or no label at all, or it carries some, but not all, of the selector's " +
      'labels that ' +
      'tell applications apart ' +
      '(not those that only say which release, part or stage something belongs to). A Service without a selector, ExternalName, ' +
      'and one with ' +
      'EndpointSlices of its own are left alone. So are pods that run to an end (no Service means a Job), and pods whose ' +
      'component label has another value: the part that the Service is for may be switched off. With `--complete` every Service that ' +
      'selects no pods is reported. Silent where part of the input could not be read.',
    source: 'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors',
  },
  *check(reading) {
    const withEndpoints = new Set<unknown>([
      ...reading.bundle
        .ofKind('discovery.k8s.io', 'EndpointSlice')
        .map(({ json }) => objectOf(objectOf(json.metadata).labels)['kubernetes.io/service-name']),
      ...reading.bundle.ofKind('', 'Endpoints').map(({ name }) => name),
    ]);
    const { absence } = reading.bundle;
    const operated = new Set(customResources(reading.bundle).map(({ name }) => name));
    for (const service of absence === 'unknown' ? [] : reading.bundle.services) {
      if (
        service.selector.length === 0 ||
        reading.bundle.workloadsBehind(service).length > 0 ||
        withEndpoints.has(service.object.name) ||
        service.selector.some(({ values }) => values.some((value) => operated.has(value)))
      ) {
        continue;
      }
      const meant = likelyMeant(reading, service);
      const failing = meant && service.selector.filter((requirement) => !holds(requirement, meant.labels));
      if (meant && failing?.length) {
        yield {
          object: service.object,
          path: ['spec', 'selector'],
          message:
            `Service ${service.object.name} selects ${service.selector.map(requirementInWords).join(',')}; ` +
            `the pods of ${objectInWords(meant.object)} have ${failing.map((requirement) => has(requirement, meant)).join(', ')}`,
          consequence: 'the Service has no endpoints: every request to it fails although the pods are running',
          fix: `select the labels of the pod template: ${failing.map((requirement) => corrected(requirement, meant)).join(', ')}`,
        };
      } else if (absence === 'nowhere') {
        yield {
          object: service.object,
          path: ['spec', 'selector'],
          message: `Service ${service.object.name} selects ${service.selector.map(requirementInWords).join(',')}, which no pods here have`,
          consequence: 'the Service has no endpoints: every request to it fails',
          fix: 'select the labels of a pod template',
        };
      }
    }
  },
};

/** Resources of kinds that are not Kubernetes' own: an operator may make pods for them, and a selector that names one is its. */
function customResources({ objects }: Bundle): readonly ApiObject[] {
  return objects.filter(({ group }) => group.includes('.') && !group.endsWith('.k8s.io'));
}

/** Labels that many applications of a namespace share: they do not tell one from another. */
const SHARED_KEYS =
  /(^|[./])(instance|part-of|managed-by|version|release|heritage|chart|environment|env|tier|team|stage|owner|project|stack|track)$/;

/** Labels that tell the parts of one application apart. */
const PART_KEYS = /(^|[./])(component|role|process|part)$/;

function likelyMeant(reading: Reading, { object, selector }: Service): Workload | undefined {
  const telling = selector.filter(({ key }) => !SHARED_KEYS.test(key));
  const sharing = telling
    .flatMap((requirement) => reading.bundle.workloadsSelectedBy([requirement], object.namespace))
    .filter((workload) => !workload.finite && reading.bundle.servicesInFrontOf(workload).length === 0)
    .filter((workload) => workload.object.name === object.name || !isAnotherPart(selector, workload));
  const named = ['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => reading.bundle.find('apps', kind, object.namespace, object.name));
  return (
    sharing[0] ??
    reading.bundle.workloads.find(
      (workload) =>
        named.includes(workload.object) &&
        mayShareNamespace(workload.object.namespace, object.namespace) &&
        (workload.labels.size === 0 || telling.some(({ key }) => workload.labels.has(key))),
    )
  );
}

/** Whether the pods say of themselves that they are another part of the application than the one that the Service is for. */
function isAnotherPart(selector: readonly Requirement[], { labels }: Workload): boolean {
  return selector.some((requirement) => PART_KEYS.test(requirement.key) && labels.has(requirement.key) && !holds(requirement, labels));
}

function has({ key }: Requirement, { labels }: Workload): string {
  return labels.has(key) ? `${key}=${labels.get(key)}` : `no ${key}`;
}

function corrected(requirement: Requirement, { labels }: Workload): string {
  return labels.has(requirement.key)
    ? `${requirement.key}: ${labels.get(requirement.key)}`
    : `drop ${requirement.key} or add it to the template`;
}
