import { apiObjectsOf, type ApiObject } from '../../manifest/api-object';
import { listOf, objectOf, textOf } from '../../manifest/json';
import type { Service } from '../../manifest/service';
import { selects } from '../../manifest/label-selector';
import type { Bundle } from '../../manifest/bundle';
import { Reading } from '../../reading/reading';
import { endpointsOfSlice, serviceOfSlice, type EndpointState } from './endpoints-state';
import { eventStateOf, type EventState } from './event-state';
import { podStateOf, type PodState } from './pod-state';
import type { Absent, ProbeAnswer, StateRecord, Unread, Visit } from './record';
import { SelectedPods } from './selected-pods';
import { newestTime, timeOf } from './time';
import { withoutValues } from './without-values';

/** How far back an event or a restart still counts, in seconds: what the API server keeps events for (`--event-ttl`). */
export const SINCE = 3600;

/** What was read of a cluster, indexed. */
export class Observed {
  public readonly reading: Reading;
  /** When it was read. Milliseconds. */
  public readonly now: number;
  public readonly pods: readonly PodState[];
  public readonly visits: readonly Visit[];
  public readonly answers: readonly ProbeAnswer[];
  public readonly unread: readonly Unread[];

  private readonly listedKinds: ReadonlySet<string>;
  private readonly namespace: string | undefined;
  private readonly absent: ReadonlySet<string>;
  private readonly events = new Map<string, EventState[]>();
  private readonly slices = new Map<string, EndpointState[]>();
  private readonly logs: ReadonlyMap<string, string>;
  private readonly selected: SelectedPods;

  /** @param since seconds back from when it was read for which events and restarts count */
  public constructor(
    record: StateRecord,
    private readonly since = SINCE,
  ) {
    const objects = apiObjectsOf(record.objects).map(withoutValues);
    // The values of ConfigMaps are not part of a state: a reading must not take what was left out for empty.
    this.reading = Reading.ofObjects(objects.filter(({ kind }) => kind !== 'ConfigMap').map(({ json }) => json));
    this.now = timeOf(record.taken) ?? newestTime(objects.map(({ json }) => json));
    this.listedKinds = new Set(record.listed ?? objects.map(({ kind }) => kind));
    this.namespace = record.namespace;
    this.absent = new Set((record.absent ?? []).map(absentKey));
    this.visits = record.visits ?? [];
    this.answers = record.answers ?? [];
    this.unread = record.unread ?? [];
    this.logs = new Map((record.logs ?? []).map((log) => [logKey(log.namespace, log.pod, log.container, log.previous), log.text]));
    for (const event of this.bundle.objects.filter(({ kind }) => kind === 'Event').map(eventStateOf)) {
      push(this.events, `${event.object.namespace}/${event.about}`, event);
    }
    this.events.forEach((events) => events.sort((one, other) => other.last - one.last));
    for (const slice of this.bundle.ofKind('discovery.k8s.io', 'EndpointSlice')) {
      endpointsOfSlice(slice).forEach((endpoint) => push(this.slices, `${slice.namespace}/${serviceOfSlice(slice) ?? ''}`, endpoint));
    }
    this.pods = this.bundle.ofKind('', 'Pod').flatMap((object) => podStateOf(object) ?? []);
    this.selected = new SelectedPods(this.pods);
  }

  public get bundle(): Bundle {
    return this.reading.bundle;
  }

  /**
   * Whether everything of this kind was read, so that what is not there does not exist.
   *
   * @param namespace in which it was; by default in the one that was read
   */
  public listed(kind: string, namespace = ''): boolean {
    return this.listedKinds.has(kind) && (namespace === '' || this.namespace === undefined || namespace === this.namespace);
  }

  /** Whether a moment is recent enough to matter. */
  public recent(time: number | undefined): boolean {
    return time !== undefined && time >= this.now - this.since * 1000;
  }

  /** What was said of an object lately, the newest first. */
  public eventsOn({ kind, namespace, name }: ApiObject): readonly EventState[] {
    // Events about objects of no namespace stand in `default`.
    return (this.events.get(`${namespace || 'default'}/${kind}/${name}`) ?? this.events.get(`${namespace}/${kind}/${name}`) ?? []).filter(
      ({ last }) => last === 0 || this.recent(last),
    );
  }

  /** Where a Service sends requests; nothing where the EndpointSlices were not read. */
  public endpointsOf({ object }: Service): readonly EndpointState[] | undefined {
    return this.slices.get(`${object.namespace}/${object.name}`) ?? (this.listed('EndpointSlice', object.namespace) ? [] : undefined);
  }

  /** The pods that a Service selects, ended ones left out. */
  public podsBehind(service: Service): readonly PodState[] {
    return this.selected.of(service);
  }

  /** What a container wrote; nothing where that was not read. */
  public log({ object }: PodState, container: string, previous = false): string | undefined {
    return this.logs.get(logKey(object.namespace, object.name, container, previous));
  }

  /** The node of this name, if nodes were read. */
  public node(name: string | undefined): ApiObject | undefined {
    return name === undefined ? undefined : this.bundle.find('', 'Node', '', name);
  }

  /** The Services in a pod's namespace that select it. */
  public servicesOf({ object, labels }: PodState): readonly Service[] {
    return this.bundle.services.filter(
      (service) => service.object.namespace === object.namespace && service.selector.length > 0 && selects(service.selector, labels),
    );
  }

  /** Whether an object that another one names certainly does not exist. */
  public lacks(group: string, kind: string, namespace: string, name: string): boolean {
    return (
      this.absent.has(absentKey({ kind, namespace, name })) ||
      (this.listed(kind, namespace) && !this.bundle.find(group, kind, namespace, name))
    );
  }

  /** What a class of Ingresses is marked with that stands where none is named. */
  public get defaultIngressClass(): ApiObject | undefined {
    return this.bundle
      .ofKind('networking.k8s.io', 'IngressClass')
      .find(({ json }) => textOf(objectOf(objectOf(json.metadata).annotations)['ingressclass.kubernetes.io/is-default-class']) === 'true');
  }

  /** Addresses at which an Ingress says it is served. */
  public addressesOf({ json }: ApiObject): readonly string[] {
    return listOf(objectOf(objectOf(json.status).loadBalancer).ingress)
      .map(objectOf)
      .flatMap(({ ip, hostname }) => textOf(ip) ?? textOf(hostname) ?? []);
  }
}

function logKey(...parts: readonly (string | boolean)[]): string {
  return JSON.stringify(parts);
}

function absentKey({ kind, namespace, name }: Absent): string {
  return JSON.stringify([kind, namespace, name]);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values) {
    values.push(value);
  } else {
    map.set(key, [value]);
  }
}
