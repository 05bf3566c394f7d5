import { probesOf } from '../../manifest/container';
import type { DjangoSettings } from '../../application/django/settings';
import type { Environment } from '../../manifest/environment';
import { shown, textOf } from '../../manifest/json';
import { hasHole } from '../../manifest/partial-text';
import type { ProbeHandler } from '../../manifest/probe';
import { UNKNOWN } from '../../application/process/setting';
import { COMMON, comesTo } from '../django-request';
import { running } from '../pool';
import type { Rule, Severity } from '../rule';

export const probeHostRejected: Rule = {
  id: 'probe-host-rejected',
  model: 'chain',
  severity: 'warning',
  summary: 'A probe asks with a Host header that ALLOWED_HOSTS rejects',
  doc: {
    why:
      'The kubelet sends the address of the pod as Host. Django answers 400 to a host that is not in ALLOWED_HOSTS, so the probe ' +
      'fails although the application is well.',
    fix: 'Send a Host header that is allowed with the probe (httpHeaders), or add the address of the pod to the list.',
    judges:
      'HTTP probes of a container. With `--app` by ALLOWED_HOSTS of the Django settings, as an error where a request comes to ' +
      'CommonMiddleware before any middleware that ' +
      'is not known could answer it; else by a variable named ALLOWED_HOSTS, or ending in _ALLOWED_HOSTS, whose value is known. ' +
      '`*`, a leading dot, and anything that ' +
      'cannot be known, such as $(POD_IP), are respected. An exec or TCP probe sends no Host.',
    source:
      'pkg/probe/http/request.go, NewProbeRequest; django/http/request.py, get_host and validate_host; simple-container-com/api ' +
      '168, mdn/kuma 4578',
  },
  *check(reading) {
    for (const { workload, container, process } of running(reading)) {
      const project = reading.container(workload, container).django;
      const allowed = project ? allowedBySettings(project.settings) : allowedByVariable(process.environment);
      for (const probe of allowed ? probesOf(container) : []) {
        const host = probe.handler?.kind === 'httpGet' ? sentHost(probe.handler, project?.settings) : undefined;
        if (!allowed || host === undefined || allowed.hosts.some((pattern) => admits(pattern, host))) {
          continue;
        }
        const [first] = allowed.hosts;
        yield {
          object: workload.object,
          container: container.name,
          path: [...probe.path, 'httpGet'],
          severity: allowed.severity,
          message:
            `the ${probe.role} probe sends Host: ${host || 'the address of the pod'}; ${allowed.origin} allows ` +
            `${allowed.hosts.join(', ') || 'no host'}`,
          consequence:
            probe.role === 'readiness'
              ? 'Django answers 400 and the pod never becomes ready'
              : 'Django answers 400 and the container is restarted',
          fix:
            first === undefined
              ? 'name the hosts of the application in ALLOWED_HOSTS, and send one of them with the probe'
              : `add the header Host: ${first.replace(/^\./, '')} to the probe`,
        };
      }
    }
  },
};

/** Hosts that are allowed, all of them known. */
interface Allowed {
  readonly origin: string;
  readonly hosts: readonly string[];
  readonly severity: Severity;
}

function allowedBySettings(settings: DjangoSettings): Allowed | undefined {
  const {
    allowedHosts: { value, origin },
    debug,
  } = settings;
  const checked = comesTo(settings, COMMON);
  if (value === UNKNOWN || checked === false || (value.length === 0 && debug.value === UNKNOWN)) {
    return undefined;
  }
  const hosts = value.filter((host) => typeof host === 'string');
  return hosts.length < value.length
    ? undefined
    : {
        origin: `ALLOWED_HOSTS (${origin})`,
        hosts: hosts.length || !debug.value ? hosts : DEBUG_HOSTS,
        severity: checked ? 'error' : 'warning',
      };
}

/** What `get_host` allows while DEBUG is on and the list is empty. */
const DEBUG_HOSTS = ['.localhost', '127.0.0.1', '[::1]'];

function allowedByVariable({ variables }: Environment): Allowed | undefined {
  const variable = [...variables.values()].find(({ name }) => /(^|_)ALLOWED_HOSTS$/.test(name));
  const hosts = variable?.value.split(/[\s,;[\]"']+/).filter(Boolean) ?? [];
  return variable && hosts.length && !hasHole(variable.value) ? { origin: variable.name, hosts, severity: 'warning' } : undefined;
}

/**
 * Empty for the address of the pod, which no list can hold; nothing where the probe asks another host on purpose, or what
 * counts is not known.
 */
function sentHost({ headers, host }: ProbeHandler & { kind: 'httpGet' }, settings: DjangoSettings | undefined): string | undefined {
  const named = (wanted: string) => headers.find(({ name }) => textOf(name)?.toLowerCase() === wanted);
  const forwarded = named('x-forwarded-host');
  if (forwarded && settings && settings.useXForwardedHost.value === UNKNOWN) {
    return undefined;
  }
  const header = (settings?.useXForwardedHost.value === true ? forwarded : undefined) ?? named('host');
  return header ? shown(header.value).replace(/:\d+$/, '').toLowerCase() : host === undefined ? '' : undefined;
}

/** `validate_host`: a leading dot admits the domain and everything below it. */
function admits(pattern: string, host: string): boolean {
  const name = pattern.toLowerCase();
  return name === '*' || name === host || (name.startsWith('.') && (host.endsWith(name) || host === name.slice(1)));
}
