import { imageOf, type Images } from '../application/image/images';
import type { Bundle } from '../manifest/bundle';
import { hopsTo, isRouted, ownerOf, servicesForUsers, type Hop } from '../manifest/chain';
import type { Container } from '../manifest/container';
import { entranceOf, type Entrance } from '../manifest/entrance';
import { rolloutOf, type Rollout } from '../manifest/rollout';
import type { Service } from '../manifest/service';
import type { Workload } from '../manifest/workload';
import { ContainerReading } from './container-reading';
import { Once } from './once';

/** All that is known of a workload, each fact read once: what every command takes. */
export class WorkloadReading {
  private readonly read: ReadonlyMap<Container, ContainerReading>;
  private readonly hopsRead = new Once(() => hopsTo(this.bundle, this.workload));
  private readonly usersRead = new Once(() => servicesForUsers(this.bundle, this.workload));
  private readonly rolloutRead = new Once(() => rolloutOf(this.workload.object));
  private readonly servingRead = new Once(() => this.findServing());

  public constructor(
    public readonly bundle: Bundle,
    public readonly workload: Workload,
    images: Images,
  ) {
    const containers = [...workload.containers, ...workload.initContainers];
    this.read = new Map(
      containers.map((container) => [container, new ContainerReading(bundle, workload, container, imageOf(images, container))]),
    );
  }

  /** What runs for the pod's whole life. */
  public get containers(): readonly ContainerReading[] {
    return this.workload.containers.map((container) => this.container(container));
  }

  /** @throws for a container of another workload */
  public container(container: Container): ContainerReading {
    const reading = this.read.get(container);
    if (!reading) {
      throw new Error(`container ${container.name} is not of ${this.workload.object.kind} ${this.workload.object.name}`);
    }
    return reading;
  }

  /** The Service ports that lead to its pods. */
  public get hops(): readonly Hop[] {
    return this.hopsRead.value;
  }

  /** The Services that send users to it. */
  public get servicesForUsers(): readonly Service[] {
    return this.usersRead.value;
  }

  /** Whether requests from outside of the cluster reach it. */
  public get routed(): boolean {
    return isRouted(this.bundle, this.workload);
  }

  /** How a platform without Services reaches it; nothing in a cluster. */
  public get entrance(): Entrance | undefined {
    return entranceOf(this.workload);
  }

  /** How it replaces its pods. */
  public get rollout(): Rollout {
    return this.rolloutRead.value;
  }

  /**
   * The container that answers users: the one that the port of their Service belongs to. Where that is a proxy, whose process
   * no manifest shows to be an application, and one other container is an application, then that one: the proxy passes
   * on what it gets, and that it may itself be away is not modelled.
   */
  public get serving(): ContainerReading {
    return this.servingRead.value;
  }

  private findServing(): ContainerReading {
    const [owner] = this.hops.flatMap(({ service, number }) => {
      const container = this.servicesForUsers.includes(service) && number !== undefined ? ownerOf(this.workload, number) : undefined;
      return container ? [this.container(container)] : [];
    });
    const { containers } = this;
    const applications = containers.filter(({ process }) => process.server !== undefined);
    if (owner) {
      return applications.length === 1 && !applications.includes(owner) ? applications[0] : owner;
    }
    const listening = containers.filter(({ container }) => container.ports.length > 0);
    return listening.find(({ probes }) => probes.length > 0) ?? listening[0] ?? containers[0];
  }
}
