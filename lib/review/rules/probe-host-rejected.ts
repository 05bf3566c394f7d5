import { probesOf } from '../../manifest/container';
import { mountedFiles } from '../../manifest/mounted-file';
import { allowedByFile, allowedBySettings, allowedByVariable, rejectedHost } from '../../application/django/host-check';
import { headerEdit } from '../header-edit';
import { running } from '../pool';
import type { Rule } from '../rule';

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
      'is not known could answer it; else by a variable named ALLOWED_HOSTS, or ending in _ALLOWED_HOSTS, whose value is known, or ' +
      'by a list of plain texts in a .py file that a ConfigMap brings. ' +
      '`*`, a leading dot, and anything that ' +
      'cannot be known, such as $(POD_IP), are respected. An exec or TCP probe sends no Host.',
    edits: 'Sends the first host that is allowed with the probe. Certain: the probe then asks as a user does.',
    source:
      'pkg/probe/http/request.go, NewProbeRequest; django/http/request.py, get_host and validate_host; simple-container-com/api ' +
      '168, mdn/kuma 4578',
  },
  *check(reading) {
    for (const { workload, container, process } of running(reading)) {
      const project = reading.container(workload, container).django;
      const allowed = project
        ? allowedBySettings(project.settings)
        : (allowedByVariable(process.environment) ?? allowedByFile(mountedFiles(reading.bundle, workload, container)));
      for (const probe of probesOf(container)) {
        const host = allowed && probe.handler?.kind === 'httpGet' ? rejectedHost(probe.handler, allowed, project?.settings) : undefined;
        if (!allowed || host === undefined) {
          continue;
        }
        const [first] = allowed.hosts.map((name) => name.replace(/^\./, ''));
        yield {
          object: workload.object,
          container: container.name,
          path: [...probe.path, 'httpGet'],
          severity: allowed.certain ? 'error' : 'warning',
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
              : `add the header Host: ${first} to the probe`,
          edits: first === undefined ? undefined : [headerEdit(probe, 'Host', first)],
        };
      }
    }
  },
};
