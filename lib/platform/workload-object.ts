import { HOLE } from '../manifest/partial-text';
import { PLATFORM_GROUP } from '../manifest/api-object';
import type { JsonObject } from '../manifest/json';
import type { Path } from '../manifest/path';
import type { HealthCheck, Service } from './service';

/** A service as a workload of the one model that all commands read, and where each field of it comes from. */
export interface WorkloadObject {
  readonly json: JsonObject;
  /** By the field's path in the workload, as JSON; a field that is not listed comes from the one around it. */
  readonly origins: ReadonlyMap<string, Path>;
}

/** The pod template of a workload. */
const TEMPLATE: Path = ['spec', 'template', 'spec'];
const CONTAINER: Path = [...TEMPLATE, 'containers', 0];

/** Says a service of a platform as a workload. What the platform does not say stays unsaid. */
export function workloadObject(service: Service): WorkloadObject {
  const origins = new Map<string, Path>([[JSON.stringify([]), service.path]]);
  const from = (field: Path, origin: Path) => origins.set(JSON.stringify(field), origin);
  const environment = [...service.environment].map(([name, { value, path }], index) => {
    from([...CONTAINER, 'env', index], path);
    return value.includes(HOLE)
      ? { name, valueFrom: { secretKeyRef: { name: `of ${service.platform.name}`, key: name } } }
      : { name, value };
  });
  const placed = <T>(field: Path, written: { readonly value: T; readonly path: Path } | undefined): T | undefined => {
    if (written) {
      from(field, written.path);
    }
    return written?.value;
  };
  const { health, entrance } = service;
  for (const role of health?.roles ?? []) {
    from([...CONTAINER, `${role}Probe`], health!.path);
  }
  const port = placed([...CONTAINER, 'ports', 0], entrance?.port);
  const container = {
    name: service.name,
    image: service.image,
    build: service.build,
    command: placed([...CONTAINER, 'command'], service.entrypoint),
    args: placed([...CONTAINER, 'args'], service.command),
    env: environment,
    envFrom: service.open ? [{ secretRef: { name: `of ${service.platform.name}` } }] : [],
    ports: port === undefined ? [] : [{ containerPort: port }],
    resources: {
      limits: {
        memory: placed([...CONTAINER, 'resources', 'limits', 'memory'], service.memory),
        cpu: placed([...CONTAINER, 'resources', 'limits', 'cpu'], service.cpu),
      },
    },
    ...Object.fromEntries((health?.roles ?? []).map((role) => [`${role}Probe`, probe(health!, port)])),
  };
  return {
    origins,
    json: withoutNothing({
      apiVersion: `${PLATFORM_GROUP}/${service.platform.id}`,
      kind: service.platform.noun,
      metadata: { name: service.name },
      entrance: entrance && { by: entrance.by, platform: service.platform.name, port },
      finite: service.finite,
      stopSignal: placed(['stopSignal'], service.stopSignal),
      spec: {
        replicas: placed(['spec', 'replicas'], service.replicas),
        template: {
          spec: {
            terminationGracePeriodSeconds: placed([...TEMPLATE, 'terminationGracePeriodSeconds'], service.grace),
            containers: [container],
          },
        },
      },
    }) as JsonObject,
  };
}

function probe({ asks, period, timeout, failures, delay }: HealthCheck, port: number | undefined): JsonObject {
  const handler =
    'exec' in asks
      ? { exec: { command: asks.exec } }
      : 'httpPath' in asks
        ? { httpGet: { path: asks.httpPath, port } }
        : { tcpSocket: { port } };
  return { ...handler, periodSeconds: period, timeoutSeconds: timeout, failureThreshold: failures, initialDelaySeconds: delay };
}

/** As JSON has it: a field without a value is not there. */
function withoutNothing(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
