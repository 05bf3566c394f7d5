import { RULES } from '../registry';
import type { Model, Rule } from '../rule';

const MODELS: Readonly<Record<Model, string>> = {
  chain: 'can a request get from the route to the process?',
  clock: 'what will the kubelet do, and when?',
  capacity: 'can the process do the work it is given?',
};

/** `docs/rules.md`: every rule, by model, with what `probewise explain` says of it. */
export function rulesPage(): string {
  const sections = (Object.keys(MODELS) as Model[]).map((model) => {
    const rules = RULES.filter((rule) => rule.model === model);
    return [`## ${model}: ${MODELS[model]}`, '', ...rules.flatMap(section)].join('\n');
  });
  return `# Rules

<!-- Written by \`npm run docs\` from lib/review/rules. -->

${RULES.length} rules. A finding may weigh less than its rule where it rests on an assumption, which it then says.

${sections.join('\n')}`;
}

function section({ id, severity, summary, doc }: Rule): string[] {
  return [`### ${id}`, '', `${severity}: ${prose(summary)}.`, '', prose(doc.why), '', `**Fix.** ${prose(doc.fix)}`, '', `**Judges.** ${prose(doc.judges)}`, '',
    `**Source.** ${prose(doc.source)}`, ''];
}

/** Rule texts know code in backticks and no other markup: what Markdown would take for some is escaped. */
function prose(text: string): string {
  return text.replace(/`[^`]*`|[*<>[\]|]/g, (part) => (part.startsWith('`') ? part : `\\${part}`));
}
