import { objectInWords } from '../../manifest/api-object';
import { objectOf } from '../../manifest/json';
import { holds, requirementInWords, type Requirement } from '../../manifest/label-selector';
import type { Path } from '../../manifest/path';
import type { Edit } from '../fix/edit';
import type { Rule } from '../rule';

export const selectorMismatch: Rule = {
  id: 'selector-mismatch',
  model: 'chain',
  severity: 'error',
  summary: "A workload's selector does not select the pods of its own template",
  doc: {
    why: 'The API server refuses such an object, so what runs stays what it was before: a rollout that seems applied never happens.',
    fix: 'Make spec.selector a subset of spec.template.metadata.labels.',
    judges:
      'Deployment, StatefulSet, DaemonSet, ReplicaSet and Rollout whose template is here. The selector of a Job is made by the API server.',
    edits: 'Gives the pod template the labels that the selector names. Certain: today the API server refuses the object.',
    source: 'pkg/apis/apps/validation/validation.go, ValidatePodTemplateSpecForReplicaSet',
  },
  *check({ bundle }) {
    for (const { object, labels, selector, templatePath } of bundle.workloads) {
      const failing = selector?.filter((requirement) => !holds(requirement, labels)) ?? [];
      if (failing.length && objectOf(object.json.spec).template !== undefined) {
        yield {
          object,
          path: ['spec', 'selector'],
          message:
            `${objectInWords(object)} selects ${failing.map(requirementInWords).join(',')}; its template has ` +
            `${failing.map(({ key }) => (labels.has(key) ? `${key}=${labels.get(key)}` : `no ${key}`)).join(', ')}`,
          consequence: 'the API server refuses the object: nothing of it is rolled out',
          edits: labelEdits(failing, [...templatePath, 'metadata', 'labels']),
          fix: `give ${[...templatePath, 'metadata', 'labels'].join('.')} the labels of the selector`,
        };
      }
    }
  },
};

function labelEdits(failing: readonly Requirement[], path: Path): readonly Edit[] | undefined {
  return failing.every(({ operator, values }) => operator === 'In' && values.length === 1)
    ? failing.map(({ key, values: [value] }) => ({ path: [...path, key], value }))
    : undefined;
}
