import { ProbeTiming } from '../../health/probe-timing';
import { withServing, withTiming } from '../demonstration';
import { objectInWords } from '../../manifest/api-object';
import { listOf } from '../../manifest/json';
import { knownServer } from '../known-server';
import type { Rule } from '../rule';

export const readinessMissing: Rule = {
  id: 'readiness-missing',
  model: 'clock',
  severity: 'error',
  summary: 'Pods that serve users have no readiness probe',
  doc: {
    why:
      'Without a readiness probe a container counts as ready the moment it runs. Users are sent to it while it boots, during ' +
      'every rollout, and it keeps its place ' +
      'in the endpoints when it can no longer serve anybody.',
    fix: 'Give the container that serves them a readiness probe of its own, which answers 200 only while users can be served.',
    judges:
      'Workloads that a Service of the bundle selects, when none of their containers (sidecars included) has a readiness probe. ' +
      'Jobs, pods with readinessGates, and ' +
      'workloads behind nothing but a headless Service without a route or a Service of metrics ports are left alone. A database, a ' +
      'cache or a broker to which no route leads is a warning.',
    source:
      'pkg/kubelet/prober/prober_manager.go, UpdatePodStatus: a container without a readiness probe is ready as soon as it has started',
  },
  demonstration: {
    scenario: 'bad-release',
    when: 'a version that never comes to serve',
    shows: 'lost requests',
    cured: (model) => withServing(model, (container) => withTiming(container, 'readiness', ProbeTiming.ofFields({}))),
  },
  *check(reading) {
    for (const workload of reading.bundle.workloads) {
      const [service] = workload.finite ? [] : reading.of(workload).servicesForUsers;
      if (
        !service ||
        workload.containers.length === 0 ||
        listOf(workload.podSpec.readinessGates).length > 0 ||
        workload.containers.some(({ readiness }) => readiness)
      ) {
        continue;
      }
      const [route] = reading.bundle.routesTo(service);
      const count = workload.containers.length;
      const server = count === 1 ? knownServer(workload.containers[0]) : undefined;
      yield {
        object: workload.object,
        container: count === 1 ? workload.containers[0].name : undefined,
        path: workload.containers[0].path,
        severity: server?.store && !route ? 'warning' : undefined,
        message:
          `Service ${service.object.name}${route ? ` (and ${objectInWords(route.route.object)})` : ''} sends ` +
          `${server?.store ? 'clients' : 'users'} to ` +
          `${objectInWords(workload.object)}, ` +
          `${count === 1 ? 'whose container has no' : `none of whose ${count} containers has a`} readiness probe`,
        consequence:
          `${server?.store ? 'clients' : 'users'} are sent to a pod as soon as its process exists: errors at every start and rollout, ` +
          'and no way out of the endpoints when it fails',
        fix: `add a readinessProbe: ${server?.question ?? 'an endpoint that answers 200 only while users can be served'}`,
      };
    }
  },
};
