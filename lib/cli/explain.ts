import { parseArgs } from 'node:util';
import { UsageError, type Command } from './command';
import { everyRule } from './every-rule';

export const explain: Command = {
  help: `probewise explain RULE

Prints why a rule reports, how to fix what it found, and exactly what it judges. probewise rules lists the rules.
`,
  run(args) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    const [id] = positionals;
    const rule = everyRule().find((one) => one.id === id);
    if (!rule || positionals.length > 1) {
      throw new UsageError(
        id === undefined || positionals.length > 1
          ? 'name one rule: probewise explain readiness-missing; probewise rules lists them'
          : `there is no rule ${id}; probewise rules lists them`,
      );
    }
    const { severity, model, summary, doc } = rule;
    return {
      exitCode: 0,
      out:
        `${id} (${severity}, ${model})\n${summary}.\n\nWhy\n  ${doc.why}\n\nFix\n  ${doc.fix}\n\nJudges\n  ` +
        `${doc.judges}${doc.edits ? `\n\n--fix\n  ${doc.edits}` : ''}\n\nSource\n  ${doc.source}\n`,
    };
  },
};
