import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { streamOf, verdictsOf, type Verdict } from './api-server';
import { DEFINITIONS, WHY_NOT } from './api-server-build';
import { corpus, CORPUS } from './corpus';
import { generatedServices } from './generated-services';
import { binaryOf, HELM } from '../../test/go-tool';
import { whyNot } from '../../test/prerequisite';

const reason = whyNot(WHY_NOT, 'test:oracle');
const definitions: readonly string[] = JSON.parse(process.env[DEFINITIONS]!);
const root = resolve(__dirname, '../..');

/** Every kind that the constructs make. */
const KINDS = [
  'apps/v1/Deployment',
  'autoscaling/v2/HorizontalPodAutoscaler',
  'batch/v1/CronJob',
  'batch/v1/Job',
  'gateway.networking.k8s.io/v1/HTTPRoute',
  'monitoring.coreos.com/v1/ServiceMonitor',
  'networking.k8s.io/v1/Ingress',
  'networking.k8s.io/v1/NetworkPolicy',
  'policy/v1/PodDisruptionBudget',
  'v1/ConfigMap',
  'v1/Service',
];

/** What the API server would refuse, and why; fields that nobody knows among it, since kubectl asks for strict validation. */
function refused(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.filter(({ valid }) => !valid).map((verdict) => JSON.stringify(verdict));
}

(reason ? describe.skip : describe)("given the API server's own code", () => {
  const examples = readdirSync(join(root, 'examples')).filter((name) => existsSync(join(root, 'examples', name, 'main.ts')));

  test.each(examples)('it takes every object of the example %s', (name) => {
    const manifests = synthesised(name);
    const verdicts = verdictsOf(manifests, definitions);

    expect(verdicts.length).toBeGreaterThan(2);
    expect(refused(verdicts)).toEqual([]);
  });

  test('it takes what the examples start from: the incident was no invalid manifest', () => {
    for (const file of ['examples/obcms/before.yaml', 'examples/existing-deployment/legacy.yaml']) {
      expect(refused(verdictsOf(readFileSync(join(root, file), 'utf8')))).toEqual([]);
    }
  });

  const services = generatedServices(1, 1000);
  const objects = services.flatMap((service) => service.objects);

  test('it takes every object of a thousand services with random props, except those that the constructs refused themselves', () => {
    const verdicts = verdictsOf(streamOf(objects), definitions);

    expect(refused(verdicts)).toEqual([]);
    expect(verdicts).toHaveLength(objects.length);
    expect(objects.length).toBeGreaterThan(1000);
    expect([...new Set(verdicts.map(({ kind }) => kind))].sort()).toEqual(KINDS);
  });

  test('it refuses each of these kinds with an impossible name, and with a field that is none', () => {
    const one = [...new Map(objects.map((object) => [(object as Json).kind, object as Json])).values()];
    const misnamed = one.map((object) => ({ ...object, metadata: { ...object.metadata, name: 'no/name' } }));
    const unknown = one.map((object) => ({ ...object, specification: {} }));

    expect(one).toHaveLength(KINDS.length);
    for (const verdict of verdictsOf(streamOf(misnamed), definitions)) {
      expect(verdict).toMatchObject({
        valid: false,
        errors: expect.arrayContaining([expect.objectContaining({ field: 'metadata.name' })]),
      });
    }
    for (const verdict of verdictsOf(streamOf(unknown), definitions)) {
      expect(verdict).toMatchObject({ valid: false, unknown: ['unknown field "specification"'] });
    }
  });

  test('it judges custom resources by the rules of their definitions, not by their types alone', () => {
    const route = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'web' },
      spec: { rules: [{ backendRefs: [{ name: 'web' }] }] },
    };
    expect(verdictsOf(streamOf([route]), definitions)).toMatchObject([
      { valid: false, errors: [{ message: expect.stringContaining('Must have port for Service reference') }] },
    ]);
  });

  test('the corpus of broken probes and ports, which npm test replays, is what it says today', () => {
    expect(readFileSync(CORPUS, 'utf8') === corpus()).toBe(true);
  });
});

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

/** What an example's own program writes, in a process of its own. */
function synthesised(example: string): string {
  const folder = join(root, 'dist/examples', example);
  rmSync(folder, { recursive: true, force: true });
  const env = { ...process.env, PATH: `${dirname(binaryOf(HELM))}${delimiter}${process.env.PATH}` };
  const args = ['--require', 'ts-node/register/transpile-only', join(root, 'examples', example, 'main.ts')];
  const { status, stderr, error } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) {
    throw new Error(`${example}: ${error?.message ?? stderr}`);
  }
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n---\n');
}
