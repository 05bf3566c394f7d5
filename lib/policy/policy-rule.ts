import type { Finding, Severity } from '../review';
import type { JsonObject } from '../manifest/json';

/** When a rule's findings of one severity are there, in CEL. */
export interface PolicyLevel {
  readonly severity: Severity;
  /** A condition on the container `c`; `variables.pod` is its pod, and `object` what is applied. True where something is wrong. */
  readonly faulty: string;
}

/** A number that a cluster may set for itself, in the ConfigMap of the parameters. */
export interface PolicyParameter {
  /** Its key in the ConfigMap, and its name in CEL as `variables.coldBoot`. */
  readonly key: string;
  readonly variable: string;
  readonly default: number;
  readonly says: string;
}

/** How far a rule of the review is decided by the one object that is applied, and how: its file has the name of the rule. */
export interface PolicyRule {
  /** The rule of the review whose words it has. */
  readonly rule: string;
  /** What of the rule it decides; the rest is left to a review, which sees more than one object. */
  readonly decides: string;
  readonly levels: readonly PolicyLevel[];
  /**
   * Whether the rule judges what a hook of Helm runs as well.
   *
   * @default false
   */
  readonly hooks?: boolean;
  /** @default - none */
  readonly parameters?: readonly PolicyParameter[];
  /**
   * Whether a finding of a review is among those that it decides.
   *
   * @default - each is
   */
  covers?(finding: Finding, container: JsonObject): boolean;
}
