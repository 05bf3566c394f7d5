import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(__dirname, '..');
const [id = ''] = process.argv.slice(2);
const name = id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** A rule that compiles and reports nothing yet: each TODO is for its author, and the tests fail until they are done. */
const FILES: Readonly<Record<string, string>> = {
  [`lib/review/rules/${id}.ts`]: `import { objectInWords } from '../../manifest/api-object';
import type { Rule } from '../rule';

export const ${name}: Rule = {
  id: '${id}',
  model: 'chain',
  severity: 'warning',
  summary: 'TODO: what it finds, in a line',
  doc: {
    why: 'TODO: what goes wrong, and how that comes about.',
    fix: 'TODO: the one thing to do.',
    judges: 'TODO: the exact condition under which it reports; in all others it is silent.',
    source: 'TODO: a file and symbol of Kubernetes or of the server, or a page',
  },
  *check(reading) {
    for (const workload of reading.bundle.workloads) {
      const fault = workload.containers.length === 0; // TODO: a fact of reading.of(workload)
      if (fault) {
        yield {
          object: workload.object,
          path: ['spec'],
          message: \`\${objectInWords(workload.object)} TODO\`,
          consequence: 'TODO: what users or operators see of it',
          fix: 'TODO: what to write instead',
        };
      }
    }
  },
};
`,
  [`test/review/rules/${id}.test.ts`]: `import { expect, test } from '@jest/globals';
import { deployment, seen, service } from '../shop';

const reported = (pod: object) => seen('${id}', deployment({}, pod), service());

test.each([['TODO: what is wrong', {}, 'warning spec: Deployment web TODO']])('%s is reported', (_, pod, message) => {
  expect(reported(pod)).toEqual([message]);
});

test.each([['TODO: what looks like it and is sound', {}]])('%s is left alone', (_, pod) => {
  expect(reported(pod)).toEqual([]);
});
`,
  [`examples/incidents/${id}.yaml`]: `# TODO: what happened, in two or three lines: what people saw, and what it came from.
# review: ${id}
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: shop:1.0
`,
};

const BARREL = resolve(root, 'lib/review/rules/index.ts');

function addToBarrel(): void {
  const lines = readFileSync(BARREL, 'utf8').trimEnd().split('\n');
  const entries = [...lines.filter((line) => line.startsWith('export {')), `export { ${name} } from './${id}';`].sort(byFile);
  writeFileSync(BARREL, `${[...lines.filter((line) => !line.startsWith('export {')), ...entries].join('\n')}\n`);
}

function byFile(one: string, other: string): number {
  const [a, b] = [one, other].map((line) => line.slice(line.indexOf("'")));
  return a < b ? -1 : 1;
}

const taken = Object.keys(FILES).find((file) => existsSync(resolve(root, file)));
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id) || taken) {
  process.stderr.write(
    taken ? `${taken} is there already.\n` : 'Name the rule, in words with hyphens: npm run new:rule probe-without-path\n',
  );
  process.exitCode = 2;
} else {
  for (const [file, text] of Object.entries(FILES)) {
    writeFileSync(resolve(root, file), text);
  }
  addToBarrel();
  process.stdout.write(
    `Written, and lib/review/rules/index.ts has its line:\n${Object.keys(FILES)
      .map((file) => `  ${file}\n`)
      .join('')}` +
      `Replace each TODO. Then: npm test -- ${id} registry incidents; then npm run docs, which writes docs/rules.md, and npm test -- rules-page.\n`,
  );
}
