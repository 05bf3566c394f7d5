// Writes into the README what the compiled program says of the incident: the last part of `npm run docs`.
const { spawnSync } = require('node:child_process');
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const page = join(root, 'README.md');
const { stdout } = spawnSync(process.execPath, ['dist/cli/main.js', 'review', 'examples/obcms/before.yaml'], {
  cwd: root,
  encoding: 'utf8',
});
if (!stdout.startsWith('Deployment obcms')) {
  console.error('The review of examples/obcms/before.yaml printed nothing to show; run npm run build first.');
  process.exit(1);
}
writeFileSync(
  page,
  readFileSync(page, 'utf8').replace(/```text\nDeployment obcms.*?```/s, () => `\`\`\`text\n${stdout}\`\`\``),
);
