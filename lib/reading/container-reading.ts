import type { ContainerContext } from '../application/container-context';
import { djangoOf, type DjangoProject } from '../application/django/project';
import type { Image } from '../application/image/image';
import { preStopOf, type PreStop } from '../application/pre-stop';
import { readProcess, type Process } from '../application/process/process';
import type { ProbeRole } from '../conventions/probe-role';
import type { Bundle } from '../manifest/bundle';
import { probesOf, type Container } from '../manifest/container';
import { resourcesOf, type Resources } from '../manifest/resources';
import type { Workload } from '../manifest/workload';
import { commandChecksOf, type CommandCheck } from './command-check';
import { Once } from './once';
import { ProbeReading } from './probe-reading';

/** All that is known of a container, each fact read once and only when somebody asks for it. */
export class ContainerReading implements ContainerContext {
  private readonly processRead = new Once(() => readProcess(this));
  private readonly djangoRead = new Once(() => djangoOf(this, this.process));
  private readonly resourcesRead = new Once(() => resourcesOf(this.bundle, this.workload, this.container));
  private readonly preStopRead = new Once(() => preStopOf(this.container));
  private readonly probesRead = new Once(() => probesOf(this.container).map((probe) => new ProbeReading(this, probe)));

  public constructor(
    public readonly bundle: Bundle,
    public readonly workload: Workload,
    public readonly container: Container,
    public readonly image?: Image,
  ) {}

  /** What its process is, and where it listens. */
  public get process(): Process {
    return this.processRead.value;
  }

  /** Its Django project; nothing where none was read. */
  public get django(): DjangoProject | undefined {
    return this.djangoRead.value;
  }

  public get resources(): Resources {
    return this.resourcesRead.value;
  }

  public get preStop(): PreStop | undefined {
    return this.preStopRead.value;
  }

  public get probes(): readonly ProbeReading[] {
    return this.probesRead.value;
  }

  /** The commands that ask inside of it whether it is well. */
  public get commandChecks(): readonly CommandCheck[] {
    return commandChecksOf(this);
  }

  public probe(role: ProbeRole): ProbeReading | undefined {
    return this.probes.find((probe) => probe.role === role);
  }

  /** The same place with another container in it: one that is played with the values that a cluster would give it. */
  public with(container: Container): ContainerReading {
    return new ContainerReading(this.bundle, this.workload, container, this.image);
  }
}
