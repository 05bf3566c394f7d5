import { JsonFile, javascript } from 'projen';

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
  bundledDeps: ['d3-scale@^3.3', 'diff@^9', 'preact@^10', 'preact-render-to-string@^6', 'js-yaml@^5.5'], // a jsii package carries its run-time dependencies with it
  devDeps: [
    '@jest/globals@^30',
    '@microsoft/jest-sarif@1.0.0-beta.0', // ships the SARIF 2.1.0 schema; nothing else of it is used
    '@types/node@^20',
    '@types/d3-scale@^3.3',
    'ajv@^8',
    'ajv-draft-04@^1', // the dialect of the SARIF schema
    'ajv-formats@^3',
    'axe-core@^4', // judges the pages for readers of all kinds
    'eslint@^10',
    'fast-check@^4',
    'jest@^30',
    'jsii@~5.9.0',
    'playwright-core@^1', // drives Debian's Chromium; downloads none itself
    'projen@^0.103.25',
    'ts-jest@^29.4',
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
  gitignore: ['/dist/', '/coverage/', '*.tsbuildinfo', '.jsii', 'tsconfig.jsii.json', '/.cache/', '*.tgz', '__pycache__/', '.venv/', '/examples/obcms/app/src/staticfiles/'],
});

project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
project.npmrc.addConfig('fund', 'false');
project.npmrc.addConfig('audit', 'false');

// --- the package -----------------------------------------------------------------------------

const pkg = project.package;
pkg.addField('types', 'dist/index.d.ts');
const doors: [string, string][] = [['review', 'review/index'], ['scenarios', 'scenarios/index'], ['jest', 'jest'], ['cdk8s-validation', 'cdk8s-validation']];
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
  excludeTypescript: ['test', 'examples', 'bench', 'tools', 'dist', 'node_modules', '.projenrc.ts', '.cache'],
  metadata: { tsconfig: 'tsconfig.jsii.json' },
  targets: {},
});

for (const script of ['build', 'clobber', 'compile', 'default', 'eject', 'package', 'post-compile', 'post-upgrade', 'pre-compile', 'test', 'upgrade']) {
  project.removeScript(script);
}
const scripts: Record<string, string> = {
  prepare: 'node tools/setup.js --build', // npm runs it where the package is installed from its repository, as pre-commit does
  prestart: 'node tools/setup.js --build',
  start: 'node --require ts-node/register/transpile-only examples/obcms/main.ts',
  pretest: 'node tools/setup.js',
  test: 'jest',
  build: 'JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20 jsii --generate-tsconfig tsconfig.jsii.json --silence-warnings=reserved-word '
    + '&& node -e "fs.copyFileSync(\'lib/review/report.schema.json\', \'dist/review/report.schema.json\')"', // jsii copies no JSON
  lint: 'eslint . && tsc --noEmit --project tsconfig.json',
  'test:e2e': 'jest --config jest.e2e.config.json',
  'test:app': 'jest --config jest.app.config.json',
  'verification': 'CI=true jest --config jest.app.config.json test/app/verification.test.ts; failed=$?; '
    + 'node --require ts-node/register/transpile-only tools/verification-page.ts && exit $failed',
  'test:peers': 'jest --config jest.peers.config.json',
  'test:browser': 'jest --config jest.browser.config.json',
  'pretest:oracle': 'node tools/setup.js --build', // its examples import the library by its name
  'test:oracle': 'jest --config jest.oracle.config.json',
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
  docs: 'node --require ts-node/register/transpile-only tools/rules-page.ts && node tools/readme-review.js',
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
    include: ['lib', 'test', 'examples', 'bench', 'tools', '.projenrc.ts'],
    exclude: ['node_modules', 'dist'],
  },
});

// --- jest --------------------------------------------------------------------------------------

const transform = { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] };
const common = {
  testEnvironment: 'node',
  transform,
  moduleNameMapper: { '^probewise$': '<rootDir>/lib/index.ts', '^probewise/(.*)$': '<rootDir>/lib/$1/index.ts' },
};
new JsonFile(project, 'jest.config.json', {
  obj: {
    ...common,
    testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/examples/**/*.test.ts'],
    // What needs a Python or a Go has a suite of its own.
    testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/', '<rootDir>/test/app/', '<rootDir>/test/browser/', '<rootDir>/test/oracle/', '<rootDir>/test/peers/peers.test.ts', '<rootDir>/test/peers/helm.test.ts'],
    collectCoverageFrom: ['lib/**/*.ts'],
    coverageReporters: ['text-summary', 'lcovonly'],
  },
});
new JsonFile(project, 'jest.e2e.config.json', {
  obj: {
    ...common,
    testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
    globalSetup: '<rootDir>/test/e2e/python-environment.ts', // real servers need a Python; made once, under .cache/
    testTimeout: 60000,
    maxWorkers: 2,
  },
});
new JsonFile(project, 'jest.app.config.json', {
  obj: {
    ...common,
    testMatch: ['<rootDir>/test/app/**/*.test.ts'],
    globalSetup: '<rootDir>/test/app/environment.ts', // a Python under .cache/, and Debian's PostgreSQL and Redis
    testTimeout: 60000,
    maxWorkers: 1, // what they measure is time
  },
});
new JsonFile(project, 'jest.peers.config.json', {
  obj: {
    ...common,
    testMatch: ['<rootDir>/test/peers/peers.test.ts', '<rootDir>/test/peers/helm.test.ts'],
    globalSetup: '<rootDir>/test/peers/peer-tools.ts', // builds the other linters and helm, with Go, under .cache/
    testTimeout: 60000,
  },
});
new JsonFile(project, 'jest.oracle.config.json', {
  obj: {
    ...common,
    testMatch: ['<rootDir>/test/oracle/**/*.test.ts'],
    globalSetup: '<rootDir>/test/oracle/api-server-build.ts', // builds Kubernetes' own validation, with Go, under .cache/
    testTimeout: 120000,
  },
});
new JsonFile(project, 'jest.browser.config.json', {
  obj: {
    ...common,
    testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
    globalSetup: '<rootDir>/test/browser/chromium.ts', // the pages are read in a real one, from Debian's packages
    testTimeout: 60000,
    maxWorkers: 1,
  },
});

project.synth();
