import { apiObjectsOf, mayShareNamespace, type ApiObject } from './api-object';
import { absenceIn, type Absence, type Extent } from './extent';
import { listOf, objectOf, shown } from './json';
import { selects, type LabelSelector } from './label-selector';
import { routeOf, type Backend, type Route } from './route';
import { serviceOf, type Service } from './service';
import { workloadOf, type Workload } from './workload';

/** A route, and the backend of it that means the Service in question. */
export interface RoutedBackend {
  readonly route: Route;
  readonly backend: Backend;
}

/** Everything that is reviewed together, indexed so that every question is answered without a scan. */
export class Bundle {
  public readonly objects: readonly ApiObject[];
  public readonly workloads: readonly Workload[];
  public readonly services: readonly Service[];
  public readonly routes: readonly Route[];
  /** What controllers made of other objects here: it is judged as these. */
  public readonly made: readonly ApiObject[];
  /** What it means that an object is not here: no rule reports what is absent where that is unknown. */
  public readonly absence: Absence;

  private readonly byName = new Map<string, ApiObject[]>();
  private readonly byKind = new Map<string, ApiObject[]>();
  private readonly workloadsByLabel = new Map<string, Workload[]>();
  private readonly serviceViews = new Map<ApiObject, Service>();
  private readonly selected = new Map<Service, readonly Workload[]>();
  private readonly selecting = new Map<Workload, Service[]>();
  private readonly routed = new Map<Service, RoutedBackend[]>();

  /**
   * @param documents parsed YAML or JSON documents; what is no Kubernetes object is passed over
   */
  public constructor(
    documents: readonly unknown[],
    public readonly extent: Extent = {},
  ) {
    this.objects = apiObjectsOf(documents);
    this.absence = absenceIn(extent, this.objects);
    for (const object of this.objects) {
      push(this.byKind, `${object.group}/${object.kind}`, object);
      push(this.byName, `${object.group}/${object.kind}/${object.name}`, object);
    }
    const made = new Set(this.objects.filter((object) => this.isMade(object)));
    this.made = [...made];
    this.workloads = views(
      this.objects.filter((object) => !made.has(object)),
      workloadOf,
    );
    this.services = views(this.objects, serviceOf);
    this.routes = views(this.objects, routeOf);
    for (const workload of this.workloads) {
      for (const [key, value] of workload.labels) {
        push(this.workloadsByLabel, `${key}=${value}`, workload);
      }
    }
    for (const service of this.services) {
      this.serviceViews.set(service.object, service);
      const workloads = service.selector.length ? this.workloadsSelectedBy(service.selector, service.object.namespace) : [];
      this.selected.set(service, workloads);
      workloads.forEach((workload) => push(this.selecting, workload, service));
    }
    for (const route of this.routes) {
      for (const backend of route.backends) {
        const service = this.serviceBehind(backend);
        if (service) {
          push(this.routed, service, { route, backend });
        }
      }
    }
  }

  /** The objects of a kind: `ofKind('policy', 'PodDisruptionBudget')`. */
  public ofKind(group: string, kind: string): readonly ApiObject[] {
    return this.byKind.get(`${group}/${kind}`) ?? [];
  }

  /**
   * The object of this name that a reference from `namespace` means: one in that very namespace if there is one, else
   * one whose namespace the manifests leave open.
   */
  public find(group: string, kind: string, namespace: string, name: string): ApiObject | undefined {
    const candidates = this.byName.get(`${group}/${kind}/${name}`) ?? [];
    return (
      candidates.find((candidate) => candidate.namespace === namespace) ??
      candidates.find((candidate) => mayShareNamespace(candidate.namespace, namespace))
    );
  }

  /** The Service that a route's backend means. */
  public serviceBehind(backend: Backend): Service | undefined {
    const object = this.find('', 'Service', backend.namespace, backend.service);
    return object && this.serviceViews.get(object);
  }

  /** The workloads whose pods a Service selects. */
  public workloadsBehind(service: Service): readonly Workload[] {
    return this.selected.get(service) ?? [];
  }

  /** The Services that select a workload's pods. */
  public servicesInFrontOf(workload: Workload): readonly Service[] {
    return this.selecting.get(workload) ?? [];
  }

  /** The routes that lead to a Service. */
  public routesTo(service: Service): readonly RoutedBackend[] {
    return this.routed.get(service) ?? [];
  }

  /** The workloads in a namespace whose pods a selector selects. A selector without requirements selects all of them. */
  public workloadsSelectedBy(selector: LabelSelector, namespace: string): readonly Workload[] {
    return this.candidates(selector).filter(
      (workload) => mayShareNamespace(workload.object.namespace, namespace) && selects(selector, workload.labels),
    );
  }

  /** A dump of a cluster holds what controllers made besides the controllers: the ReplicaSets of a Deployment, their Pods. */
  private isMade({ json, namespace }: ApiObject): boolean {
    return listOf(objectOf(json.metadata).ownerReferences)
      .map(objectOf)
      .some(
        ({ apiVersion, kind, name }) =>
          this.find(shown(apiVersion).split('/').slice(0, -1).join(''), shown(kind), namespace, shown(name)) !== undefined,
      );
  }

  /** Only workloads that carry the rarest label of the selector need a look. */
  private candidates(selector: LabelSelector): readonly Workload[] {
    let fewest = this.workloads;
    for (const { key, operator, values } of selector) {
      if (operator === 'In' && values.length === 1) {
        const carrying = this.workloadsByLabel.get(`${key}=${values[0]}`) ?? [];
        fewest = carrying.length < fewest.length ? carrying : fewest;
      }
    }
    return fewest;
  }
}

function views<T>(objects: readonly ApiObject[], viewOf: (object: ApiObject) => T | undefined): T[] {
  return objects.map(viewOf).filter((view) => view !== undefined);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values) {
    values.push(value);
  } else {
    map.set(key, [value]);
  }
}
