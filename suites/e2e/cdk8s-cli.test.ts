import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = resolve(__dirname, '../..');

/** The incident in two objects, as a user without the library would write them; `probe` is what one of them lacks. */
const app = (probe: string) => `const { ApiObject, App, Chart } = require('cdk8s');
const app = new App();
const chart = new Chart(app, 'shop');
new ApiObject(chart, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: {
  replicas: 2, selector: { matchLabels: { app: 'web' } },
  template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'shop:1', ports: [{ containerPort: 8000 }], ${probe} }] } } } });
new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8000 }] } });
app.synth();
`;

const CDK8S_YAML = `language: typescript
app: node app.js
validations:
  - package: ./node_modules/probewise/dist/cdk8s-validation.js
    version: 0.0.0
    class: ReviewValidation
`;

function run(cwd: string, command: string, ...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { status, said: `${stdout}${stderr}` };
}

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'probewise-cdk8s-cli-'));
  expect(run(root, process.execPath, 'tools/setup.js', '--build').status).toBe(0);
  const [{ filename }] = JSON.parse(
    spawnSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], { cwd: root, encoding: 'utf8' }).stdout,
  );
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({
      name: 'user',
      private: true,
      dependencies: {
        probewise: `file:${filename}`,
        cdk8s: '^2.69.0',
        'cdk8s-plus-28': '^2.5.6',
        constructs: '^10.5.0',
        'cdk8s-cli': '^2.207.60',
      },
    }),
  );
  writeFileSync(join(project, 'cdk8s.yaml'), CDK8S_YAML);
  expect(run(project, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error')).toMatchObject({ status: 0 });
}, 300_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

test('given pods without readiness behind a Service, cdk8s synth fails and names rule, object and fix', () => {
  writeFileSync(join(project, 'app.js'), app(''));
  const { status, said } = run(project, 'npx', '--no-install', 'cdk8s', 'synth');
  expect(said).toContain('readiness-missing (error)');
  expect(said).toContain('Resource Name: web');
  expect(said).toContain('add a readinessProbe');
  expect(status).not.toBe(0);
}, 120_000);

test('given a readiness probe, cdk8s synth succeeds', () => {
  writeFileSync(join(project, 'app.js'), app("readinessProbe: { httpGet: { path: '/ready/', port: 8000 } }"));
  const { status, said } = run(project, 'npx', '--no-install', 'cdk8s', 'synth');
  expect(said).not.toContain('readiness-missing');
  expect(status).toBe(0);
}, 120_000);

test('given the installed package, its own program reviews what was written, with the yaml it carries', () => {
  const { status, said } = run(project, 'npx', '--no-install', 'probewise', 'review', 'dist/');
  expect(said).toContain('in 2 objects of');
  expect(status).toBe(0);
}, 60_000);
