import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Testing } from 'cdk8s';
import { asYaml } from './as-yaml';
import { ExistingDeploymentChart } from '../examples/existing-deployment/existing-deployment-chart';
import { FastApiChart } from '../examples/fastapi/fastapi-chart';
import { FlaskApiChart } from '../examples/flask-api/flask-api-chart';
import { NodeServiceChart } from '../examples/node-service/node-service-chart';
import { ObcmsChart } from '../examples/obcms/obcms-chart';
import { readApplication } from '../lib/application/image/application';
import { readDockerfile } from '../lib/application/image/dockerfile';
import type { Image } from '../lib/application/image/image';
import { review } from '../lib/review';

/* eslint-disable @typescript-eslint/no-explicit-any */
const of = (manifests: any[], kind: string) => manifests.filter((object) => object.kind === kind);
const pod = (manifests: any[]) => of(manifests, 'Deployment')[0].spec.template.spec;
const variable = (manifests: any[], name: string) => pod(manifests).containers[0].env.find((one: any) => one.name === name)?.value;

describe('obcms, the application of the incident', () => {
  const chart = new ObcmsChart(Testing.app(), 'obcms');
  const manifests = Testing.synth(chart);

  test('its manifests', () => expect(asYaml(...manifests)).toMatchSnapshot());
  test('its account', () => expect(chart.web.explain()).toMatchSnapshot());
  test('liveness and readiness ask different questions', () => {
    const [{ livenessProbe, readinessProbe }] = pod(manifests).containers;
    expect([livenessProbe.httpGet.path, readinessProbe.httpGet.path]).toEqual(['/health/', '/ready/']);
  });
  test("the image's own ENTRYPOINT runs, steered by the environment", () => {
    expect(pod(manifests).containers[0]).not.toHaveProperty('command');
    expect(variable(manifests, 'GUNICORN_CMD_ARGS')).toContain('--workers=2 --worker-class=gthread --threads=4');
  });
  test('a boot of two minutes is not killed, where cdk8s-plus alone would kill after 30 s', () => {
    const { periodSeconds, failureThreshold, tcpSocket } = pod(manifests).containers[0].startupProbe;
    expect(tcpSocket).toBeUndefined();
    expect((failureThreshold - 1) * periodSeconds).toBeGreaterThanOrEqual(120);
  });

  describe('reviewed with what its image holds', () => {
    const app = resolve(__dirname, '../examples/obcms/app');
    const rulesThatFire = (image: Image) => review(manifests, { images: new Map([['*', image]]) }).map(({ rule }) => rule);

    test('nothing is found', () => {
      const { image, problems } = readApplication({ context: app });
      expect(problems()).toEqual([]);
      expect(rulesThatFire(image!)).toEqual([]);
    });
    test('and something would be, were gunicorn not to replace the shell of the start-up script', () => {
      const [dockerfile, script] = ['Dockerfile', 'startup.sh'].map((name) => readFileSync(join(app, name), 'utf8'));
      const changed = script.replace('exec gunicorn', 'gunicorn');
      const image = readDockerfile('Dockerfile', dockerfile, (path) => (path === 'startup.sh' ? changed : undefined));
      expect(rulesThatFire(image)).toContain('signal-not-forwarded');
    });
  });
});

describe('flask-api', () => {
  const manifests = Testing.synth(new FlaskApiChart(Testing.app(), 'flask-api'));

  test('its manifests', () => expect(asYaml(...manifests)).toMatchSnapshot());
  test('the autoscaler alone says how many pods run', () => {
    expect(of(manifests, 'Deployment')[0].spec).not.toHaveProperty('replicas');
    expect(of(manifests, 'HorizontalPodAutoscaler')[0].spec).toMatchObject({ minReplicas: 3, maxReplicas: 12 });
  });
  test('the metrics are scraped and not published', () => {
    expect(of(manifests, 'ServiceMonitor')).toHaveLength(1);
    expect(of(manifests, 'HTTPRoute')[0].spec.rules[0].matches).toEqual([{ path: { type: 'PathPrefix', value: '/v1' } }]);
  });
});

describe('fastapi', () => {
  const manifests = Testing.synth(new FastApiChart(Testing.app(), 'fastapi'));

  test('its manifests', () => expect(asYaml(...manifests)).toMatchSnapshot());
  test('plain uvicorn takes the one port from PORT, which the kubelet expands', () => {
    expect(pod(manifests).containers[0].command).toContain('$(PORT)');
    expect(variable(manifests, 'PORT')).toBe('8000');
    expect(pod(manifests).containers[0].ports[0].containerPort).toBe(8000);
  });
});

describe('node-service', () => {
  const manifests = Testing.synth(new NodeServiceChart(Testing.app(), 'node-service'));

  test('its manifests', () => expect(asYaml(...manifests)).toMatchSnapshot());
  test('it is asked over gRPC, by number, since a gRPC probe knows no names', () => {
    expect(pod(manifests).containers[0].readinessProbe.grpc).toEqual({ port: 50051, service: 'prices.v1.Prices' });
  });
  test('nobody outside reaches it', () => {
    expect(manifests.map(({ kind }): string => kind).sort()).toEqual(['Deployment', 'PodDisruptionBudget', 'Service']);
  });
});

describe('existing-deployment', () => {
  const manifests = Testing.synth(new ExistingDeploymentChart(Testing.app(), 'existing-deployment'));

  test('its manifests', () => expect(asYaml(...manifests)).toMatchSnapshot());
  test('the legacy file keeps what it said and gains what it lacked', () => {
    const [container] = of(manifests, 'Deployment').find(({ metadata }) => metadata.name === 'legacy').spec.template.spec.containers;
    expect(container.env).toContainEqual({ name: 'LOG_LEVEL', value: 'info' });
    expect(container.readinessProbe.httpGet).toMatchObject({ path: '/ready/', port: 8000 });
  });
});
