// Makes a fresh clone ready: installs the locked dependencies unless they are there already, and with --build compiles lib/
// to dist/ unless that is up to date. Needs Node and nothing else, and no network the second time.
const { spawnSync } = require('node:child_process');
const { existsSync, readdirSync, readFileSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(`probewise needs Node 20 or newer; this is ${process.version}.`);
  process.exit(2);
}
if (!installed()) {
  npm('Installing the locked dependencies …', 'ci', '--no-audit', '--no-fund', '--loglevel=error');
}
if (process.argv.includes('--build') && !built()) {
  npm('Building …', 'run', '--silent', 'build');
}

/** What npm says goes to standard error: standard output belongs to the command that was asked for. */
function npm(what, ...args) {
  console.error(what);
  // Prepared for a global install (`npm install -g git+…`, as pre-commit does), what the build needs is still local.
  const env = { ...process.env, npm_config_global: 'false' };
  const { status } = spawnSync('npm', args, { cwd: root, env, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error(`npm ${args[0]} failed; its output stands above.`);
    process.exit(status ?? 1);
  }
}

/** npm leaves its own copy of the lock in node_modules; the same packages at the same versions mean nothing to do. */
function installed() {
  const lock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(lock)) {
    return false;
  }
  const packages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const have = packages(lock);
  return Object.entries(packages(join(root, 'package-lock.json')))
    .filter(([path, entry]) => path !== '' && !entry.optional && !entry.peer)
    .every(([path, entry]) => have[path]?.version === entry.version);
}

/** jsii writes the assembly last, so it is younger than every source it was made of. */
function built() {
  const assembly = join(root, '.jsii');
  if (![assembly, join(root, 'dist', 'index.js'), join(root, 'dist', 'cli', 'bundle.js')].every((file) => existsSync(file))) {
    return false;
  }
  const { mtimeMs } = statSync(assembly);
  return readdirSync(join(root, 'lib'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .every((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs < mtimeMs);
}
