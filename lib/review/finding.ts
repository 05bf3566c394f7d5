import { pathInWords } from '../manifest/path';
import type { Model, Observation, Rule, Severity } from './rule';

/** A finding as it is reported: the JSON contract. */
export interface Finding {
  /** The rule's id. */
  readonly rule: string;
  readonly severity: Severity;
  readonly model: Model;
  readonly object: {
    readonly apiVersion: string;
    readonly kind: string;
    /** Empty where the manifest leaves it open. */
    readonly namespace: string;
    readonly name: string;
  };
  /** The container's name, if the finding is about one. */
  readonly container?: string;
  /** The field, from the object's root: `spec.ports[0].targetPort`. */
  readonly path: string;
  /** Where the object was read; absent for objects that come from no file. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  readonly message: string;
  readonly consequence: string;
  readonly fix: string;
  /** Whether is suppressed it. */
  readonly suppressed: boolean;
  /** Why, where it is suppressed. */
  readonly reason?: string;
}

/** Where the observed field is written. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** The finding that a rule's observation makes. */
export function findingOf(rule: Rule, observation: Observation, place: Place = {}): Finding {
  const { apiVersion, kind, namespace, name } = observation.object;
  return {
    rule: rule.id,
    severity: observation.severity ?? rule.severity,
    model: rule.model,
    object: { apiVersion, kind, namespace, name },
    ...(observation.container !== undefined && { container: observation.container }),
    path: pathInWords(observation.path),
    ...place,
    message: observation.message,
    consequence: observation.consequence,
    fix: observation.fix,
    suppressed: false,
  };
}
