import { JsonFile, TextFile, javascript } from 'projen';

/**
 * The project's configuration, in one place: `npm run projen` writes package.json, the TypeScript
 * and jest settings and the ignore files from what stands here. Edit this file, not those.
 */
const project = new javascript.NodeProject({
  name: 'probewise',
  description: 'cdk8s constructs for web services whose health, readiness and worker pool hold together',
  defaultReleaseBranch: 'main',
  authorName: 'The probewise authors',
  authorOrganization: true,
  authorEmail: 'authors@probewise.dev',
  repository: 'https://github.com/probewise/probewise.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The probewise authors',
  copyrightPeriod: '2026',
  projenCommand: 'npm run projen',
  projenrcJs: false,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  entrypoint: 'dist/index.js',
  bin: { probewise: 'dist/cli/main.js' },
  keywords: ['cdk8s', 'kubernetes', 'probes', 'readiness', 'liveness', 'gunicorn', 'django', 'health', 'constructs', 'jsii'],

  peerDeps: ['cdk8s@^2.69.0', 'cdk8s-plus-28@^2.5.6', 'constructs@^10.5.0'],
  // The sources are compiled and tested against the lowest peers a user may have; the newest are a step of .ci/run.
  peerDependencyOptions: { pinnedDevDependency: true },
  // A jsii package carries its run-time dependencies with it.
  bundledDeps: ['d3-scale@^3.3', 'diff@^9', 'preact@^10', 'preact-render-to-string@^6', 'js-yaml@^5.5', 'smol-toml@^1.4'],
  devDeps: [
    '@jest/globals@^30',
    '@microsoft/jest-sarif@1.0.0-beta.0', // ships the SARIF 2.1.0 schema; nothing else of it is used
    '@swc/core@^1.16',
    '@swc/jest@^0.2.39',
    '@types/node@^20',
    '@types/d3-scale@^3.3',
    'ajv@^8',
    'ajv-draft-04@^1', // the dialect of the SARIF schema
    'ajv-formats@^3',
    'axe-core@^4', // judges the pages for readers of all kinds
    'esbuild@^0.28',
    'eslint@^10',
    'fast-check@^4',
    'jest@^30',
    'jsii@~5.9.0',
    'jsii-pacmak@^1.140', // packs what jsii compiled for Python and Java
    'jsii-rosetta@~5.9.1', // asked for by it: examples in docstrings, in the language of the package
    'playwright-core@^1', // drives Debian's Chromium; downloads none itself
    'prettier@^3', // one way to lay out code, and no talk about it
    'projen@^0.103.25',
    'ts-node@^10.9',
    'typescript@~5.9.0',
    'typescript-eslint@^8',
    'yaml@^2.9', // reads in tests what the library writes with another parser
  ],
  depsUpgrade: false,

  jest: false, // configured below: projen's component would add a reporter and a junit file nobody reads
  github: false,
  buildWorkflow: false,
  release: false,
  package: false,
  readme: { contents: '# probewise\n' },
  npmignoreEnabled: false, // package.json "files" says what ships; a second list could disagree
  gitignore: [
    '/dist/',
    '/coverage/',
    '*.tsbuildinfo',
    '.jsii',
    '.jsii.tabl.json',
    'tsconfig.jsii.json',
    '/.cache/',
    '*.tgz',
    '__pycache__/',
    '.venv/',
    '/examples/obcms/app/src/staticfiles/',
  ],
});

project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
project.npmrc.addConfig('fund', 'false');
project.npmrc.addConfig('audit', 'false');

// --- the package -----------------------------------------------------------------------------

const pkg = project.package;
pkg.addField('types', 'dist/index.d.ts');
const doors: [string, string][] = [
  ['review', 'review/index'],
  ['scenarios', 'scenarios/index'],
  ['jest', 'jest'],
  ['cdk8s-validation', 'cdk8s-validation'],
];
pkg.addField('exports', {
  '.': { types: './dist/index.d.ts', default: './dist/index.js' },
  ...Object.fromEntries(doors.map(([name, file]) => [`./${name}`, { types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` }])),
  './report.schema.json': './dist/review/report.schema.json',
  './.jsii': './.jsii',
  './package.json': './package.json',
});
// What TypeScript reads instead of exports with `module: commonjs`, which is what cdk8s init writes.
pkg.addField('typesVersions', { '*': Object.fromEntries(doors.map(([name, file]) => [name, [`dist/${file}.d.ts`]])) });
pkg.addField('files', ['dist', '!dist/examples', '!dist/tsconfig.tsbuildinfo', '.jsii', 'docs', 'CHANGELOG.md']);
pkg.addField('stability', 'experimental');
// jest's resolver: of 1.13.0 not every platform's package was published, and a lockfile without them installs nowhere.
pkg.addPackageResolutions('unrs-resolver@1.12.2');
pkg.addField('jsii', {
  outdir: '.cache/jsii',
  versionFormat: 'short',
  // Source maps inside of the files would be read at every start, and weigh more than the code.
  tsc: { rootDir: 'lib', outDir: 'dist', inlineSourceMap: false, inlineSources: false },
  excludeTypescript: ['test', 'suites', 'cluster', 'examples', 'bench', 'tools', 'dist', 'node_modules', '.projenrc.ts', '.cache'],
  metadata: { tsconfig: 'tsconfig.jsii.json' },
  targets: {
    python: { distName: 'probewise', module: 'probewise' },
    java: { package: 'dev.probewise', maven: { groupId: 'dev.probewise', artifactId: 'probewise' } },
  },
});

for (const script of [
  'build',
  'clobber',
  'compile',
  'default',
  'eject',
  'package',
  'post-compile',
  'post-upgrade',
  'pre-compile',
  'test',
  'upgrade',
]) {
  project.removeScript(script);
}
const scripts: Record<string, string> = {
  prepare: 'node tools/setup.js --build', // npm runs it where the package is installed from its repository, as pre-commit does
  prestart: 'node tools/setup.js --build',
  start: 'node --require ts-node/register/transpile-only examples/obcms/main.ts',
  pretest: 'node tools/setup.js',
  test: 'jest --config suites/unit/jest.config.json',
  build:
    'JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20 jsii --generate-tsconfig tsconfig.jsii.json --silence-warnings=reserved-word ' +
    "&& node -e \"fs.copyFileSync('lib/review/report.schema.json', 'dist/review/report.schema.json')\" " + // jsii copies no JSON
    // From a wheel the command is started as a file: outside npm nobody else makes it a program.
    '&& node -e "fs.chmodSync(\'dist/cli/main.js\', 0o755)" ' +
    '&& esbuild dist/cli/process.js --bundle --platform=node --target=node20 --packages=external --minify ' +
    '--log-level=warning --outfile=dist/cli/bundle.js',
  lint: 'prettier --check --log-level warn . && eslint . && tsc --noEmit --project tsconfig.json',
  format: 'prettier --write --log-level warn .',
  'test:e2e': 'jest --config suites/e2e/jest.config.json',
  'test:app': 'jest --config suites/app/jest.config.json',
  verification:
    'CI=true jest --config suites/app/jest.config.json suites/app/verification.test.ts; failed=$?; ' +
    'node --require ts-node/register/transpile-only tools/verification-page.ts && exit $failed',
  'test:peers': 'jest --config suites/peers/jest.config.json',
  'test:languages': 'jest --config suites/languages/jest.config.json',
  'test:browser': 'jest --config suites/browser/jest.config.json',
  'pretest:oracle': 'node tools/setup.js --build', // its examples import the library by its name
  'test:oracle': 'jest --config suites/oracle/jest.config.json',
  'test:pools': 'jest --config suites/pools/jest.config.json',
  'test:cluster': 'jest --config suites/cluster/jest.config.json',
  prepackage: 'node tools/setup.js --build',
  package: 'node --require ts-node/register/transpile-only tools/package.ts',
  house: 'node --require ts-node/register/transpile-only tools/house/main.ts',
  cluster: 'node --require ts-node/register/transpile-only cluster/driver/main.ts',
  'new:rule': 'node --require ts-node/register/transpile-only tools/new-rule.ts',
  picture: 'node --require ts-node/register/transpile-only tools/picture.ts',
  prebench: 'node tools/setup.js --build',
  bench: 'node --require ts-node/register/transpile-only bench/synthesis.ts',
  'prebench:comparison': 'node tools/setup.js --build',
  'bench:comparison': 'node --require ts-node/register/transpile-only bench/comparison.ts',
  'bench:workers': 'node --require ts-node/register/transpile-only bench/workers/main.ts',
  'prebench:start': 'node tools/setup.js --build',
  'bench:start': 'node --require ts-node/register/transpile-only bench/start.ts',
  'prebench:clock': 'node tools/setup.js',
  'bench:clock': 'node --require ts-node/register/transpile-only bench/clock.ts',
  'prebench:simulation': 'node tools/setup.js',
  'bench:simulation': 'node --expose-gc --require ts-node/register/transpile-only bench/simulation.ts',
  docs:
    'node --require ts-node/register/transpile-only tools/rules-page.ts && ' +
    'node --require ts-node/register/transpile-only tools/runbook-page.ts && node tools/readme-review.js',
  predocs: 'node tools/setup.js --build',
  projen: 'ts-node --transpile-only .projenrc.ts',
};
for (const [name, command] of Object.entries(scripts)) {
  project.setScript(name, command);
}

// --- TypeScript: editor, ts-node, jest and the type check. jsii keeps settings of its own. -----

new JsonFile(project, 'tsconfig.json', {
  obj: {
    compilerOptions: {
      target: 'ES2022',
      module: 'CommonJS',
      moduleResolution: 'Node10',
      lib: ['ES2022'],
      types: ['node'],
      strict: true,
      noImplicitReturns: true,
      noFallthroughCasesInSwitch: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      esModuleInterop: true,
      resolveJsonModule: true,
      skipLibCheck: true,
      isolatedModules: true,
      noEmit: true,
      // Examples import the library by the name a user would write.
      paths: { probewise: ['./lib/index.ts'], 'probewise/*': ['./lib/*'] },
    },
    include: ['lib', 'test', 'suites', 'cluster', 'examples', 'bench', 'tools', '.projenrc.ts'],
    exclude: ['node_modules', 'dist'],
  },
});

new JsonFile(project, '.prettierrc.json', { obj: { printWidth: 140, singleQuote: true }, marker: false });
new TextFile(project, '.prettierignore', {
  lines: ['*.json', '*.md', '*.yaml', '*.yml', '*.css', '/dist/', '/coverage/', '/.cache/', '/examples/**/*.html', '/tsconfig.jsii.json'],
});

// --- suites ------------------------------------------------------------------------------------

/** A suite: a folder below suites/ with its jest configuration and, but for the unit tests, its tests. */
function suite(name: string, settings: Record<string, unknown>) {
  new JsonFile(project, `suites/${name}/jest.config.json`, {
    obj: {
      rootDir: '../..',
      testEnvironment: 'node',
      transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
      // Inside of jest's sandbox each use of a global is a slow lookup; of these there are many in a simulation.
      sandboxInjectedGlobals: ['Math', 'Number', 'Array', 'Object', 'Map', 'Set', 'Infinity'],
      moduleNameMapper: { '^probewise$': '<rootDir>/lib/index.ts', '^probewise/(.*)$': '<rootDir>/lib/$1/index.ts' },
      testMatch: [`<rootDir>/suites/${name}/**/*.test.ts`],
      ...settings,
    },
  });
}
suite('unit', {
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/examples/**/*.test.ts'],
  globalSetup: '<rootDir>/suites/unit/compiled-programs.ts', // once, and only where a compiled program is started
  setupFiles: ['<rootDir>/suites/unit/properties.ts'],
  maxWorkers: '100%',
  testTimeout: 30000, // the first test of a file compiles what its command loads: on a cold cache, with coverage, that takes seconds
  collectCoverageFrom: ['lib/**/*.ts'],
  coverageReporters: ['text-summary', 'lcovonly'],
});
suite('e2e', {
  globalSetup: '<rootDir>/suites/e2e/python-environment.ts', // real servers need a Python; made once, under .cache/
  testTimeout: 60000,
  maxWorkers: 2,
});
suite('app', {
  globalSetup: '<rootDir>/suites/app/environment.ts', // a Python under .cache/, and Debian's PostgreSQL and Redis
  testTimeout: 60000,
  maxWorkers: 1, // what they measure is time
});
suite('pools', {
  globalSetup: '<rootDir>/suites/app/environment.ts',
  testTimeout: 60000,
  maxWorkers: 1, // what they measure is time, within a fifth: for a machine that nobody else uses, and so not a part of .ci/run
});
suite('peers', {
  globalSetup: '<rootDir>/suites/peers/peer-tools.ts', // builds the other linters and helm, with Go, under .cache/
  testTimeout: 60000,
});
suite('oracle', {
  globalSetup: '<rootDir>/suites/oracle/api-server-build.ts', // builds Kubernetes' own validation, with Go, under .cache/
  testTimeout: 120000,
});
suite('cluster', {
  globalSetup: '<rootDir>/suites/cluster/prepare.ts', // builds Kubernetes, with Go, under .cache/; Debian's packages for the rest
  testTimeout: 180000,
  maxWorkers: 1, // each test file has a cluster of its own, and two would share two cores
});
suite('languages', {
  globalSetup: '<rootDir>/suites/languages/prepare.ts', // packs the wheel, and compiles what is generated for Java
  testTimeout: 60000,
  maxWorkers: 1,
});
suite('browser', {
  globalSetup: '<rootDir>/suites/browser/chromium.ts', // the pages are read in a real one, from Debian's packages
  testTimeout: 60000,
  maxWorkers: 1,
});

project.synth();
