import { parseArgs } from 'node:util';
import { RULES } from '../../review';
import { ExitStatus, usage, type Outcome } from '../outcome';

/** `probewise explain RULE` */
export function explain(args: string[]): Outcome {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
  const [id] = positionals;
  const rule = RULES.find((one) => one.id === id);
  if (!rule) {
    return usage(id === undefined ? "say which rule; 'probewise rules' lists them" : `there is no rule '${id}'; 'probewise rules' lists them`);
  }
  const { model, severity, summary, doc } = rule;
  return {
    status: ExitStatus.FINE,
    out: `${id} (${model}, ${severity}): ${summary}\n\nWhy: ${doc.why}\n\nFix: ${doc.fix}\n\nJudges: ${doc.judges}\n\nSource: ${doc.source}\n`,
    complaints: [],
  };
}
