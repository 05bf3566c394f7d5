import type { Diagnosis } from '../diagnosis';

/** The same as data. JSON's own escapes keep control characters out of a terminal. */
export function json(diagnosis: Diagnosis): string {
  const { chains, causes, ...rest } = diagnosis;
  const said = {
    ...rest,
    chains: chains.map(({ entrance, broken, links }) => ({
      entrance,
      broken,
      links: links.map(({ link, state, text, causes: ids }) => ({ link, state, text, causes: ids })),
    })),
    causes: causes.map(({ cause, severity, follows, sighting: { subject, ...sighting } }) => ({
      cause: cause.id,
      link: cause.link,
      severity,
      follows,
      object: { apiVersion: subject.apiVersion, kind: subject.kind, namespace: subject.namespace, name: subject.name },
      ...sighting,
    })),
  };
  return `${JSON.stringify(said, null, 2)}\n`;
}
