import { dump } from 'js-yaml';
import { livenessFields, startupFields } from '../health/derivation';
import type { ProbeFields } from '../health/probe-fields';
import type { Container } from '../manifest/container';
import type { JsonObject } from '../manifest/json';
import type { Path } from '../manifest/path';
import type { Workload } from '../manifest/workload';
import type { Evidence } from './evidence';
import { bootOf } from './judgement/booting';

/** A node is busier than a machine that rehearses: twice the boot, and no less than this. Seconds. */
const SHORTEST_BOOT = 10;
/** A quiet answer may take so many times longer under load before it is called none. */
const HEADROOM = 4;

/**
 * The probes as the measured times suggest them: a strategic merge patch for `kubectl patch --patch-file`; nothing where
 * those there are fit.
 */
export function suggestedPatch({ object, templatePath }: Workload, container: Container, evidence: Evidence): string | undefined {
  const probes = { ...suggestedStartup(container, evidence), ...suggestedTimeouts(container, evidence) };
  if (Object.keys(probes).length === 0) {
    return undefined;
  }
  const spec = { containers: [{ name: container.name, ...probes }] };
  return dump({
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: { name: object.name, ...(object.namespace && { namespace: object.namespace }) },
    ...nested([...templatePath, 'spec'], spec),
  });
}

function suggestedStartup(container: Container, { boot }: Evidence): JsonObject {
  const took = bootOf(container, boot);
  const limiting = container.startup ?? container.liveness;
  const asks = limiting ?? container.readiness;
  if (took === undefined || !asks?.handler) {
    return {};
  }
  const budget = Math.max(Math.ceil(2 * took), SHORTEST_BOOT);
  if (limiting && limiting.timing.earliestVerdict >= budget) {
    return {};
  }
  return { startupProbe: { ...(container.startup ? {} : handlerOf(asks.json)), ...fieldsIn(startupFields(budget)) } };
}

function suggestedTimeouts(container: Container, { probes, load, busy }: Evidence): JsonObject {
  return Object.fromEntries(
    probes
      .filter(({ role, failed }) => role !== 'startup' && failed === 0)
      .flatMap(({ role, slowest }) => {
        const { timing } = container[role]!;
        const seen = [...(load?.probes ?? []), ...(busy?.probes ?? [])]
          .filter((probe) => probe.role === role)
          .map((probe) => probe.slowest);
        const needed = Math.ceil(Math.max(HEADROOM * slowest, ...seen));
        if (needed <= timing.timeoutSeconds) {
          return [];
        }
        const fields =
          role === 'liveness'
            ? livenessFields(Math.max(timing.earliestVerdict, 2 * needed))
            : { timeoutSeconds: needed, periodSeconds: Math.max(timing.periodSeconds, needed) };
        return [[`${role}Probe`, { ...fieldsIn(fields), timeoutSeconds: Math.max(needed, fields.timeoutSeconds ?? 0) }]];
      }),
  );
}

/** What the probe asks, without its times. */
function handlerOf({ httpGet, tcpSocket, grpc, exec }: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries({ httpGet, tcpSocket, grpc, exec }).filter(([, value]) => value !== undefined));
}

function fieldsIn({ periodSeconds, timeoutSeconds, failureThreshold }: ProbeFields): JsonObject {
  return Object.fromEntries(Object.entries({ periodSeconds, timeoutSeconds, failureThreshold }).filter(([, value]) => value !== undefined));
}

function nested(path: Path, leaf: JsonObject): JsonObject {
  return path.reduceRight<JsonObject>((inner, step) => ({ [step]: inner }), leaf);
}
