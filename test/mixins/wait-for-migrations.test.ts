import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import { asYaml } from '../as-yaml';
import { manifest, podSpec, rendered, variables, WEB, workload } from './workload';
import { GunicornConfig } from '../../lib/mixins/gunicorn-config';
import { GunicornWorkers } from '../../lib/mixins/gunicorn-workers';
import { WaitForMigrations } from '../../lib/mixins/wait-for-migrations';

const waiting = (container = {}, mixin = new WaitForMigrations(), spec = {}) =>
  podSpec(rendered(manifest('Deployment', spec, container), mixin)).initContainers.at(-1);

test('what it does to a small Deployment', () => {
  const object = rendered(manifest(), new WaitForMigrations());
  podSpec(object).initContainers[0].command[2] = '(the script)';
  expect(asYaml(object)).toMatchSnapshot();
});

describe("given a web container, the init container asks with the application's own settings", () => {
  test('the image and its pull policy', () => {
    expect(waiting({ imagePullPolicy: 'Never' })).toMatchObject({ image: WEB.image, imagePullPolicy: 'Never' });
  });

  test('its environment, from wherever it comes', () => {
    const env = [{ name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'db', key: 'url' } } }];
    const envFrom = [{ configMapRef: { name: 'settings' } }];
    expect(waiting({ env, envFrom })).toMatchObject({ env, envFrom });
  });

  test('its volumes and its resources', () => {
    const volumeMounts = [{ name: 'certificates', mountPath: '/certs' }];
    expect(waiting({ volumeMounts })).toMatchObject({ volumeMounts, resources: WEB.resources });
  });

  test('its security context, or a namespace that restricts pods would refuse it', () => {
    const securityContext = { runAsUser: 20000, allowPrivilegeEscalation: false };
    expect(waiting({ securityContext }).securityContext).toEqual(securityContext);
  });

  test('nothing of its probes, ports and hooks', () => {
    expect(Object.keys(waiting({ livenessProbe: {}, lifecycle: { preStop: {} } })).sort()).toEqual([
      'command',
      'image',
      'name',
      'resources',
    ]);
  });
});

describe("given a container that gunicorn's settings are put on", () => {
  const beside = (mixin: GunicornWorkers, env: object[] = []) =>
    podSpec(rendered(manifest('Deployment', {}, { env }), new WaitForMigrations(), mixin)).initContainers[0];

  test("the init container does not inherit them from the environment: an exec'd gunicorn would bind the port", () => {
    expect(variables(beside(new GunicornWorkers(), [{ name: 'OWN', value: 'yes' }]))).toEqual({ OWN: 'yes' });
  });

  test('nor the mounted file', () => {
    expect(beside(new GunicornWorkers({ config: GunicornConfig.file('/app/gunicorn.conf.py') })).volumeMounts).toBeUndefined();
  });
});

describe('given how long to wait', () => {
  test('5 minutes by default, asking every 2 s', () => {
    expect(waiting().command.slice(3)).toEqual(['2', '300']);
  });

  test('the stated bound, in whole seconds', () => {
    expect(waiting({}, new WaitForMigrations({ atMost: Duration.millis(90_500) })).command.slice(3)).toEqual(['2', '91']);
  });

  test('no shell stands between the kubelet and the script', () => {
    expect(waiting().command.slice(0, 2)).toEqual(['python', '-c']);
  });

  test('less than one attempt takes is refused', () => {
    expect(() => new WaitForMigrations({ atMost: Duration.seconds(9) })).toThrow(
      /a wait of 9 s: one attempt takes a boot of Django; wait at least 10 s/,
    );
  });
});

describe('given where the project lies', () => {
  test("the image's working directory by default", () => {
    expect(waiting().workingDir).toBeUndefined();
  });

  test('a stated directory', () => {
    expect(waiting({}, new WaitForMigrations({ projectDirectory: '/app/src' })).workingDir).toBe('/app/src');
  });

  test('a relative directory is refused', () => {
    expect(() => new WaitForMigrations({ projectDirectory: 'src' })).toThrow(/projectDirectory 'src': it is an absolute path in the image/);
  });
});

describe("given init containers of the user's own", () => {
  test('they run first, and stay as they are', () => {
    const own = { name: 'own', image: 'own' };
    const { initContainers } = podSpec(rendered(manifest('Deployment', { initContainers: [own] }), new WaitForMigrations()));
    expect(initContainers).toEqual([own, expect.objectContaining({ name: 'wait-for-migrations' })]);
  });

  test('one that waits already is replaced', () => {
    const { initContainers } = podSpec(
      rendered(manifest('Deployment', { initContainers: [{ name: 'wait-for-migrations', image: 'old' }] }), new WaitForMigrations()),
    );
    expect(initContainers.map(({ image }: { image: string }) => image)).toEqual([WEB.image]);
  });
});

test.each(['Job', 'CronJob'])('given a %s, which may be the migration itself, nothing waits', (kind) => {
  expect(rendered(manifest(kind), new WaitForMigrations())).toEqual(workload(manifest(kind)).toJson());
});
