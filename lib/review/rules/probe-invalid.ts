import type { ApiObject } from '../../manifest/api-object';
import { probesOf, type Container } from '../../manifest/container';
import { isObject, listOf, objectOf, type JsonObject } from '../../manifest/json';
import type { Path } from '../../manifest/path';
import type { Probe } from '../../manifest/probe';
import { portNumberFault, portReferenceFault } from '../../conventions/port';
import type { Observation, Rule } from '../rule';

export const probeInvalid: Rule = {
  id: 'probe-invalid',
  model: 'clock',
  severity: 'error',
  summary: 'A probe that the API server refuses',
  doc: {
    why: 'The API server refuses the whole object, so what runs stays what it was before.',
    fix: 'Give each probe one handler, whole numbers, and a successThreshold of 1 for liveness and startup.',
    judges:
      'Everything in a probe that makes the API server refuse it, after its defaults, null counting as missing: the type of each ' +
      'field, so that a path or the value of a ' +
      'header is a text; exactly one handler, its port, scheme, header names and command; whole numbers from 0; ' +
      'successThreshold; terminationGracePeriodSeconds, which ' +
      "readiness may not have; any probe of an init container that runs to its end. It agrees with the API server's own code on " +
      'more than a thousand broken objects ' +
      '(conformance/validity). Fields that Kubernetes does not know are not judged.',
    edits:
      'Sets successThreshold of liveness and startup probes to 1, writes a scheme in capitals, whole numbers without quotes and texts ' +
      'with them. Certain: the API server accepts no other value that could be meant.',
    source:
      'pkg/apis/core/validation/validation.go, validateProbe, validateHandler, validateLivenessProbe, validateReadinessProbe, ' +
      'validateInitContainers',
  },
  *check({ bundle }) {
    for (const { object, containers, initContainers } of bundle.workloads) {
      for (const container of [...containers, ...initContainers]) {
        for (const role of ROLES.filter((one) => isOther(container.json[one], isObject(container.json[one])))) {
          yield {
            object,
            container: container.name,
            path: [...container.path, role],
            message: `the ${role} of container ${container.name} is no object`,
            consequence: REFUSED,
            fix: 'change it to what the API accepts',
          };
        }
      }
      for (const container of containers) {
        for (const probe of probesOf(container)) {
          for (const fault of faultsOf(probe)) {
            yield refusal(object, container, probe, fault);
          }
        }
      }
      for (const container of initContainers) {
        for (const probe of probesOf(container)) {
          yield refusal(object, container, probe, { path: [], because: 'an init container may have one only with restartPolicy: Always' });
        }
      }
    }
  },
};

interface Fault {
  /** Below the probe. */
  readonly path: Path;
  readonly because: string;
  /** The one value that the API accepts in its place, where there is only one. */
  readonly only?: string | number;
}

const SCHEMES = ['HTTP', 'HTTPS'];
const ROLES = ['startupProbe', 'readinessProbe', 'livenessProbe'];
const REFUSED = 'the API server refuses the object: nothing of it is applied';
const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const NUMBERS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];
/** The largest of an `int32`. */
const LARGEST = 2 ** 31 - 1;

function* faultsOf({ role, json }: Probe): Iterable<Fault> {
  yield* HANDLERS.filter((handler) => isOther(json[handler], isObject(json[handler]))).map((handler) => ({
    path: [handler],
    because: `${handler} is no object`,
  }));
  const handlers = HANDLERS.filter((handler) => isObject(json[handler]));
  if (handlers.length !== 1) {
    yield {
      path: [],
      because: handlers.length ? `it has ${handlers.length} handlers, ${handlers.join(' and ')}, and may have one` : 'it has no handler',
    };
  }
  // Of several the API server judges the first, in this order.
  for (const handler of handlers.slice(0, 1)) {
    yield* handlerFaults(handler, objectOf(json[handler]));
  }
  for (const field of NUMBERS) {
    const value = json[field] ?? 0;
    if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > LARGEST) {
      yield {
        path: [field],
        because: `${field} is ${JSON.stringify(value)} and must be a whole number from 0`,
        only: typeof value === 'string' && /^(0|[1-9]\d{0,5})$/.test(value) ? Number(value) : undefined,
      };
    }
  }
  // Zero counts as missing, and 1 is filled in.
  if (role !== 'readiness' && Number.isInteger(json.successThreshold) && ![0, 1].includes(json.successThreshold as number)) {
    yield { path: ['successThreshold'], because: `successThreshold is ${json.successThreshold} and must be 1 for ${role}`, only: 1 };
  }
  const grace = json.terminationGracePeriodSeconds ?? undefined;
  if (grace !== undefined && role === 'readiness') {
    yield {
      path: ['terminationGracePeriodSeconds'],
      because: 'a readiness probe stops nothing and may have no terminationGracePeriodSeconds',
    };
  } else if (grace !== undefined && !(Number.isInteger(grace) && (grace as number) > 0 && (grace as number) < 2 ** 63)) {
    yield {
      path: ['terminationGracePeriodSeconds'],
      because: `terminationGracePeriodSeconds is ${JSON.stringify(grace)} and must be a whole number above 0`,
    };
  }
}

function* handlerFaults(handler: string, json: JsonObject): Iterable<Fault> {
  if (handler === 'exec') {
    if (listOf(json.command).length === 0) {
      yield { path: ['exec', 'command'], because: 'it has no command to run' };
    }
    for (const [index, word] of listOf(json.command).entries()) {
      if (isOther(word, typeof word === 'string')) {
        yield {
          path: ['exec', 'command', index],
          because: `a word of its command is ${JSON.stringify(word)} and must be a text`,
          only: textFor(word),
        };
      }
    }
    return;
  }
  yield* textFaults(json, handler === 'grpc' ? ['service'] : ['path', 'host'], [handler]);
  const because = handler === 'grpc' ? portNumberFault(json.port) : portReferenceFault(json.port);
  if (because) {
    yield {
      path: [handler, 'port'],
      because: `its port ${json.port === undefined ? 'is missing' : `is ${JSON.stringify(json.port)}`}: ${because}`,
    };
  }
  if (handler === 'httpGet') {
    const scheme = json.scheme ?? '';
    if (scheme !== '' && !SCHEMES.includes(scheme as string)) {
      yield {
        path: ['httpGet', 'scheme'],
        because: `its scheme is ${JSON.stringify(scheme)} and must be HTTP or HTTPS`,
        only: SCHEMES.find((known) => typeof scheme === 'string' && known === scheme.toUpperCase()),
      };
    }
    if (isOther(json.httpHeaders, Array.isArray(json.httpHeaders))) {
      yield { path: ['httpGet', 'httpHeaders'], because: 'its httpHeaders are no list' };
    }
    for (const [index, header] of listOf(json.httpHeaders).map(objectOf).entries()) {
      yield* textFaults(header, ['value'], ['httpGet', 'httpHeaders', index]);
      // `IsHTTPHeaderName` of `k8s.io/apimachinery/pkg/util/validation`.
      if (typeof header.name !== 'string' || !/^[-A-Za-z0-9]+$/.test(header.name)) {
        yield {
          path: ['httpGet', 'httpHeaders', index, 'name'],
          because: `the header name ${JSON.stringify(header.name)} may have letters, digits and dashes only`,
        };
      }
    }
  }
}

/** Whether it is there and of another type than it must be; null counts as missing. */
function isOther(value: unknown, isOfType: boolean): boolean {
  return value !== undefined && value !== null && !isOfType;
}

/** The text that a number or a boolean stands for; nothing for what YAML may have read in another way (1e3, 0o17, 1.0). */
function textFor(value: unknown): string | undefined {
  return typeof value === 'boolean' || (Number.isInteger(value) && Math.abs(value as number) < 1e6) ? String(value) : undefined;
}

/** The API server reads no number or boolean for a text: `value: 1` wants quotes. */
function* textFaults(json: JsonObject, fields: readonly string[], path: Path): Iterable<Fault> {
  for (const field of fields) {
    if (isOther(json[field], typeof json[field] === 'string')) {
      yield {
        path: [...path, field],
        because: `its ${field} is ${JSON.stringify(json[field])} and must be a text, in quotes`,
        only: textFor(json[field]),
      };
    }
  }
}

function refusal(object: ApiObject, container: Container, probe: Probe, { path, because, only }: Fault): Observation {
  return {
    object,
    container: container.name,
    path: [...probe.path, ...path],
    message: `the ${probe.role} probe of container ${container.name}: ${because}`,
    consequence: REFUSED,
    fix: only === undefined ? 'change it to what the API accepts' : `write ${only}`,
    ...(only !== undefined && { edits: [{ path: [...probe.path, ...path], value: only }] }),
  };
}
