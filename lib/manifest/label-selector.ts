import { listOf, objectOf, textMapOf, textOf, type JsonObject } from './json';

/** The labels of an object. */
export type Labels = ReadonlyMap<string, string>;

/** One condition of a selector. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

/** A selector: every requirement must hold. Without any it selects everything. */
export type LabelSelector = readonly Requirement[];

const OPERATORS: ReadonlySet<unknown> = new Set<Requirement['operator']>(['In', 'NotIn', 'Exists', 'DoesNotExist']);

/** The selector of a Service or ReplicationController: a plain map of labels. */
export function equalitySelectorOf(map: unknown): LabelSelector {
  return [...textMapOf(map)].map(([key, value]) => ({ key, operator: 'In', values: [value] }));
}

/** A `metav1.LabelSelector`; nothing when it is absent or names an operator that does not exist. */
export function labelSelectorOf(json: unknown): LabelSelector | undefined {
  if (json === undefined || json === null) {
    return undefined;
  }
  const selector = objectOf(json);
  const expressions = listOf(selector.matchExpressions).map(objectOf);
  return expressions.every(({ operator }) => OPERATORS.has(operator))
    ? [...equalitySelectorOf(selector.matchLabels), ...expressions.map(requirementOf)]
    : undefined;
}

function requirementOf(expression: JsonObject): Requirement {
  return {
    key: textOf(expression.key) ?? '',
    operator: expression.operator as Requirement['operator'],
    values: listOf(expression.values).filter((value) => typeof value === 'string'),
  };
}

/** Whether a selector selects these labels (`k8s.io/apimachinery/pkg/labels`, `Requirement.Matches`). */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  return selector.every((requirement) => holds(requirement, labels));
}

/** `NotIn` holds where the label is absent, as `Requirement.Matches` has it. */
export function holds({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = labels.get(key);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

/** A requirement as `kubectl` writes it: `app=web`, `tier in (a,b)`, `!legacy`. */
export function requirementInWords({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(',')})`;
    case 'NotIn':
      return values.length === 1 ? `${key}!=${values[0]}` : `${key} notin (${values.join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
}
