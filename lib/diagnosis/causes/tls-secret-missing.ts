import { listOf, objectOf, textOf } from '../../manifest/json';
import type { Cause } from '../cause';
import { evidence, kubectl } from '../wording';

export const tlsSecretMissing: Cause = {
  id: 'tls-secret-missing',
  link: 'route',
  severity: 'error',
  symptom: 'unrouted',
  summary: 'The Secret with the certificate of an Ingress does not exist',
  doc: {
    why: 'The controller shows a certificate of its own, or refuses the host. Users see a warning, and clients give up.',
    fix: 'Create the Secret, or see why cert-manager has not: kubectl describe certificate.',
    judges: 'An Ingress whose spec.tls names a Secret that is not there, where the names of the Secrets were read.',
    source: 'k8s.io/api/networking/v1, IngressTLS.SecretName',
  },
  *see(state) {
    for (const ingress of state.bundle.ofKind('networking.k8s.io', 'Ingress')) {
      for (const tls of listOf(objectOf(ingress.json.spec).tls).map(objectOf)) {
        const name = textOf(tls.secretName);
        if (name !== undefined && state.lacks('', 'Secret', ingress.namespace, name)) {
          yield {
            subject: ingress,
            message: `its certificate for ${
              listOf(tls.hosts)
                .filter((host) => typeof host === 'string')
                .join(', ') || 'every host'
            } is Secret ${name}, which does not exist`,
            evidence: [evidence(ingress, 'spec.tls', `secretName ${name}`), { where: 'Secrets of the namespace', says: `no ${name}` }],
            fix: `create Secret ${name}, or see why its issuer has not`,
            next: kubectl(ingress, 'get', 'secret', name),
          };
        }
      }
    }
  },
};
