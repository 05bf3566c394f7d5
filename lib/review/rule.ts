import type { ApiObject } from '../manifest/api-object';
import type { JsonObject } from '../manifest/json';
import type { Reading } from '../reading/reading';
import type { Path } from '../manifest/path';
import type { Demonstration } from './demonstration';
import type { Edit } from './fix/edit';

/** How much a finding matters. */
export type Severity = 'error' | 'warning' | 'info';

const RANK: Readonly<Record<Severity, number>> = { error: 3, warning: 2, info: 1 };

/** Below 0 where the first matters more. */
export function bySeverity(one: Severity, other: Severity): number {
  return RANK[other] - RANK[one];
}

/** Whether this matters at least as much as that. */
export function reachesSeverity(severity: Severity, least: Severity): boolean {
  return RANK[severity] >= RANK[least];
}

/** Which of the three models a rule reads. */
export type Model = 'chain' | 'clock' | 'capacity';

/** What `probewise explain` prints of a rule. */
export interface RuleDoc {
  /** What happens to users, and how it comes about. */
  readonly why: string;
  /** How to fix it. */
  readonly fix: string;
  /** Exactly when the rule reports, and when it stays silent although it might. */
  readonly judges: string;
  /**
   * What `--fix` changes, and why that is certain.
   *
   * @default - it changes nothing
   */
  readonly edits?: string;
  /** Where the claim can be checked: a source file, a measured fact, an issue. */
  readonly source: string;
}

/** What a rule has seen. */
export interface Observation {
  /** The object to change. */
  readonly object: ApiObject;
  /** The container concerned, if one is. */
  readonly container?: string;
  /** The field to change. */
  readonly path: Path;
  /** The things that disagree, with their numbers. */
  readonly message: string;
  /** What that does to users. */
  readonly consequence: string;
  /** One thing to change. */
  readonly fix: string;
  /**
   * How much this one matters.
   *
   * @default - as much as the rule says
   */
  readonly severity?: Severity;
  /**
   * What `--fix` writes, all of it or nothing. Only where it is certain: whatever the application is like, nothing is worse for it.
   *
   * @default - somebody has to decide
   */
  readonly edits?: readonly Edit[];
  /**
   * Objects that `--fix` writes behind this one, with the edits.
   *
   * @default - none
   */
  readonly additions?: readonly JsonObject[];
}

/** What a finding's `rule` stands for. */
export interface RuleDescription {
  /** Public, and never given another meaning. */
  readonly id: string;
  readonly model: Model;
  readonly severity: Severity;
  /** One line. */
  readonly summary: string;
  readonly doc: RuleDoc;
}

/** A rule: what it is about, and a pure function from the manifests to what is wrong with them. Its file has the name of its id. */
export interface Rule extends RuleDescription {
  /**
   * What shows its consequence on the clock. `probewise review` runs it for the rules that are built in; checking a rule does not.
   *
   * @default - nothing does
   */
  readonly demonstration?: Demonstration;
  /**
   * Whether what it says holds wherever a container runs, and not only in a cluster: then it judges what Compose, Fly.io, Render,
   * Heroku, Railway and Knative are told of as well.
   *
   * @default false
   */
  readonly anywhere?: boolean;
  check(reading: Reading): Iterable<Observation>;
}
