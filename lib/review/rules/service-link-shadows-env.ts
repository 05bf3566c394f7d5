import { mayMeet } from '../../manifest/workload';
import type { Service } from '../../manifest/service';
import { pathOf, running, type Running } from '../pool';
import type { Rule } from '../rule';

export const serviceLinkShadowsEnv: Rule = {
  id: 'service-link-shadows-env',
  model: 'chain',
  severity: 'warning',
  summary: "A Service's link variable takes the place of a port that the application reads",
  doc: {
    why:
      'For every Service of the namespace the kubelet sets NAME_PORT=tcp://10.0.0.1:6379 and others. An application that reads ' +
      'REDIS_PORT with a default gets that text ' +
      'instead of a number and does not start, or not after the next restart.',
    fix: 'Set the variable in the pod, or enableServiceLinks: false.',
    judges:
      'A container that sets NAME_HOST and not NAME_PORT, or whose start script reads NAME_PORT and does not set it, beside a Service ' +
      'called name that may share its namespace. Variables ' +
      'that the pod sets win over links.',
    source: 'pkg/kubelet/envvars/envvars.go, FromServices',
  },
  *check(reading) {
    const byLink = new Map<string, Service[]>();
    for (const service of reading.bundle.services.filter(({ headless, external }) => !headless && !external)) {
      const link = service.object.name.toUpperCase().replace(/-/g, '_');
      byLink.set(link, [...(byLink.get(link) ?? []), service]);
    }
    for (const each of running(reading)) {
      const {
        workload,
        container,
        process: {
          environment: { variables, complete },
        },
      } = each;
      if (workload.podSpec.enableServiceLinks === false) {
        continue;
      }
      for (const link of linksInScripts(each)) {
        const service = byLink.get(link)?.find(({ object }) => mayMeet(workload, object));
        if (service && !variables.has(`${link}_PORT`)) {
          yield {
            object: workload.object,
            container: container.name,
            path: pathOf(each),
            message:
              `the start script reads ${link}_PORT, which the link of Service ${service.object.name} sets to ` +
              `tcp://…:${service.ports[0]?.number ?? '…'}`,
            consequence: 'it gets that text in the place of a port, from the next start after the Service exists',
            fix: `set ${link}_PORT, or enableServiceLinks: false`,
          };
        }
      }
      for (const { name, path } of complete ? variables.values() : []) {
        const prefix = /^(.+)_HOST$/.exec(name)?.[1];
        const service =
          prefix && !variables.has(`${prefix}_PORT`) ? byLink.get(prefix)?.find(({ object }) => mayMeet(workload, object)) : undefined;
        if (service) {
          yield {
            object: workload.object,
            container: container.name,
            path,
            message:
              `the container sets ${name} and not ${prefix}_PORT, which the link of Service ${service.object.name} sets to ` +
              `tcp://…:${service.ports[0]?.number ?? '…'}`,
            consequence: `an application that reads ${prefix}_PORT as a number fails at its start`,
            fix: `set ${prefix}_PORT, or enableServiceLinks: false`,
          };
        }
      }
    }
  },
};

/** NAME_PORT where it is set to something else than itself, and where it is read. */
const PORT_VARIABLE = /(?:^|[\s;&])(?<set>\w+)_PORT=(?!["']?\$\{?\k<set>_PORT\b)|\$\{?(?<read>\w+)_PORT\b/gm;

/** The names of NAME_PORT that a script reads before it sets them. */
function linksInScripts({ process: { scripts = [] } }: Running): ReadonlySet<string> {
  const links = new Set<string>();
  for (const text of scripts) {
    const own = new Set<string>();
    for (const { groups = {} } of text.matchAll(PORT_VARIABLE)) {
      if (groups.set !== undefined) {
        own.add(groups.set);
      } else if (!own.has(groups.read)) {
        links.add(groups.read);
      }
    }
  }
  return links;
}
