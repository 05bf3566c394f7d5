import { describe, expect, test } from '@jest/globals';
import { Testing } from 'cdk8s';
import { EnvValue } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { Json, LEAST, containerOf, environmentOf, gunicornService, objectsOf, webService } from './fixtures';
import {
  DjangoService,
  WebServiceProps,
  GunicornServiceProps,
  GunicornConfig,
  GunicornService,
  IpFamily,
  Replicas,
  Route,
  Tls,
  WebService,
  WorkerClass,
  WorkerPolicy,
} from '../../lib';

const FILE = '/app/gunicorn.conf.py';
/** Everything that could come between the number that was said and the places that it has to reach. */
const circumstances = fc.record({
  port: fc.integer({ min: 1, max: 65535 }),
  ipFamily: fc.constantFrom(...Object.values(IpFamily)),
  hosts: fc.constantFrom<string[] | undefined>(undefined, ['a.example.org'], ['a.example.org', '*.example.org']),
  tls: fc.constantFrom(undefined, Tls.elsewhere(), Tls.defaultCertificate()),
  gateway: fc.boolean(),
  paths: fc.constantFrom<string[]>(['/'], ['/api', '/admin/']),
  workerClass: fc.constantFrom(...Object.values(WorkerClass)),
  config: fc.constantFrom(undefined, GunicornConfig.environment(), GunicornConfig.file(FILE)),
  replicas: fc.constantFrom(undefined, Replicas.fixed(1), Replicas.autoscaled({ max: 5 }), Replicas.managedElsewhere(7)),
  kind: fc.constantFrom(WebService, GunicornService, DjangoService),
});

type Circumstances = typeof circumstances extends fc.Arbitrary<infer T> ? T : never;

function build({ hosts, tls, gateway, paths, ipFamily, workerClass, config, kind, ...rest }: Circumstances): Json[] {
  const chart = Testing.chart();
  const route = gateway ? Route.gateway({ gateway: 'public', paths }) : Route.ingress({ paths });
  const props: WebServiceProps = {
    ...LEAST,
    ...rest,
    traffic: { ipFamily, ...(hosts && { hosts, route, tls: gateway && tls?.atRoute ? Tls.elsewhere() : tls }) },
  };
  if (kind === WebService) {
    new WebService(chart, 'web', props);
  } else {
    const gunicorn: GunicornServiceProps = { ...props, config, workers: WorkerPolicy.fit({ workerClass }) };
    new kind(chart, 'web', gunicorn);
  }
  return Testing.synth(chart);
}

/** The address that gunicorn binds, wherever the settings travel. */
function boundTo(objects: Json[]): string | undefined {
  const environment = environmentOf(container(objects));
  const file = objects.find(({ kind }) => kind === 'ConfigMap')?.data['gunicorn.conf.py'];
  return file ? /^bind = \["(.*)"\]$/m.exec(file)![1] : /--bind=(\S+)/.exec(environment.GUNICORN_CMD_ARGS ?? '')?.[1];
}

function container(objects: Json[]): Json {
  return objects.find(({ kind }) => kind === 'Deployment').spec.template.spec.containers[0];
}

describe('given any port in any circumstances', () => {
  test('PORT, bind, container port, probes, Service target and the backend of the route agree', () => {
    fc.assert(
      fc.property(circumstances, (given) => {
        const objects = build(given);
        const web = container(objects);
        expect(environmentOf(web).PORT).toBe(String(given.port));
        expect(web.ports).toEqual([{ containerPort: given.port, name: 'http' }]);
        expect([web.startupProbe, web.readinessProbe, web.livenessProbe].map((probe) => probe.httpGet.port)).toEqual([
          'http',
          'http',
          'http',
        ]);
        const service = objects.find(({ kind }) => kind === 'Service');
        expect(service.spec.ports).toEqual([{ name: 'http', port: 80, targetPort: 'http' }]);
        expect(service.spec.selector).toEqual(objects.find(({ kind }) => kind === 'Deployment').spec.selector.matchLabels);
        if (given.kind !== WebService) {
          expect(boundTo(objects)).toBe(`${given.ipFamily === IpFamily.IPV4 ? '0.0.0.0' : '[::]'}:${given.port}`);
        }
        expect(backends(objects)).toEqual(given.hosts ? [{ name: service.metadata.name, port: 80 }] : []);
      }),
      { numRuns: 120 },
    );
  });
});

/** Where the routes lead, each place once. */
function backends(objects: Json[]): Json[] {
  const ofIngress = (one: Json) =>
    one.spec.rules
      .flatMap((rule: Json) => rule.http.paths.map(({ backend }: Json) => backend.service))
      .map(({ name, port }: Json) => ({ name, port: port.number }));
  const ofRoute = (one: Json) =>
    one.spec.rules.flatMap(({ backendRefs }: Json) => backendRefs.map(({ name, port }: Json) => ({ name, port })));
  const found = [
    ...objects.filter(({ kind }) => kind === 'Ingress').flatMap(ofIngress),
    ...objects.filter(({ kind }) => kind === 'HTTPRoute').flatMap(ofRoute),
  ];
  return [...new Map(found.map((backend) => [JSON.stringify(backend), backend])).values()];
}

describe("given a port of the user's own beside it", () => {
  test('a PORT variable added later is an error', () => {
    const web = webService();
    web.container.env.addVariable('PORT', EnvValue.fromValue('9000'));
    expect(() => objectsOf(web)).toThrow(/PORT='9000' in the environment of container 'web'/);
  });

  test('another container with a port of its own is welcome', () => {
    const web = webService();
    web.deployment.addContainer({ name: 'proxy', image: 'registry.example/proxy:1', ports: [{ number: 8090 }] });
    expect(objectsOf(web).find(({ kind }) => kind === 'Deployment').spec.template.spec.containers).toHaveLength(2);
  });

  test('flags of a script that is not gunicorn are its own', () => {
    expect(containerOf(gunicornService({ command: ['/app/startup.sh', '--bind', 'x'] })).command).toEqual([
      '/app/startup.sh',
      '--bind',
      'x',
    ]);
  });

  test("gunicorn's flags that the plan does not set are left alone", () => {
    expect(containerOf(gunicornService({ command: ['gunicorn', '--chdir', '/app/src', 'app:app'] })).command).toContain('--chdir');
  });
});

describe('given an address family', () => {
  test('IPv4 binds 0.0.0.0 and leaves the Service as the cluster has it', () => {
    const objects = objectsOf(gunicornService());
    expect(boundTo(objects)).toBe('0.0.0.0:8080');
    expect(objects.find(({ kind }) => kind === 'Service').spec).not.toHaveProperty('ipFamilyPolicy');
  });

  test('IPv6 binds [::] and asks for a Service of that family', () => {
    const objects = objectsOf(gunicornService({ traffic: { ipFamily: IpFamily.IPV6 } }));
    expect(boundTo(objects)).toBe('[::]:8080');
    expect(objects.find(({ kind }) => kind === 'Service').spec).toMatchObject({ ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'] });
  });

  test('dual-stack binds [::], which answers both, and prefers a Service of both', () => {
    const objects = objectsOf(gunicornService({ traffic: { ipFamily: IpFamily.DUAL_STACK } }));
    expect(boundTo(objects)).toBe('[::]:8080');
    expect(objects.find(({ kind }) => kind === 'Service').spec.ipFamilyPolicy).toBe('PreferDualStack');
  });
});
