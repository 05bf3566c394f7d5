import { probesOf } from '../../manifest/container';
import type { Environment, Variable } from '../../manifest/environment';
import { shown, textOf } from '../../manifest/json';
import { hasHole } from '../../manifest/partial-text';
import type { ProbeHandler } from '../../manifest/probe';
import { running } from '../pool';
import type { Rule } from '../rule';

export const probeHostRejected: Rule = {
  id: 'probe-host-rejected',
  model: 'chain',
  severity: 'warning',
  summary: 'A probe asks with a Host header that ALLOWED_HOSTS rejects',
  doc: {
    why: 'The kubelet sends the address of the pod as Host. Django answers 400 to a host that is not in ALLOWED_HOSTS, so the probe fails although the application is well.',
    fix: 'Send a Host header that is allowed with the probe (httpHeaders), or add the address of the pod to the list.',
    judges: 'HTTP probes of a container with a variable named ALLOWED_HOSTS, or ending in _ALLOWED_HOSTS, whose value is known. `*`, a leading dot, and anything that '
      + 'cannot be known, such as $(POD_IP), are respected. An exec or TCP probe sends no Host.',
    source: 'pkg/probe/http/request.go, NewProbeRequest; django/http/request.py, validate_host; simple-container-com/api 168, mdn/kuma 4578',
  },
  * check(bundle) {
    for (const { workload, container, process } of running(bundle)) {
      const allowed = allowedHosts(process.environment);
      for (const probe of allowed ? probesOf(container) : []) {
        const host = probe.handler?.kind === 'httpGet' ? sentHost(probe.handler) : undefined;
        if (!allowed || host === undefined || allowed.hosts.some((pattern) => admits(pattern, host))) {
          continue;
        }
        yield {
          object: workload.object,
          container: container.name,
          path: [...probe.path, 'httpGet'],
          message: `the ${probe.role} probe sends Host: ${host || 'the address of the pod'}; ${allowed.variable.name} allows ${allowed.hosts.join(', ')}`,
          consequence: probe.role === 'readiness' ? 'Django answers 400 and the pod never becomes ready' : 'Django answers 400 and the container is restarted',
          fix: `add the header Host: ${allowed.hosts[0].replace(/^\./, '')} to the probe`,
        };
      }
    }
  },
};

function allowedHosts({ variables }: Environment): { readonly variable: Variable; readonly hosts: readonly string[] } | undefined {
  const variable = [...variables.values()].find(({ name }) => /(^|_)ALLOWED_HOSTS$/.test(name));
  const hosts = variable?.value.split(/[\s,;[\]"']+/).filter(Boolean) ?? [];
  return variable && hosts.length && !hasHole(variable.value) ? { variable, hosts } : undefined;
}

/** Empty for the address of the pod, which no list can hold; nothing where the probe asks another host on purpose. */
function sentHost({ headers, host }: ProbeHandler & { kind: 'httpGet' }): string | undefined {
  const header = headers.find(({ name }) => textOf(name)?.toLowerCase() === 'host');
  return header ? shown(header.value).replace(/:\d+$/, '').toLowerCase() : host === undefined ? '' : undefined;
}

/** `validate_host`: a leading dot admits the domain and everything below it. */
function admits(pattern: string, host: string): boolean {
  const name = pattern.toLowerCase();
  return name === '*' || name === host || (name.startsWith('.') && (host.endsWith(name) || host === name.slice(1)));
}
