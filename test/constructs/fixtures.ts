import { Chart, Size, Testing } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { Dependency } from '../../lib/constructs/dependency';
import { DjangoService, DjangoServiceProps } from '../../lib/constructs/django-service';
import { GunicornService, GunicornServiceProps } from '../../lib/constructs/gunicorn-service';
import { WebService } from '../../lib/constructs/web-service';
import { WebServiceProps } from '../../lib/constructs/web-service-props';
import { HealthEndpoints } from '../../lib/health/health-endpoints';

/** A rendered object, read without ceremony. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** The least that a service has to be told. */
export const LEAST = {
  image: 'registry.example/app:1.0',
  health: { endpoints: HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' }) },
  resources: { memory: Size.gibibytes(1) },
};

export function webService(props: Partial<WebServiceProps> = {}, chart = Testing.chart()): WebService {
  return new WebService(chart, 'web', { ...LEAST, ...props });
}

export function gunicornService(props: Partial<GunicornServiceProps> = {}, chart = Testing.chart()): GunicornService {
  return new GunicornService(chart, 'web', { ...LEAST, ...props });
}

export function djangoService(props: Partial<DjangoServiceProps> = {}, chart = Testing.chart()): DjangoService {
  return new DjangoService(chart, 'web', { ...LEAST, ...props });
}

/** A Django service with a database, and so with migrations. */
export function migratingService(props: Partial<DjangoServiceProps> = {}, chart = Testing.chart()): DjangoService {
  return djangoService({ database: postgres(chart), ...props }, chart);
}

export function secret(chart: Chart, name = 'database') {
  return Secret.fromSecretName(chart, `Secret ${name}`, name);
}

export function postgres(chart: Chart, props: Parameters<typeof Dependency.postgres>[1] = {}): Dependency {
  return Dependency.postgres(secret(chart), props);
}

/** Props as a JavaScript user passes them, past every compiler. */
export function js<T>(props: object): T {
  return props as unknown as T;
}

/** Everything the service's chart renders to. */
export function objectsOf(service: WebService): Json[] {
  return Testing.synth(Chart.of(service));
}

/** The only object of a kind, or `undefined`; more than one is an error of the test. */
export function objectOf(service: WebService, kind: string): Json {
  const found = objectsOf(service).filter((object) => object.kind === kind);
  if (found.length > 1) {
    throw new Error(`${found.length} objects of kind ${kind}`);
  }
  return found[0];
}

export function podOf(service: WebService): Json {
  return objectsOf(service).find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === service.deployment.name).spec.template
    .spec;
}

export function containerOf(service: WebService): Json {
  return podOf(service).containers[0];
}

/** The environment as names and values; variables with a source show the source. */
export function environmentOf(container: Json): Record<string, Json> {
  return Object.fromEntries((container.env ?? []).map(({ name, value, valueFrom }: Json) => [name, value ?? valueFrom]));
}

/** Seconds of silence that a rendered probe certainly forgives, and after which it certainly condemns (facts page). */
export function verdicts(probe: Json): { earliest: number; latest: number } {
  const { initialDelaySeconds = 0, periodSeconds, timeoutSeconds, failureThreshold } = probe;
  return {
    earliest: initialDelaySeconds + (failureThreshold - 1) * periodSeconds,
    latest: initialDelaySeconds + failureThreshold * periodSeconds + timeoutSeconds,
  };
}
