import { readFiles } from './manifest/input/files';
import { extentOf } from './manifest/input/inputs';
import { descriptions, reviewDocuments, type Finding, type ReviewOptions, type Severity } from './review';
import { reaches, reportOf } from './review/report';
import { reviewOptionsOf, type TeamOptions } from './review/team-options';

// cdk8s-cli loads this; its own types would bring the whole CLI with them, so what is used of its contract is written here.

/** What cdk8s-cli hands to a validation plugin. */
export interface ValidationContext {
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: object): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
}

/** The `properties` of the plugin in cdk8s.yaml. */
export interface ReviewValidationProps extends TeamOptions {
  /**
   * The severity from which on synthesis fails: error, warning, info or never.
   *
   * @default - error
   */
  readonly failOn?: Severity | 'never';
}

const FAIL_ON: readonly unknown[] = ['error', 'warning', 'info', 'never'];

/** Reviews what `cdk8s synth` wrote. Named in cdk8s.yaml as `class: ReviewValidation`. */
export class ReviewValidation {
  private readonly failOn: Severity | 'never';
  private readonly options: ReviewOptions;

  /** @throws if `failOn` is no severity, a property is unknown, or the configuration cannot be used */
  public constructor({ failOn = 'error', config, complete, ...unknown }: ReviewValidationProps = {}) {
    const [name] = Object.keys(unknown);
    if (name !== undefined) {
      throw new Error(`${name} in the properties of probewise: there is failOn, config, complete.`);
    }
    if (!FAIL_ON.includes(failOn)) {
      throw new Error(`failOn ${JSON.stringify(failOn)} in the properties of probewise: there is ${FAIL_ON.join(', ')}.`);
    }
    this.failOn = failOn;
    this.options = reviewOptionsOf({ config, complete });
  }

  /** Adds a violation for each finding, and fails from `failOn` on, or when a manifest cannot be read. */
  public async validate({ manifests, report }: ValidationContext): Promise<void> {
    const { inputs, documents, problems } = readFiles(manifests);
    const options = { ...this.options, extent: extentOf({ problems }, this.options.extent?.complete) };
    const findings = reviewDocuments(documents, options).filter(({ suppressed }) => !suppressed);
    const reviewed = reportOf({ version: '', inputs, problems, findings });
    findings.forEach((finding) => report.addViolation(violationOf(finding)));
    problems.forEach(({ file, message }) =>
      report.addViolation({
        ruleName: 'unusable input',
        recommendation: message,
        fix: 'write a manifest that can be read',
        violatingResources: [{ resourceName: file, locations: [], manifestPath: file }],
      }),
    );
    const failed = problems.length > 0 || (this.failOn !== 'never' && reaches(reviewed, this.failOn));
    const { error, warning, info } = reviewed.summary;
    report.submit(failed ? 'failure' : 'success', { errors: String(error), warnings: String(warning), infos: String(info) });
  }
}

function violationOf(finding: Finding): object {
  return {
    ruleName: `${finding.rule} (${finding.severity}): ${descriptions().find(({ id }) => id === finding.rule)!.summary}`,
    recommendation: `${finding.message}. Impact: ${finding.consequence}.`,
    fix: finding.fix,
    violatingResources: [{ resourceName: finding.object.name, locations: [finding.path], manifestPath: finding.file ?? '' }],
  };
}
