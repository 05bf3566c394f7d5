import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = resolve(__dirname, '../..');
const { peerDependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const newest: Record<string, string> = peerDependencies;
const oldest = Object.fromEntries(Object.entries(newest).map(([name, range]) => [name, range.replace(/^\^/, '')]));

const TYPESCRIPT = `import { App, Chart, Size } from 'cdk8s';
import { HealthEndpoints, WebService } from 'probewise';
const app = new App();
const chart = new Chart(app, 'typescript');
new WebService(chart, 'web', {
  image: 'registry.example/app:1',
  resources: { memory: Size.mebibytes(256) },
  health: { endpoints: HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' }) },
});
app.synth();
`;
const JAVASCRIPT = `const { App, Chart, Size } = require('cdk8s');
const { GunicornService, HealthEndpoints } = require('probewise');
const app = new App();
const chart = new Chart(app, 'javascript');
new GunicornService(chart, 'web', {
  image: 'registry.example/app:1',
  resources: { memory: Size.mebibytes(256) },
  health: { endpoints: HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' }) },
});
app.synth();
`;

/** A test of a user's own; what `tsc` has to refuse in it, it has to refuse. */
const JEST_TEST = `import 'probewise/jest';
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'web', livenessProbe: { tcpSocket: { port: 0 } } }] } };
test('the matchers are there', async () => {
  expect([]).toPassReview();
  expect([pod]).not.toPassReview();
  expect([pod]).toHaveFinding('probe-invalid');
  await expect(Promise.resolve([])).resolves.toPassReview();
  if (Math.random() > 1) {
    // @ts-expect-error -- which rule?
    expect([]).toHaveFinding();
    // @ts-expect-error -- there is no such matcher
    expect([]).toHaveFindings('probe-invalid');
  }
});
`;

/** @throws with what the program said */
function run(cwd: string, command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
  }
}

let scratch: string;
let packed: { filename: string; files: { path: string }[] };

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'probewise-package-'));
  run(root, process.execPath, 'tools/setup.js', '--build');
  [packed] = JSON.parse(run(root, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', scratch));
}, 120_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('the tarball holds the compiled library and its jsii assembly, and neither sources nor tests nor examples', () => {
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', '.jsii', 'LICENSE', 'README.md', 'package.json']));
  expect(paths.filter((path) => /^(lib|test|examples|tools|bench)\/|dist\/examples|tsbuildinfo/.test(path))).toEqual([]);
});

test('every file that package.json points to is in the tarball', () => {
  const { main, types, bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const targets = [
    main,
    types,
    ...Object.values(bin),
    ...Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? entry : Object.values(entry as object))),
  ];
  const paths = packed.files.map(({ path }) => path);
  expect(targets.map((target) => (target as string).replace(/^\.\//, '')).filter((target) => !paths.includes(target))).toEqual([]);
});

describe.each([
  ['oldest', oldest],
  ['newest', newest],
])('given an empty project with the %s peers that are allowed', (age, peers) => {
  let project: string;

  beforeAll(() => {
    project = join(scratch, age);
    mkdirSync(project);
    writeFileSync(
      join(project, 'package.json'),
      JSON.stringify({
        name: 'user',
        private: true,
        dependencies: { ...peers, probewise: `file:${join(scratch, packed.filename)}` },
        devDependencies: { typescript: devDependencies.typescript, '@types/node': devDependencies['@types/node'] },
      }),
    );
    run(project, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error');
  }, 240_000);

  test('a TypeScript app of ten lines compiles and synthesises', () => {
    writeFileSync(join(project, 'app.ts'), TYPESCRIPT);
    run(project, 'npx', '--no-install', 'tsc', '--strict', '--skipLibCheck', '--target', 'ES2022', '--module', 'commonjs', 'app.ts');
    run(project, process.execPath, 'app.js');
    expect(readFileSync(join(project, 'dist/typescript.k8s.yaml'), 'utf8')).toContain('readinessProbe');
  }, 60_000);

  test('a JavaScript app of ten lines synthesises', () => {
    writeFileSync(join(project, 'plain.js'), JAVASCRIPT);
    run(project, process.execPath, 'plain.js');
    expect(readFileSync(join(project, 'dist/javascript.k8s.yaml'), 'utf8')).toContain('GUNICORN_CMD_ARGS');
  }, 60_000);
});

describe(
  'given a project whose tests are in TypeScript, the matchers of probewise/jest are typed, and nothing but the ' + 'peers is needed',
  () => {
    const { typescript, jest } = devDependencies;
    /** Both ways in which TypeScript finds the file: by `exports`, and without them. */
    const MODULES = [
      ['--module', 'commonjs'],
      ['--module', 'node16'],
    ];

    test.each([
      ['@jest/globals', { jest }, `import { expect, test } from '@jest/globals';\n${JEST_TEST}`],
      ['@types/jest, without any package of jest itself', { '@types/jest': jest }, JEST_TEST],
    ])(
      'by %s',
      (name, packages, source) => {
        const project = join(scratch, name.replace(/\W+/g, '-'));
        mkdirSync(project);
        writeFileSync(
          join(project, 'package.json'),
          JSON.stringify({
            name: 'user',
            private: true,
            devDependencies: { ...packages, typescript, probewise: `file:${join(scratch, packed.filename)}` },
          }),
        );
        run(project, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error');
        writeFileSync(join(project, 'review.test.ts'), source);
        MODULES.forEach((module) =>
          run(project, 'npx', '--no-install', 'tsc', '--strict', '--target', 'ES2022', ...module, 'review.test.ts'),
        );
        if ('jest' in packages) {
          run(project, 'npx', '--no-install', 'jest', 'review.test.js');
        }
      },
      240_000,
    );
  },
);

/** What loads a peer: the writing way through the house, its doors and the examples. The reading way loads none. */
const WITH_PEERS = [
  'test/constructs/',
  'test/mixins/',
  'test/health/',
  'test/workers/',
  'test/jest.test.ts',
  'test/cdk8s-validation.test.ts',
  'test/examples.test.ts',
];

test('the tests pass with the newest peers as well', () => {
  const copy = join(scratch, 'tests-with-newest');
  mkdirSync(join(copy, 'node_modules'), { recursive: true });
  for (const name of [
    'lib',
    'test',
    'examples',
    'tools',
    'docs',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'suites',
    'eslint.config.mjs',
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
  ]) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  // Everything but the peers is what is installed here.
  const modules = run(join(root, 'node_modules'), 'ls', '-A')
    .split('\n')
    .filter((name) => name && !(name in newest));
  modules.forEach((name) => symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name)));
  for (const name of Object.keys(newest)) {
    cpSync(join(scratch, 'newest/node_modules', name), join(copy, 'node_modules', name), { recursive: true });
  }
  // What a newer peer writes beside is its own affair; the named assertions are not.
  const results = join(copy, 'results.json');
  run(
    copy,
    process.execPath,
    'node_modules/jest/bin/jest.js',
    '--config',
    'suites/unit/jest.config.json',
    '--ci',
    '--json',
    '--outputFile',
    results,
    ...WITH_PEERS,
  );
  const { success, numPassedTests } = JSON.parse(readFileSync(results, 'utf8'));
  expect(success).toBe(true);
  expect(numPassedTests).toBeGreaterThan(500);
}, 240_000);
