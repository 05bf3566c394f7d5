import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Packs what is built for package registries: `npm run package -- --targets python --outdir DIR`, with jsii-pacmak's own options. The
 * examples of the README are translated on the way, so that each registry shows them in its own language.
 */
const root = resolve(__dirname, '..');
/** Where jsii-pacmak looks for translations. */
const TRANSLATIONS = join(root, '.jsii.tabl.json');

interface Tablet {
  readonly snippets: Readonly<Record<string, { readonly translations: Readonly<Record<string, { source: string }>> }>>;
}

function run(command: string, ...args: string[]): void {
  // All of its warnings are of one kind: a Node that its authors no longer support.
  const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' };
  const { status } = spawnSync(join(root, 'node_modules/.bin', command), args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env });
  if (status !== 0) {
    process.stderr.write(`${command} failed; its output stands above.\n`);
    process.exit(status ?? 1);
  }
}

/** jsii's Python names a method that is a reserved word with an underscore, and the translator does not know. */
function nameReservedWords(): void {
  const tablet = JSON.parse(readFileSync(TRANSLATIONS, 'utf8')) as Tablet;
  for (const { translations } of Object.values(tablet.snippets)) {
    translations.python.source = translations.python.source.replace(/\.with\(/g, '.with_(');
  }
  writeFileSync(TRANSLATIONS, JSON.stringify(tablet));
}

run('jsii-rosetta', 'extract', '--no-compile', '.');
nameReservedWords();
run('jsii-pacmak', '--rosetta-unknown-snippets', 'fail', ...process.argv.slice(2));
