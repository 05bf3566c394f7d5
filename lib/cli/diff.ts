import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { differenceOf, regresses } from '../difference/difference';
import { DIFFERENCE_REPORTERS } from '../difference/reporters';
import { readFiles } from '../manifest/reading/files';
import type { Inputs } from '../manifest/reading/inputs';
import { readRevision } from '../manifest/reading/revision';
import { differencePage } from '../page/difference-page';
import { UsageError, type Command } from './command';
import { readDecisions } from './decisions';
import { FAIL_ON, failOn } from './severity-option';
import { sourcesOf } from './sources';
import { version } from './version';
import { writeWhole } from './whole-file';

export const diff: Command = {
  help: `probewise diff [options] BASE HEAD

What a change of the manifests changes: findings that are new and that are fixed, ways of requests, and what the probes
promise. BASE and HEAD are files, folders or globs, - for the standard input, or git revisions: origin/main:manifests
is that folder as it stands on that branch, HEAD~1 everything from here downward.

  --format FORMAT      ${[...DIFFERENCE_REPORTERS.keys()].join(', ')} (default text)
  --output FILE        write it to FILE, whole or not at all
  --html FILE          write it as a page for people too: one file that loads nothing
  --fail-on SEVERITY   ${FAIL_ON.join(', ')}: of a new finding (default error)
  --config FILE        suppressions with reasons, applied to HEAD

Exit codes: 0 no new finding at or above --fail-on; 1 there is one; 2 unusable input or usage.
`,
  run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'format': { type: 'string', default: 'text' },
        'output': { type: 'string' },
        'html': { type: 'string' },
        'fail-on': { type: 'string', default: 'error' },
        'config': { type: 'string' },
      },
    });
    const reporter = DIFFERENCE_REPORTERS.get(values.format);
    if (!reporter) {
      throw new UsageError(`--format ${values.format}: there is ${[...DIFFERENCE_REPORTERS.keys()].join(', ')}`);
    }
    const least = failOn(values['fail-on']);
    if (positionals.length !== 2) {
      throw new UsageError('name two sides: probewise diff origin/main:manifests manifests');
    }
    const [base, head] = positionals.map(readSide);
    const decisions = readDecisions(values);
    const compared = differenceOf(version(), base, head, decisions);
    const difference = { ...compared, problems: [...decisions.problems, ...compared.problems] };
    const report = reporter(difference, values.output === undefined && process.stdout.isTTY === true && !process.env.NO_COLOR);
    if (values.output !== undefined) {
      writeWhole(values.output, report);
    }
    if (values.html !== undefined) {
      writeWhole(values.html, differencePage(difference, sourcesOf(difference.findings.added)));
    }
    return { exitCode: difference.problems.length ? 2 : least && regresses(difference, least) ? 1 : 0, out: values.output === undefined ? report : '' };
  },
};

/** What lies there as a file comes before a revision of that name. */
function readSide(named: string): Inputs {
  return named === '-' || /[*?]/.test(named) || existsSync(named) ? readFiles([named]) : readRevision(named);
}
