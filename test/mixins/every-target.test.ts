import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App, Chart, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { IMixin } from 'constructs';
import * as fc from 'fast-check';
import { deploymentOf, folder, plusDeployment, TARGETS } from './targets';
import type { Target } from './targets';
import { podSpec, variables } from './workload';
import { HealthEndpoints } from '../../lib/health/health-endpoints';
import { GracefulShutdown, PreStopDelay } from '../../lib/mixins/graceful-shutdown';
import { GunicornConfig } from '../../lib/mixins/gunicorn-config';
import { GunicornWorkers } from '../../lib/mixins/gunicorn-workers';
import { HealthChecks } from '../../lib/mixins/health-checks';
import { PodHardening } from '../../lib/mixins/pod-hardening';
import type { Json } from '../../lib/synthesis/json';
import { SpreadAcrossNodes } from '../../lib/mixins/spread-across-nodes';
import { WaitForMigrations } from '../../lib/mixins/wait-for-migrations';

const endpoints = HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' });
type About = { readonly container?: string };

/** Each mixin, and a trace that only it leaves. */
const MIXINS: Readonly<Record<string, { make: (about?: About) => IMixin; trace: (spec: Json) => unknown }>> = {
  HealthChecks: { make: (about) => new HealthChecks({ endpoints, ...about }), trace: ({ containers }) => containers[0].livenessProbe },
  GunicornWorkers: { make: (about) => new GunicornWorkers(about), trace: ({ containers }) => variables(containers[0]).GUNICORN_CMD_ARGS },
  'GunicornWorkers in a file': {
    make: (about) => new GunicornWorkers({ config: GunicornConfig.file('/app/gunicorn.conf.py'), ...about }),
    trace: ({ volumes }) => volumes?.find(({ name }: Json) => name === 'gunicorn-conf'),
  },
  GracefulShutdown: { make: (about) => new GracefulShutdown(about), trace: ({ containers }) => containers[0].lifecycle?.preStop },
  PodHardening: { make: () => new PodHardening(), trace: ({ securityContext }) => securityContext?.seccompProfile },
  SpreadAcrossNodes: { make: () => new SpreadAcrossNodes(), trace: ({ topologySpreadConstraints }) => topologySpreadConstraints },
  WaitForMigrations: { make: (about) => new WaitForMigrations(about), trace: ({ initContainers }) => initContainers },
};
const names = Object.keys(MIXINS);
const PLACED = names.filter((name) => !['PodHardening', 'SpreadAcrossNodes'].includes(name));
/** Together on one workload; the two places of the settings exclude each other. */
const TOGETHER = names.filter((name) => name !== 'GunicornWorkers in a file');
const TEMPLATE = '/spec/template';
const ENV = `${TEMPLATE}/spec/containers/0/env`;

/** Things of the user's own, as JSON patches: what works on every kind of target. */
const OWN = [
  JsonPatch.add(`${TEMPLATE}/spec/containers/1`, { name: 'own', image: 'own' }),
  JsonPatch.add(`${TEMPLATE}/metadata/annotations`, { own: 'annotation' }),
];

function fresh({ make }: Target, outdir?: string) {
  const app = new App({ outdir });
  const chart = new Chart(app, 'chart');
  const construct = make(chart);
  const deployment = deploymentOf(construct);
  return { app, chart, construct, deployment, spec: () => podSpec(deployment.toJson()) };
}

function own(spec: Json, object: Json) {
  return { container: spec.containers[1]?.name, annotation: object.spec.template.metadata.annotations.own };
}

describe.each(TARGETS)('given $name', (target) => {
  describe.each(names)('with %s', (name) => {
    const { make, trace } = MIXINS[name];

    test('the mixin finds its way to the pod', () => {
      const { construct, spec } = fresh(target);
      expect(trace(spec())).toBeFalsy();
      construct.with(make());
      expect(trace(spec())).toBeTruthy();
    });

    test('applied twice, it changes nothing', () => {
      const [once, twice] = [fresh(target), fresh(target)];
      once.construct.with(make());
      twice.construct.with(make()).with(make());
      expect(twice.chart.toJson()).toEqual(once.chart.toJson());
    });

    test('a container and an annotation that were there before survive', () => {
      const { construct, deployment, spec } = fresh(target);
      deployment.addJsonPatch(...OWN);
      construct.with(make());
      expect(own(spec(), deployment.toJson())).toEqual({ container: 'own', annotation: 'annotation' });
    });

    test('a container and an annotation that are patched in afterwards survive', () => {
      const { construct, deployment, spec } = fresh(target);
      construct.with(make());
      deployment.addJsonPatch(...OWN);
      expect(own(spec(), deployment.toJson())).toEqual({ container: 'own', annotation: 'annotation' });
      expect(trace(spec())).toBeTruthy();
    });
  });

  test.each(PLACED)('%s on a container that is not there fails the synthesis: path, name, those there are, and no file written', (name) => {
    const outdir = join(mkdtempSync(join(folder, 'synth-')), 'dist');
    const { app, construct, deployment } = fresh(target, outdir);
    construct.with(MIXINS[name].make({ container: 'nginx' }));
    expect(() => app.synth()).toThrow(
      new RegExp(`\\[${deployment.node.path}\\].*container 'nginx': the pod has only 'web'; name one of them: \\{ container: 'web' \\}`),
    );
    expect(existsSync(outdir) ? readdirSync(outdir) : []).toEqual([]);
  });

  test('mixins leave the same manifests whatever the order in which they were applied', () => {
    const inOrder = (order: readonly string[]) => {
      const { construct, chart } = fresh(target);
      construct.with(...order.map((name) => MIXINS[name].make()));
      return chart.toJson();
    };
    const expected = inOrder(TOGETHER);
    fc.assert(
      fc.property(fc.shuffledSubarray(TOGETHER, { minLength: TOGETHER.length }), (order) => {
        expect(inOrder(order)).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });

  test("a JSON patch of the user's own, added after the mixins, has the last word", () => {
    const { construct, deployment, spec } = fresh(target);
    construct.with(...TOGETHER.map((name) => MIXINS[name].make()));
    deployment.addJsonPatch(
      JsonPatch.replace(`${TEMPLATE}/spec/terminationGracePeriodSeconds`, 7),
      JsonPatch.replace(`${TEMPLATE}/spec/containers/0/livenessProbe/periodSeconds`, 3),
      JsonPatch.add(`${ENV}/-`, { name: 'OWN', value: 'variable' }),
    );
    expect(spec()).toMatchObject({ terminationGracePeriodSeconds: 7, containers: [{ livenessProbe: { periodSeconds: 3 } }] });
    expect(variables(spec().containers[0])).toMatchObject({ OWN: 'variable', PORT: '8080' });
  });

  test('a field that is newer than the typed objects gets through: preStop.sleep', () => {
    const { construct, spec } = fresh(target);
    construct.with(new GracefulShutdown({ delayBy: PreStopDelay.NATIVE }));
    expect(spec().containers[0].lifecycle.preStop).toEqual({ sleep: { seconds: 10 } });
  });

  test("no TCP startup probe survives HealthChecks, cdk8s-plus's own least of all", () => {
    const { construct, spec } = fresh(target);
    construct.with(new HealthChecks({ endpoints: HealthEndpoints.readinessOnly('/ready/') }));
    expect(spec().containers[0].startupProbe).toBeUndefined();
  });

  test('said to the whole chart, it reaches the workload', () => {
    const { chart, spec } = fresh(target);
    chart.with(MIXINS.HealthChecks.make());
    expect(spec().containers[0]).toMatchObject({ startupProbe: {}, readinessProbe: {}, livenessProbe: {} });
  });
});

describe('given a cdk8s-plus Deployment that goes on being built after .with(…)', () => {
  const all = () => {
    const { construct, spec, deployment } = fresh({ name: '', make: plusDeployment });
    construct.with(...TOGETHER.map((name) => MIXINS[name].make()));
    return { deployment: construct as kplus.Deployment, spec, json: () => deployment.toJson() as Json };
  };

  test('a variable added later survives, and the init container sees it', () => {
    const { deployment, spec } = all();
    deployment.containers[0].env.addVariable('LATE', kplus.EnvValue.fromValue('yes'));
    expect([variables(spec().containers[0]).LATE, variables(spec().initContainers[0]).LATE]).toEqual(['yes', 'yes']);
  });

  test('a container added later survives, and is hardened', () => {
    const { deployment, spec } = all();
    deployment.addContainer({ name: 'late', image: 'late' });
    expect(spec().containers[1]).toMatchObject({ name: 'late', securityContext: { capabilities: { drop: ['ALL'] } } });
  });

  test('a volume mounted later survives, and counts as disk use', () => {
    const { deployment, spec } = all();
    const limit = () => spec().containers[0].resources.limits['ephemeral-storage'];
    const before = limit();
    const volume = kplus.Volume.fromEmptyDir(deployment, 'late', 'late', { sizeLimit: Size.mebibytes(100) });
    deployment.containers[0].mount('/late', volume);
    expect(spec().volumes).toContainEqual(expect.objectContaining({ name: 'late' }));
    expect([before, limit()]).toEqual(['384Mi', '484Mi']);
  });

  test('an annotation added later survives, and chooses the container if it is the one that kubectl reads', () => {
    const { deployment, spec, json } = all();
    deployment.addContainer({
      name: 'real',
      image: 'real',
      ports: [{ number: 9000 }],
      resources: {
        cpu: { limit: kplus.Cpu.units(1) },
        memory: { limit: Size.gibibytes(1) },
      },
    });
    deployment.podMetadata.addAnnotation('kubectl.kubernetes.io/default-container', 'real');
    expect(json().spec.template.metadata.annotations).toMatchObject({ 'kubectl.kubernetes.io/default-container': 'real' });
    expect(variables(spec().containers[1]).PORT).toBe('9000');
    expect(variables(spec().containers[0]).PORT).toBeUndefined();
  });
});
