import { asksOwnServer } from '../application/command-dependency';
import { useBehind } from '../application/django/use-behind';
import type { DependencyUse } from '../application/django/dependency-use';
import type { ProbeRole } from '../conventions/probe-role';
import type { Container } from '../manifest/container';
import type { Probe } from '../manifest/probe';
import type { DjangoProject } from '../application/django/project';
import type { Workload } from '../manifest/workload';
import { probeTarget, type ProbeTarget } from './probe-target';

/** A query that asks a health endpoint for more than its plain answer. */
const DEEPER_QUERY = /^(?:full|deep|detailed?|verbose|all|checks?|dependencies|db|database)(?:=(?:1|true|yes|on|all|\w+))?$/i;

/** The container that has a probe, as far as a probe concerns it. */
export interface ProbedContainer {
  readonly workload: Workload;
  readonly container: Container;
  /** Nothing where no Django project was read. */
  readonly django: DjangoProject | undefined;
}

/** A probe, what it asks, and the code that answers it where that was read. */
export class ProbeReading {
  public readonly target: ProbeTarget;

  public constructor(
    public readonly of: ProbedContainer,
    public readonly probe: Probe,
  ) {
    this.target = probeTarget(of.workload, of.container, probe);
  }

  public get role(): ProbeRole {
    return this.probe.role;
  }

  /** The number of the port of the pod that it asks; nothing where it asks none, or it is not known which. */
  public get port(): number | undefined {
    return this.target.kind === 'pod' ? this.target.number : undefined;
  }

  /** The container of the pod that answers it over the network; nothing where several may, or something else does. */
  public get answeredBy(): Container | undefined {
    return this.target.kind === 'pod' ? this.target.owner : undefined;
  }

  /** How the code that answers it uses something outside of the process; nothing where it does not, or was not read. */
  public get use(): DependencyUse | undefined {
    const { handler } = this.probe;
    return handler?.kind === 'httpGet' && this.target.kind !== 'other host' ? useBehind(this.of.django, handler.path) : undefined;
  }

  /** Whether two probes of a container put the same question. `/health` and `/health/` are one endpoint. */
  public asksTheSameAs(other: ProbeReading): boolean {
    return this.question === other.question;
  }

  /** Whether it is a command in the container. */
  public get asksCommand(): boolean {
    return this.probe.handler?.kind === 'exec';
  }

  /**
   * Whether it can only fail for a fault of the process that it asks: a connection to its own port, or the server's own client
   * that asks the server in the same container.
   */
  public get asksProcessOnly(): boolean {
    const { handler } = this.probe;
    return handler?.kind === 'tcpSocket'
      ? this.target.kind === 'pod'
      : handler?.kind === 'exec' && asksOwnServer(handler.command, this.of.container.image);
  }

  /** Whether it asks the path that another one asks, with a query that asks for more: `/healthz?full=true` against `/healthz`. */
  public asksMoreThan(other: ProbeReading): boolean {
    const [own, plain] = [this.probe.handler, other.probe.handler];
    if (own?.kind !== 'httpGet' || plain?.kind !== 'httpGet' || (this.port ?? own.port) !== (other.port ?? plain.port)) {
      return false;
    }
    const [path, query = ''] = own.path.split('?');
    return plain.path === path && DEEPER_QUERY.test(query);
  }

  private get question(): string {
    const { handler } = this.probe;
    switch (handler?.kind) {
      case 'httpGet': {
        const [path, query = ''] = handler.path.split('#')[0].split('?');
        return JSON.stringify(['GET', this.port ?? handler.port, handler.host, path.replace(/\/+$/, ''), query]);
      }
      case 'tcpSocket':
        return JSON.stringify(['TCP', this.port ?? handler.port, handler.host]);
      case 'grpc':
        return JSON.stringify(['gRPC', this.port ?? handler.port, handler.service]);
      case 'exec':
        return JSON.stringify(['exec', handler.command]);
      case undefined:
        return '';
    }
  }
}
