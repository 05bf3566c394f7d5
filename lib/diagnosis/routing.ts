import type { ApiObject } from '../manifest/api-object';
import { listOf, objectOf, textOf } from '../manifest/json';
import type { State } from './state/state';
import type { Visit } from './state/record';

/** One rule of an Ingress: a host and a path. */
export interface IngressRule {
  readonly ingress: ApiObject;
  /** `*` where it takes every host. */
  readonly host: string;
  readonly path: string;
  readonly exact: boolean;
}

/** The rules of every Ingress that was read; a default backend takes everything. */
export function ingressRules(state: State): readonly IngressRule[] {
  return state.bundle.ofKind('networking.k8s.io', 'Ingress').flatMap((ingress) => {
    const spec = objectOf(ingress.json.spec);
    const fallback = spec.defaultBackend === undefined ? [] : [{ ingress, host: '*', path: '/', exact: false }];
    const rules = listOf(spec.rules)
      .map(objectOf)
      .flatMap((rule) =>
        listOf(objectOf(rule.http).paths)
          .map(objectOf)
          .map(({ path, pathType }) => ({
            ingress,
            host: textOf(rule.host) ?? '*',
            path: textOf(path) ?? '/',
            exact: pathType === 'Exact',
          })),
      );
    return [...rules, ...fallback];
  });
}

/** Whether a rule is for this host: a wildcard covers one label (`k8s.io/api/networking/v1`, `IngressRule.Host`). */
export function takesHost({ host }: IngressRule, asked: string): boolean {
  return host === '*' || host === asked || (host.startsWith('*.') && asked.split('.').slice(1).join('.') === host.slice(2));
}

/** Whether a rule is for this path: element by element, as `pathType: Prefix` has it. */
export function takesPath({ path, exact }: IngressRule, asked: string): boolean {
  const prefix = path.replace(/\/+$/, '');
  return exact ? asked === path : asked === prefix || asked.startsWith(`${prefix}/`) || prefix === '';
}

/** A visit whose address can be read, taken apart. */
export interface Asked {
  readonly visit: Visit;
  readonly host: string;
  readonly path: string;
}

/** The visits, taken apart. */
export function askedOf(visits: readonly Visit[]): readonly Asked[] {
  return visits.flatMap((visit) => {
    try {
      const { hostname, pathname } = new URL(visit.url);
      return [{ visit, host: hostname, path: pathname }];
    } catch {
      return [];
    }
  });
}

/** `503`, or what went wrong. */
export function answerInWords({ status, error, location }: Visit): string {
  return status === undefined ? (error ?? 'no answer') : `${status}${location ? ` to ${location}` : ''}`;
}

/** Whether something of the application answered: what an ingress says in its place does not count. */
export function answered({ status }: Visit): boolean {
  return status !== undefined && status < 500 && status !== 404;
}
