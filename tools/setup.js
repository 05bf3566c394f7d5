// Makes a fresh clone ready: installs the locked dependencies unless they are there already. Needs Node and nothing else,
// and no network the second time.
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(`probewise needs Node 20 or newer; this is ${process.version}.`);
  process.exit(2);
}
if (!upToDate()) {
  console.error('Installing the locked dependencies (npm ci) …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32',
  });
  process.exit(status ?? 1);
}

/** npm leaves its own copy of the lock in node_modules; the same packages at the same versions mean nothing to do. */
function upToDate() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) {
    return false;
  }
  const packages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const have = packages(installed);
  return Object.entries(packages(join(root, 'package-lock.json')))
    .filter(([path, entry]) => path !== '' && !entry.optional && !entry.peer)
    .every(([path, entry]) => have[path]?.version === entry.version);
}
