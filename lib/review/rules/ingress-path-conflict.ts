import { objectInWords, type ApiObject } from '../../manifest/api-object';
import { isObject, listOf, objectOf, shown, textOf, type JsonObject } from '../../manifest/json';
import type { Path } from '../../manifest/path';
import type { Rule } from '../rule';

export const ingressPathConflict: Rule = {
  id: 'ingress-path-conflict',
  model: 'chain',
  severity: 'warning',
  summary: 'Two Ingress rules claim the same host and path for different backends',
  doc: {
    why:
      'Which of them wins depends on the controller (ingress-nginx: the older object). The other application gets no request at ' +
      'all, and nothing says so.',
    fix: 'Give each host and path to one Service.',
    judges:
      'The same class, host, path and pathType with different backends. ingress-nginx canaries are meant to share, and so are ' +
      'the duplicates that an action of the AWS ' +
      'load balancer controller makes.',
    source: 'https://kubernetes.github.io/ingress-nginx/how-it-works/#building-the-nginx-model',
  },
  *check({ bundle }) {
    const claims = new Map<string, { object: ApiObject; backend: string }>();
    for (const object of bundle.ofKind('networking.k8s.io', 'Ingress')) {
      for (const { key, backend, path } of claimsOf(object)) {
        const first = claims.get(key);
        if (first && first.backend !== backend) {
          const [, host, place] = key.split(' ');
          yield {
            object,
            path,
            message:
              `${objectInWords(object)} sends ${host}${place} to ${backend}, ` +
              `${first.object === object ? 'another of its rules' : objectInWords(first.object)} sends it to ${first.backend}`,
            consequence: 'one of the two applications gets no request',
            fix: 'keep one of the two rules',
          };
        } else {
          claims.set(key, { object, backend });
        }
      }
    }
  },
};

interface Claim {
  readonly key: string;
  readonly backend: string;
  readonly path: Path;
}

function* claimsOf({ json, namespace }: ApiObject): Iterable<Claim> {
  const spec = objectOf(json.spec);
  const annotations = objectOf(objectOf(json.metadata).annotations);
  if (annotations['nginx.ingress.kubernetes.io/canary'] === 'true') {
    return;
  }
  const ingressClass = textOf(spec.ingressClassName) ?? textOf(annotations['kubernetes.io/ingress.class']) ?? '';
  for (const [ruleIndex, rule] of listOf(spec.rules).map(objectOf).entries()) {
    for (const [pathIndex, { path, pathType, backend }] of listOf(objectOf(rule.http).paths).map(objectOf).entries()) {
      const target = targetOf(backend, namespace);
      if (target !== undefined) {
        yield {
          key: `${ingressClass} ${textOf(rule.host) ?? '*'} ${textOf(path) ?? '/'} ${shown(pathType)}`,
          backend: target,
          path: ['spec', 'rules', ruleIndex, 'http', 'paths', pathIndex],
        };
      }
    }
  }
}

function targetOf(backend: unknown, namespace: string): string | undefined {
  const service: JsonObject = objectOf(objectOf(backend).service);
  const port = objectOf(service.port);
  return isObject(objectOf(backend).service) && port.name !== 'use-annotation'
    ? `${namespace && `${namespace}/`}${shown(service.name)}:${shown(port.number ?? port.name)}`
    : undefined;
}
