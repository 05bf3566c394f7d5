// What a user gets: the packed tarball in an empty project, imported by a TypeScript and a JavaScript app, with the oldest
// and the newest peers that package.json allows. Ends with a line that counts.
const { execFileSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const root = join(__dirname, '..');
const { peerDependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const oldest = Object.fromEntries(Object.entries(peerDependencies).map(([name, range]) => [name, range.replace(/^\^/, '')]));

const TYPESCRIPT = `import { App, Chart, Size } from 'cdk8s';
import { HealthEndpoints, WebService } from 'probewise';
const app = new App();
const chart = new Chart(app, 'typescript');
new WebService(chart, 'web', {
  image: 'registry.example/app:1',
  resources: { memory: Size.mebibytes(256) },
  health: HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' }),
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
  health: HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' }),
});
app.synth();
`;

let passed = 0;
let failed = 0;

function check(what, test) {
  try {
    test();
    passed += 1;
    console.log(`ok    ${what}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${what}\n${error.stdout ?? ''}${error.stderr ?? error.message}`);
  }
}

function run(cwd, command, ...args) {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 });
}

const scratch = mkdtempSync(join(tmpdir(), 'probewise-pack-'));
try {
  const [{ filename, files }] = JSON.parse(run(root, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', scratch));
  check('the tarball holds the compiled library and its jsii assembly, and no sources, tests or examples', () => {
    const paths = files.map(({ path }) => path);
    for (const wanted of ['dist/index.js', 'dist/index.d.ts', '.jsii', 'LICENSE', 'README.md', 'package.json']) {
      if (!paths.includes(wanted)) throw new Error(`${wanted} is missing`);
    }
    const stray = paths.filter((path) => /^(lib|test|examples|tools|bench)\/|dist\/examples|tsbuildinfo/.test(path));
    if (stray.length) throw new Error(`not for users: ${stray.join(', ')}`);
  });
  for (const [age, peers] of [['oldest', oldest], ['newest', peerDependencies]]) {
    const project = mkdtempSync(join(scratch, `${age}-`));
    const manifest = { name: 'user', private: true, dependencies: { ...peers, probewise: `file:${join(scratch, filename)}` },
      devDependencies: { typescript: devDependencies.typescript, '@types/node': devDependencies['@types/node'] } };
    writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
    run(project, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error');
    const versions = Object.keys(peers).map((name) => `${name} ${JSON.parse(readFileSync(join(project, 'node_modules', name, 'package.json'), 'utf8')).version}`).join(', ');
    check(`a TypeScript app compiles and synthesises with the ${age} peers (${versions})`, () => {
      writeFileSync(join(project, 'app.ts'), TYPESCRIPT);
      run(project, 'npx', '--no-install', 'tsc', '--strict', '--skipLibCheck', '--target', 'ES2022', '--module', 'commonjs', 'app.ts');
      run(project, process.execPath, 'app.js');
      if (!/readinessProbe/.test(readFileSync(join(project, 'dist', 'typescript.k8s.yaml'), 'utf8'))) throw new Error('no readiness probe in the manifest');
    });
    check(`a JavaScript app synthesises with the ${age} peers`, () => {
      writeFileSync(join(project, 'plain.js'), JAVASCRIPT);
      run(project, process.execPath, 'plain.js');
      if (!/GUNICORN_CMD_ARGS/.test(readFileSync(join(project, 'dist', 'javascript.k8s.yaml'), 'utf8'))) throw new Error('no gunicorn settings in the manifest');
    });
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
