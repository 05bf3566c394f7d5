import { Reading } from './reading/reading';
import { documentsIn } from './manifest/input/documents-in';
import { descriptions, review, reviewDocuments, type Finding, type Severity } from './review';
import { findingsInWords } from './review/reporters/findings';
import { objectInWords } from './review/reporters/wording';
import { reachesSeverity } from './review/rule';
import { reviewOptionsOf, type TeamOptions } from './review/team-options';
import { SCENARIOS, type Scenario, type ScenarioOptions } from './scenarios';
import { scenarioNamed } from './scenarios/catalogue';
import { text as simulationText } from './simulation/reporters/text';
import { simulate, simulatedWorkloads, survives } from './simulation/simulation';

// Loaded by a user's tests: `import 'probewise/jest'`. jest is the user's own, so its types are met and not imported.

/** What a matcher answers. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What jest asks of a snapshot serialiser. */
export interface SnapshotSerializer {
  test(value: unknown): boolean;
  serialize(value: unknown): string;
}

/** How `toPassReview` judges. */
export interface PassOptions extends TeamOptions {
  /**
   * The least severity of a finding that fails.
   *
   * @default error
   */
  readonly failOn?: Severity;
}

/** What `expect` is extended by. */
export interface ReviewMatchers<R> {
  /** No finding of severity error, or from `failOn` on: in a chart, an array of objects, or the manifests in a file or folder. */
  toPassReview(options?: PassOptions): R;
  /** A finding of this rule. */
  toHaveFinding(rule: string, options?: TeamOptions): R;
  /** What the scenario asks for is broken for no workload, and holds for one at least: `Scenario.dependencyHang`, or `'rollout'`. */
  toSurvive(scenario: Scenario | string, options?: ScenarioOptions): R;
}

/* eslint-disable @typescript-eslint/no-empty-object-type, @typescript-eslint/ban-ts-comment -- merged with jest's own */
declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the place of `@types/jest`
  namespace jest {
    interface Matchers<R> extends ReviewMatchers<R> {}
  }
}

/** @ts-ignore -- The place of `@jest/globals`. A project with `@types/jest` alone may not have that package, and needs no complaint. */
declare module '@jest/expect' {
  interface Matchers<R extends void | Promise<void>> extends ReviewMatchers<R> {}
}
/* eslint-enable */

function toPassReview(received: unknown, { failOn = 'error', ...options }: PassOptions = {}): MatcherResult {
  if (!['error', 'warning', 'info'].includes(failOn)) {
    throw new Error(`failOn ${JSON.stringify(failOn)}: there is error, warning, info.`);
  }
  const findings = findingsOf(received, options).filter(({ suppressed }) => !suppressed);
  const pass = !findings.some(({ severity }) => reachesSeverity(severity, failOn));
  const kind = `findings of severity ${failOn}${failOn === 'error' ? '' : ' or above'}`;
  return {
    pass,
    message: () => (pass ? `expected ${kind}, and there are none` : `expected no ${kind}\n\n${findingsInWords(findings)}`),
  };
}

function toHaveFinding(received: unknown, rule: string, options: TeamOptions = {}): MatcherResult {
  if (!descriptions().some(({ id }) => id === rule)) {
    throw new Error(`there is no rule ${JSON.stringify(rule)}; probewise rules lists them`);
  }
  const findings = findingsOf(received, options).filter(({ suppressed }) => !suppressed);
  const pass = findings.some((finding) => finding.rule === rule);
  return { pass, message: () => `expected ${pass ? 'no finding' : 'a finding'} of ${rule}\n\n${findingsInWords(findings)}` };
}

function toSurvive(received: unknown, named: Scenario | string, options: ScenarioOptions = {}): MatcherResult {
  const scenario = typeof named === 'string' ? scenarioNamed(named) : named;
  if (scenario === undefined) {
    throw new Error(`there is no scenario ${JSON.stringify(named)}: there is ${SCENARIOS.map(({ name }) => name).join(', ')}`);
  }
  const workloads = simulatedWorkloads(Reading.ofObjects(objectsOf(received)));
  if (workloads.length === 0) {
    throw new Error('expected a workload that goes on and has a pod');
  }
  const run = (trace: boolean) => ({
    version: '',
    problems: [],
    workloads: workloads.map((workload) => simulate(workload, [scenario], { ...options, trace })),
  });
  const simulation = run(false);
  const pass = survives(simulation);
  return {
    pass,
    // The same seed, the same course: only a failure pays for its timeline.
    message: () =>
      `expected ${scenario.name} ` +
      `${pass ? 'not to be survived' : 'to be survived'}\n\n${simulationText(pass ? simulation : run(true), false)}`,
  };
}

/** The matchers, for a jest without globals: `expect.extend(matchers)`. */
export const matchers = { toPassReview, toHaveFinding, toSurvive };

/** Findings in a snapshot: a line each, in a stable order, without the lines of files, which move with every edit. */
export const findingsSerializer: SnapshotSerializer = {
  test: (value) => Array.isArray(value) && value.length > 0 && value.every(isFinding),
  serialize: (value) =>
    (value as Finding[])
      .map(
        (finding) =>
          `${finding.suppressed ? `suppressed (${finding.reason ?? ''})` : finding.severity} ${finding.rule}  ` +
          `${objectInWords(finding)}  ${finding.path}`,
      )
      .sort()
      .join('\n'),
};

interface Expect {
  extend(matchers: object): void;
  addSnapshotSerializer(serializer: SnapshotSerializer): void;
}

const { expect } = globalThis as { readonly expect?: Expect };
expect?.extend(matchers);
expect?.addSnapshotSerializer(findingsSerializer);

function findingsOf(received: unknown, team: TeamOptions): Finding[] {
  const options = reviewOptionsOf(team);
  return typeof received === 'string' ? reviewDocuments(documentsIn(received), options) : review(objectsOf(received), options);
}

function objectsOf(received: unknown): readonly unknown[] {
  if (typeof received === 'string') {
    return documentsIn(received).map(({ json }) => json);
  }
  if (Array.isArray(received)) {
    return received;
  }
  if (typeof (received as { toJson?: unknown } | null)?.toJson === 'function') {
    return (received as { toJson(): unknown[] }).toJson();
  }
  throw new Error(
    'expected a chart, an array of Kubernetes objects, or the name of a file or folder with manifests; Testing.synth(chart) is ' +
      'such an array',
  );
}

function isFinding(value: unknown): boolean {
  const { rule, severity, path, object } = (value ?? {}) as Partial<Finding>;
  return (
    typeof rule === 'string' && typeof severity === 'string' && typeof path === 'string' && typeof object === 'object' && object !== null
  );
}
