import { describe, expect, test } from '@jest/globals';
import { Duration, JsonPatch, Testing } from 'cdk8s';
import { EnvValue } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { LEAST, environmentOf, migratingService, objectOf, objectsOf, podOf, postgres } from './fixtures';
import { DjangoService, DjangoServiceProps, GunicornConfig, MigrationHooks, Migrations, Replicas, StaticFiles } from '../../lib';

const job = (props: Partial<DjangoServiceProps> = {}) => objectOf(migratingService(props), 'Job');
const nameOf = (props: Partial<DjangoServiceProps> = {}) => job(props).metadata.name;
const initContainers = (web: DjangoService) => (podOf(web).initContainers ?? []).map(({ name }: { name: string }) => name);

describe('given migrations, the pods', () => {
  test('wait in one init container, to a stated bound of 5 minutes', () => {
    const [wait, ...others] = podOf(migratingService()).initContainers;
    expect(others).toEqual([]);
    expect(wait.name).toBe('wait-for-migrations');
    expect(wait.command.slice(-2)).toEqual(['2', '300']);
  });

  test('wait in the image and environment of the web container, without what steers its gunicorn', () => {
    const [wait] = podOf(migratingService({ environment: { LOG_LEVEL: 'info' } })).initContainers;
    expect(wait.image).toBe('registry.example/app:1.0');
    expect(Object.keys(environmentOf(wait)).sort()).toEqual(['DATABASE_URL', 'HOME', 'LOG_LEVEL']);
  });

  test('do not wait when told so', () => {
    expect(initContainers(migratingService({ migrations: Migrations.job({ podsWait: false }) }))).toEqual([]);
  });

  test.each([
    ['an autoscaler', Replicas.autoscaled({ max: 5 })],
    ['somebody else', Replicas.managedElsewhere(5)],
  ])('do not wait by default when %s decides how many there are', (_who, replicas) => {
    expect(initContainers(migratingService({ replicas }))).toEqual([]);
  });

  test('wait under an autoscaler when told so', () => {
    expect(
      initContainers(migratingService({ replicas: Replicas.autoscaled({ max: 5 }), migrations: Migrations.job({ podsWait: true }) })),
    ).toEqual(['wait-for-migrations']);
  });

  test('do not wait where somebody else migrates, and there is no Job', () => {
    const web = migratingService({ migrations: Migrations.none() });
    expect([initContainers(web), objectOf(web, 'Job')]).toEqual([[], undefined]);
  });
});

describe('given migrations, the deadline of a rollout', () => {
  const deadline = (props: Partial<DjangoServiceProps>) => objectOf(migratingService(props), 'Deployment').spec.progressDeadlineSeconds;

  test('exceeds waiting, boot and readiness together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 3000 }), fc.integer({ min: 1, max: 1200 }), (wait, boot) => {
        const podsWaitAtMost = Duration.seconds(wait);
        expect(
          deadline({ health: { ...LEAST.health, startsWithin: Duration.seconds(boot) }, migrations: Migrations.job({ podsWaitAtMost }) }),
        ).toBeGreaterThan(wait + boot);
      }),
      { numRuns: 25 },
    );
  });

  test("is never below the API server's own 10 minutes", () => {
    expect(deadline({ health: { ...LEAST.health, startsWithin: Duration.seconds(5) } })).toBe(600);
  });
});

describe('given a migration Job', () => {
  test('it runs `migrate` once in the image of the release, in exec form', () => {
    expect(job({ projectDirectory: '/app/src' }).spec.template.spec.containers).toEqual([
      expect.objectContaining({
        image: 'registry.example/app:1.0',
        command: ['python', 'manage.py', 'migrate', '--noinput'],
        workingDir: '/app/src',
      }),
    ]);
  });

  test('it is tried three times again, ends after ten minutes, and its pods are never restarted in place', () => {
    expect(job().spec).toMatchObject({ backoffLimit: 3, activeDeadlineSeconds: 600, template: { spec: { restartPolicy: 'Never' } } });
  });

  test('retries and deadline are what was said', () => {
    const { spec } = job({ migrations: Migrations.job({ retries: 0, deadline: Duration.minutes(30) }) });
    expect(spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 1800 });
  });

  test('no Service, disruption budget or network policy selects its pods', () => {
    const web = migratingService();
    const labels = objectOf(web, 'Job').spec.template.metadata.labels;
    for (const selector of [
      objectOf(web, 'Service').spec.selector,
      objectOf(web, 'PodDisruptionBudget').spec.selector.matchLabels,
      objectOf(web, 'Deployment').spec.selector.matchLabels,
    ]) {
      expect(Object.entries(selector).every(([name, value]) => labels[name] === value)).toBe(false);
    }
  });

  test('it carries no hook unless asked', () => {
    expect(job().metadata).not.toHaveProperty('annotations');
  });

  test('Helm is told to run it before install and upgrade', () => {
    expect(job({ migrations: Migrations.job({ hooks: MigrationHooks.HELM }) }).metadata.annotations).toEqual({
      'helm.sh/hook': 'pre-install,pre-upgrade',
      'helm.sh/hook-delete-policy': 'before-hook-creation',
    });
  });

  test('Argo CD is told to run it before the sync', () => {
    expect(job({ migrations: Migrations.job({ hooks: MigrationHooks.ARGO_CD }) }).metadata.annotations).toEqual({
      'argocd.argoproj.io/hook': 'PreSync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    });
  });

  test('it is as hardened as the pods of the service', () => {
    expect(job().spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 10001 },
      containers: [{ securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false } }],
    });
  });

  test('a variable added late to the web container reaches it', () => {
    const web = migratingService();
    web.container.env.addVariable('LATE', EnvValue.fromValue('yes'));
    expect(environmentOf(objectOf(web, 'Job').spec.template.spec.containers[0]).LATE).toBe('yes');
  });

  test('nothing that steers the gunicorn of the web container reaches it, whatever carries it', () => {
    const {
      containers: [migrate],
      volumes,
    } = job({ config: GunicornConfig.file('/app/gunicorn.conf.py'), traffic: { trustProxy: ['10.0.0.0/8'] } }).spec.template.spec;
    expect(Object.keys(environmentOf(migrate)).sort()).toEqual(['DATABASE_URL', 'HOME']);
    expect(volumes.map(({ name }: { name: string }) => name)).toEqual(['tmp']);
  });
});

describe('given the name of a migration Job', () => {
  test('the same input gives the same name', () => {
    expect(nameOf()).toBe(nameOf());
  });

  test.each<[string, Partial<DjangoServiceProps>]>([
    ['image', { image: 'registry.example/app:1.1' }],
    ['environment', { environment: { LOG_LEVEL: 'debug' } }],
    ['settings', { settings: 'project.settings' }],
    ['working directory', { projectDirectory: '/app/src' }],
    ['user', { pod: { user: 20000 } }],
  ])('another %s gives another name', (_what, props) => {
    expect(nameOf(props)).not.toBe(nameOf());
  });

  test('a variable added late gives another name', () => {
    const web = migratingService();
    web.container.env.addVariable('LATE', EnvValue.fromValue('yes'));
    expect(objectOf(web, 'Job').metadata.name).not.toBe(nameOf());
  });

  test('a patch of its template gives another name, or the API server would refuse the next release', () => {
    const web = migratingService();
    web.migrationJob!.addJsonPatch(JsonPatch.replace('/spec/template/spec/containers/0/command', ['true']));
    expect(objectOf(web, 'Job').metadata.name).not.toBe(nameOf());
  });

  test("a name of the user's own is left alone", () => {
    const web = migratingService();
    web.migrationJob!.addJsonPatch(JsonPatch.replace('/metadata/name', 'migrate-1'));
    expect(objectOf(web, 'Job').metadata.name).toBe('migrate-1');
  });

  test('the order in which variables and labels were given leaves the name, and the pods, alone', () => {
    const rendered = (environment: Record<string, string>, labels: Record<string, string>) =>
      objectsOf(migratingService({ environment, pod: { labels } }));
    expect(rendered({ B: '$(C)', A: '1', C: '2' }, { x: '1', y: '2' })).toEqual(
      rendered({ C: '2', A: '1', B: '$(C)' }, { y: '2', x: '1' }),
    );
  });

  test('what is not part of its pods leaves the name alone', () => {
    expect(
      nameOf({ port: 9000, health: { ...LEAST.health, startsWithin: Duration.minutes(5) }, migrations: Migrations.job({ retries: 1 }) }),
    ).toBe(nameOf());
  });

  test('it is a DNS label of at most 63 characters, however long the id', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9-]{0,60}[a-z0-9]$/), (id) => {
        const chart = Testing.chart();
        const web = new DjangoService(chart, id, { ...migratingProps(chart) });
        expect(objectOf(web, 'Job').metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
      }),
      { numRuns: 30 },
    );
  });
});

describe('given static files', () => {
  test('they are expected in the image: nothing is mounted for them', () => {
    expect(podOf(migratingService()).volumes.map(({ name }: { name: string }) => name)).toEqual(['tmp']);
  });

  test('collected at start, their directory is writable and counts towards the disk that is stated', () => {
    const pod = podOf(migratingService({ staticFiles: StaticFiles.collectAtStart('/app/static', { takes: Duration.seconds(20) }) }));
    expect(pod.containers[0].volumeMounts).toContainEqual({ name: 'static-files', mountPath: '/app/static' });
    expect(pod.volumes).toContainEqual({ name: 'static-files', emptyDir: { sizeLimit: '256Mi' } });
    expect(pod.containers[0].resources.limits['ephemeral-storage']).toBe('640Mi');
  });
});

function migratingProps(chart: ReturnType<typeof Testing.chart>): DjangoServiceProps {
  return { ...LEAST, database: postgres(chart) };
}
