import type { Finding } from '../finding';
import type { RuleDescription, Severity } from '../rule';
import type { Reporter } from './reporter';
import { objectInWords } from './wording';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** SARIF 2.1.0, for code scanning. */
export const sarif: Reporter = ({ report, rules }) =>
  `${JSON.stringify(
    {
      $schema: SCHEMA,
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'probewise', version: report.version, rules: rules.map(descriptor) } },
          columnKind: 'utf16CodeUnits',
          invocations: [
            {
              executionSuccessful: report.problems.length === 0,
              toolExecutionNotifications: report.problems.map((problem) => ({
                level: 'error',
                message: { text: problem.message },
                ...locations(problem),
              })),
            },
          ],
          results: report.findings.map((finding) => result(finding, rules)),
        },
      ],
    },
    null,
    2,
  )}\n`;

function descriptor({ id, model, severity, summary, doc }: RuleDescription): object {
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: doc.why },
    help: { text: `${doc.why}\n\n${doc.fix}` },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: [model] },
  };
}

function result(finding: Finding, rules: readonly RuleDescription[]): object {
  const index = rules.findIndex(({ id }) => id === finding.rule);
  return {
    ruleId: finding.rule,
    ...(index >= 0 && { ruleIndex: index }),
    level: LEVELS[finding.severity],
    message: { text: `${objectInWords(finding)}: ${finding.message}. Impact: ${finding.consequence}. Fix: ${finding.fix}.` },
    ...locations(finding, [{ fullyQualifiedName: `${objectInWords(finding)} ${finding.path}` }]),
    partialFingerprints: { 'finding/v1': fingerprint(finding) },
    ...(finding.suppressed && { suppressions: [{ kind: 'external', justification: finding.reason ?? '' }] }),
  };
}

interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

function locations({ file, line, column }: Place, logicalLocations?: readonly object[]): { readonly locations?: readonly object[] } {
  const physicalLocation = file !== undefined &&
    file !== '-' && {
      artifactLocation: { uri: file.split(/[\\/]/).map(encodeURIComponent).join('/') },
      ...(line !== undefined && { region: { startLine: line, ...(column !== undefined && { startColumn: column }) } }),
    };
  return physicalLocation || logicalLocations
    ? { locations: [{ ...(physicalLocation && { physicalLocation }), ...(logicalLocations && { logicalLocations }) }] }
    : {};
}

/** The same finding on another day: what it is about, not the line on which it stands. */
function fingerprint({ rule, object, path }: Finding): string {
  // Loaded for the one format that needs it: every other start would pay for it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createHash } = require('node:crypto') as typeof import('node:crypto');
  return createHash('sha256')
    .update(JSON.stringify([rule, object.kind, object.namespace, object.name, path]))
    .digest('hex')
    .slice(0, 32);
}
