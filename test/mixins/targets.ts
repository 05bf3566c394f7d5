import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, jest } from '@jest/globals';
import { ApiObject, Chart, Helm, Include, Size, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import { manifest, WEB } from './workload';

// cdk8s starts a process of 80 ms for every file it reads; here they all hold the same text, which is read once.
const load = Yaml.load;
const loaded = new Map<string, unknown[]>();
jest.spyOn(Yaml, 'load').mockImplementation((path) => {
  const text = readFileSync(path, 'utf8');
  loaded.set(text, loaded.get(text) ?? load(path));
  return structuredClone(loaded.get(text)!);
});

/** A way to come by a Deployment, and what `.with(…)` is said to. */
export interface Target {
  readonly name: string;
  readonly make: (chart: Chart) => IConstruct;
}

export const folder = mkdtempSync(join(tmpdir(), 'probewise-targets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'deployment.yaml');
writeFileSync(file, Yaml.stringify(manifest()));
/** Not helm: a script that prints the same YAML whatever it is asked to render. */
const standIn = join(folder, 'helm');
writeFileSync(standIn, `#!/bin/sh\ntest "$1" = template && exec cat ${file}\n`);
chmodSync(standIn, 0o755);

export function plusDeployment(chart: Chart): kplus.Deployment {
  return new kplus.Deployment(chart, 'deployment', {
    containers: [
      {
        name: WEB.name,
        image: WEB.image,
        ports: [{ name: 'http', number: 8080 }],
        resources: { cpu: { limit: kplus.Cpu.units(1) }, memory: { limit: Size.gibibytes(1) } },
      },
    ],
  });
}

/** The typed object drops a quantity that is not wrapped, without a word. */
function typedDeployment(chart: Chart): kplus.k8s.KubeDeployment {
  const { Quantity } = kplus.k8s;
  const { spec } = manifest(
    'Deployment',
    {},
    { resources: { limits: { cpu: Quantity.fromString('1'), memory: Quantity.fromString('1Gi') } } },
  );
  return new kplus.k8s.KubeDeployment(chart, 'deployment', { spec });
}

export const TARGETS: readonly Target[] = [
  { name: 'a cdk8s-plus Deployment', make: plusDeployment },
  { name: 'an L1 KubeDeployment', make: typedDeployment },
  { name: 'a plain ApiObject', make: (chart) => new ApiObject(chart, 'deployment', manifest() as never) },
  { name: 'an Include of a YAML file', make: (chart) => new Include(chart, 'include', { url: file }) },
  {
    name: 'a Helm chart (rendered by a stand-in for helm)',
    make: (chart) => new Helm(chart, 'helm', { chart: folder, helmExecutable: standIn }),
  },
];

/** The Deployment that a target came to. */
export function deploymentOf(construct: IConstruct): ApiObject {
  return construct.node.findAll().find((one): one is ApiObject => ApiObject.isApiObject(one) && one.kind === 'Deployment')!;
}
