import { parseArgs } from 'node:util';
import { RULES } from '../../review';
import { ExitStatus, type Outcome } from '../outcome';

/** `probewise rules` */
export function rules(args: string[]): Outcome {
  parseArgs({ args, options: {} });
  const width = Math.max(...RULES.map(({ id }) => id.length));
  return {
    status: ExitStatus.FINE,
    out: RULES.map(({ id, model, severity, summary }) => `${id.padEnd(width)}  ${model.padEnd(8)}  ${severity.padEnd(7)}  ${summary}\n`).join(''),
    complaints: [],
  };
}
