import type { Rule } from 'probewise/review';

const ownerLabel: Rule = {
  id: 'team-owner-label',
  model: 'chain',
  severity: 'warning',
  summary: 'A Deployment that does not say whose it is',
  doc: {
    why: 'At night nobody knows whom to call.',
    fix: 'Add the label owner with the name of your team.',
    judges: 'Deployments; the label stands on the object itself.',
    source: 'our on-call handbook',
  },
  *check({ bundle }) {
    for (const object of bundle.ofKind('apps', 'Deployment')) {
      const { labels } = object.json.metadata as { labels?: Record<string, unknown> };
      if (labels?.owner === undefined) {
        yield {
          object,
          path: ['metadata'],
          message: `Deployment ${object.name} has no label owner`,
          consequence: 'when it fails at night, nobody knows whom to call',
          fix: 'add metadata.labels.owner',
        };
      }
    }
  },
};

export const rules: Rule[] = [ownerLabel];
