import { Agent, request as send } from 'node:http';
import { PATH, type Pod } from './deployed';
import type { Json } from '../e2e/manifests';
import { Running } from '../e2e/processes';
import type { PodEvent, PodEventKind } from '../../lib/kubelet/pod/pod-event';
import { RestartBackOff } from '../../lib/kubelet/pod/restart-back-off';
import { drawnFrom } from '../../lib/kubelet/prober/chance';
import { ContainerProber } from '../../lib/kubelet/prober/container-prober';
import { gracePeriodAfter } from '../../lib/kubelet/prober/grace-period';
import type { Probes } from '../../lib/kubelet/prober/probe';
import type { Request } from '../../lib/simulation/pool/request';
import { Random } from '../../lib/kubelet/random';
import type { Backend } from '../../lib/simulation/traffic/traffic';
import { probesOf, type Container } from '../../lib/manifest/container';
import { preStopOf } from '../../lib/application/pre-stop';
import { ask } from '../../lib/rehearsal/asking/ask';
import { MachineClock } from '../../lib/rehearsal/machine-clock';

const INGRESS = { Host: 'obcms.example.gov', 'X-Forwarded-Proto': 'https' };
/** From a change of readiness until the ingress acts on it, as `simulate` assumes. Milliseconds. */
const PROPAGATION = 1000;

export interface Played {
  readonly pod: Pod;
  /** As the manifest has it, and as JSON: the one is asked by, the other gives the environment. */
  readonly container: Container;
  readonly json: Json;
  readonly gracePeriod: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A container on this machine and the kubelet that looks after it: what `lib/kubelet/pod/pod.ts` is to the model, with the same
 * prober, on real time, and a process that really ends and is really started again.
 */
export class PlayedPod implements Backend {
  public readonly clock = new MachineClock();
  public readonly events: PodEvent[] = [];
  public restarts = 0;
  public readySince: number | undefined;
  public inEndpoints = false;
  private readonly said: Running[] = [];
  private readonly prober: ContainerProber;
  private readonly probes: Probes;
  private readonly backOff = new RestartBackOff();
  /** As ingress-nginx keeps connections to its upstreams: the one that was used last is used first. */
  private readonly connections = new Agent({ keepAlive: true, scheduling: 'lifo', maxFreeSockets: 320 });
  private ending = false;
  private over = false;

  public constructor(private readonly played: Played) {
    const { pod, container } = played;
    const probes = new Map(probesOf(container).map((probe) => [probe.role, probe]));
    const asked = {
      address: '127.0.0.1',
      env: { PATH },
      cwd: pod.app,
      ports: container.ports.map(({ name }) => ({ name, containerPort: name === 'metrics' ? pod.metricsPort : pod.port })),
    };
    this.probes = Object.fromEntries(probes);
    this.prober = new ContainerProber({
      clock: this.clock,
      chance: drawnFrom(Random.seeded(1)),
      probes: this.probes,
      ask: (role, answer) => void ask(probes.get(role)!, asked).then(({ answer: { result, again } }) => answer(again ? 'unknown' : result)),
      onResult: (role, result) => {
        this.prober.sync();
        this.noteReadiness();
        if (role !== 'readiness' && result === 'failure' && this.prober.result(role) === 'failure') {
          this.condemn(role);
        }
      },
      onAttempt: ({ role, answer }) => answer !== 'success' && this.tell('probe failed', role),
    });
    this.start();
  }

  /** The master of the container that runs now. */
  public get pid(): number {
    return this.said[this.said.length - 1].pid;
  }

  /** What all containers have written. */
  public get output(): string {
    return this.said.map(({ output }) => output).join('');
  }

  /** A request of the model, put to the real process. */
  public receive(request: Request): void {
    let open = true;
    const end = (outcome: Parameters<Request['end']>[0]) => {
      if (open) {
        open = false;
        request.end(outcome);
      }
    };
    const call = send(
      { host: '127.0.0.1', port: this.played.pod.port, path: pathOf(request), headers: INGRESS, agent: this.connections },
      (response) => {
        response.resume();
        response.once('end', () => end(response.statusCode === 200 ? 'ok' : response.statusCode === 503 ? '503' : '500'));
        response.once('error', () => end('reset'));
        response.once('close', () => end('reset'));
      },
    );
    call.once('error', ({ code }: NodeJS.ErrnoException) => {
      // An idle connection that was closed meanwhile: nginx takes another.
      if (open && call.reusedSocket && code === 'ECONNRESET') {
        open = false;
        this.receive(request);
      } else {
        end(code === 'ECONNREFUSED' ? 'refused' : 'reset');
      }
    });
    call.end();
  }

  /** Nobody looks after it any more. */
  public leave(): void {
    this.over = true;
    this.prober.podTerminated();
    this.connections.destroy();
  }

  private start(): void {
    const { pod, json, environment } = this.played;
    this.ending = false;
    const running = new Running({
      argv: [`${pod.app}/startup.sh`],
      cwd: pod.app,
      env: { ...pod.environment(json), DRILLS: 'on', ...environment },
    });
    this.said.push(running);
    void running.exited.then(() => this.exited());
    this.tell('container started');
    this.prober.containerStarted();
    this.noteReadiness();
  }

  private condemn(role: 'startup' | 'liveness'): void {
    if (this.ending || this.over) {
      return;
    }
    this.ending = true;
    this.tell('condemned', role);
    const { container, gracePeriod } = this.played;
    const running = this.said[this.said.length - 1];
    const grace = gracePeriodAfter(role, this.probes, gracePeriod) * 1000;
    const hook = Math.min((preStopOf(container)?.seconds ?? 0) * 1000, grace);
    const unlessGone = (signal: 'SIGTERM' | 'SIGKILL', pid: number) => () => {
      if (running.status === undefined && !this.over) {
        this.tell(signal);
        process.kill(pid, signal);
      }
    };
    this.clock.at(this.clock.now + hook, unlessGone('SIGTERM', running.pid));
    this.clock.at(this.clock.now + grace, unlessGone('SIGKILL', -running.pid));
  }

  private exited(): void {
    if (this.over) {
      return;
    }
    this.tell('container exited');
    this.prober.containerExited();
    this.noteReadiness(false);
    this.clock.at(this.backOff.next(this.clock.now), () => {
      if (!this.over) {
        this.restarts += 1;
        this.start();
      }
    });
  }

  private noteReadiness(ready = this.prober.ready && this.said[this.said.length - 1].status === undefined): void {
    if (ready !== (this.readySince !== undefined)) {
      this.readySince = ready ? this.clock.now : undefined;
      this.tell(ready ? 'ready' : 'not ready');
      this.clock.at(this.clock.now + PROPAGATION, () => {
        this.inEndpoints = ready;
        this.tell(ready ? 'in endpoints' : 'out of endpoints');
      });
    }
  }

  private tell(kind: PodEventKind, probe?: PodEvent['probe']): void {
    this.events.push({ at: this.clock.now, pod: 'pod-1', kind, probe });
  }
}

/** What the request of the model is to the application. */
function pathOf({ wait, holdsInterpreter, endpoint }: Request): string {
  return holdsInterpreter
    ? '/drills/frozen/?seconds=110'
    : wait === Infinity
      ? '/drills/stuck/'
      : endpoint.dependent
        ? '/'
        : `/drills/slow/?seconds=${(wait / 1000).toFixed(3)}`;
}
