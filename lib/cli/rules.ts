import { parseArgs } from 'node:util';
import { everyRule } from './every-rule';
import type { Command } from './command';

export const rules: Command = {
  help: `probewise rules

Lists every rule: id, severity, model, summary. probewise explain RULE tells more of one.
`,
  run(args) {
    parseArgs({ args: [...args], options: {} });
    const listed = everyRule();
    const width = Math.max(...listed.map(({ id }) => id.length));
    return {
      exitCode: 0,
      out: listed
        .map(({ id, severity, model, summary }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${model.padEnd(8)}  ${summary}\n`)
        .join(''),
    };
  },
};
