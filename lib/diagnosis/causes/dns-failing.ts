import type { Cause } from '../cause';
import type { State } from '../state/state';
import type { Evidence } from '../cause';
import { evidence, kubectl, shareOf } from '../wording';

const UNRESOLVED =
  /Temporary failure in name resolution|Name or service not known|could not translate host name|getaddrinfo (?:failed|ENOTFOUND|EAI_AGAIN)|Name does not resolve|no such host|server misbehaving/i;

export const dnsFailing: Cause = {
  id: 'dns-failing',
  link: 'process',
  severity: 'error',
  symptom: 'unready',
  summary: 'Names are not resolved inside of the pods',
  doc: {
    why:
      'The application asks for its database or cache by name, and gets no address: the DNS of the cluster is away, a policy ' +
      'for outgoing ' +
      'traffic does not admit port 53, or the name is spelt otherwise.',
    fix: 'See the pods of kube-dns; admit UDP and TCP 53 to them; correct the name ("Name or service not known" is an answer).',
    judges: 'A line of the log of a container that is not ready, or the Service kube-dns without a ready endpoint where it was read.',
    source: 'getaddrinfo(3), EAI_AGAIN and EAI_NONAME as glibc, musl, Node.js and Go write them',
  },
  *see(state) {
    const away = serverAway(state);
    for (const scene of state.scenes) {
      const failing = scene.containers.flatMap(({ pod, container }) => {
        const line = container.ready ? undefined : (lineIn(state.log(pod, container.name)) ?? lineIn(state.log(pod, container.name, true)));
        return line === undefined ? [] : [{ pod, container, line }];
      });
      const [first] = failing;
      if (first) {
        yield {
          subject: scene.object,
          container: first.container.name,
          message:
            `container ${first.container.name} cannot resolve a name, in ` +
            `${shareOf(new Set(failing.map(({ pod }) => pod)).size, scene.current.length)}`,
          evidence: [evidence(first.pod.object, `log of container ${first.container.name}`, first.line), ...(away ? [away.evidence] : [])],
          fix: away
            ? 'bring the pods of kube-dns back'
            : /not known|ENOTFOUND|no such host/.test(first.line)
              ? 'correct the name, or create the Service that it means'
              : 'see the pods of kube-dns, and whether a policy admits UDP and TCP 53',
          next: kubectl(first.pod.object, 'exec', first.pod.object.name, '-c', first.container.name, '--', 'cat', '/etc/resolv.conf'),
        };
      }
    }
    if (away) {
      yield {
        subject: away.service.object,
        message: 'it has no ready endpoint: no name is resolved in the cluster',
        evidence: [away.evidence],
        fix: 'bring the pods of kube-dns back',
        next: 'kubectl -n kube-system get pods -l k8s-app=kube-dns',
      };
    }
  },
};

function serverAway(state: State): { readonly service: State['bundle']['services'][number]; readonly evidence: Evidence } | undefined {
  const service = state.bundle.services.find(({ object }) => object.name === 'kube-dns' && object.namespace === 'kube-system');
  const endpoints = service && state.endpointsOf(service);
  return service && endpoints && !endpoints.some(({ ready }) => ready)
    ? { service, evidence: evidence(service.object, 'EndpointSlices', `0 of ${endpoints.length} endpoints ready`) }
    : undefined;
}

function lineIn(log: string | undefined): string | undefined {
  return log
    ?.split('\n')
    .slice(-200)
    .reverse()
    .find((line) => UNRESOLVED.test(line))
    ?.trim();
}
