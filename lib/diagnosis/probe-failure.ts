import type { ProbeRole } from '../conventions/probe-role';
import type { Probe } from '../manifest/probe';
import type { Evidence } from './cause';
import type { EventState } from './state/event-state';
import type { ContainerState, PodState } from './state/pod-state';
import type { ProbeAnswer } from './state/record';
import type { Scene } from './state/scene';
import { eventEvidence, evidence } from './wording';

/** A probe that fails now, and how. */
export interface ProbeFailure {
  readonly pod: PodState;
  readonly container: ContainerState;
  readonly role: ProbeRole;
  readonly probe?: Probe;
  /** What the kubelet says of it, or what came back when it was asked again. */
  readonly says: string;
  /** The HTTP status that it got. */
  readonly status?: number;
  readonly evidence: readonly Evidence[];
}

/** `pkg/kubelet/prober/prober.go`, `probe`. */
const UNHEALTHY = /^(Readiness|Liveness|Startup) probe (?:failed|errored and resulted in \w+ state): ([^]*)$/;
/** `pkg/probe/http/http.go`, `DoHTTPProbe`. */
const STATUS = /^HTTP probe failed with statuscode: (\d{3})/;
const ROLES: readonly ProbeRole[] = ['startup', 'readiness', 'liveness'];

/** The probe of this role that a container has. */
export function probeOfRole({ spec }: ContainerState, role: ProbeRole): Probe | undefined {
  return spec?.[role];
}

/** The probes of a workload's containers that fail now: of those that run and are not ready, or were restarted for it lately. */
export function probeFailures(scene: Scene): readonly ProbeFailure[] {
  return scene.containers
    .filter(({ container }) => !container.init && !container.ready && container.waiting?.reason !== 'ContainerCreating')
    .flatMap(({ pod, container }) => ROLES.flatMap((role) => failureOf(scene, pod, container, role) ?? []));
}

function failureOf(scene: Scene, pod: PodState, container: ContainerState, role: ProbeRole): ProbeFailure | undefined {
  const probe = probeOfRole(container, role);
  const answer = answerOf(scene, pod, container, role);
  if (answer && answer.status !== undefined && answer.status < 300) {
    return undefined;
  }
  const events = probeEvents(scene, pod, container, role);
  const said = events[0] && UNHEALTHY.exec(events[0].message)![2];
  if (said === undefined && !answer) {
    return undefined;
  }
  const status = Number(STATUS.exec(said ?? '')?.[1] ?? answer?.status ?? NaN);
  return {
    pod,
    container,
    role,
    probe,
    says: said ?? answer?.error ?? `status ${answer?.status}`,
    ...(!Number.isNaN(status) && { status }),
    evidence: [
      ...eventEvidence(events.slice(0, 1)),
      ...(answer ? [evidence(pod.object, `asked ${answer.question}`, answer.error ?? `status ${answer.status}`)] : []),
    ],
  };
}

function answerOf({ state }: Scene, { object }: PodState, { name }: ContainerState, role: ProbeRole): ProbeAnswer | undefined {
  return state.answers.find(
    (answer) => answer.namespace === object.namespace && answer.pod === object.name && answer.container === name && answer.role === role,
  );
}

/** What the kubelet said of a probe, the newest first. */
export function probeEvents({ state }: Scene, pod: PodState, { name }: ContainerState, role: ProbeRole): readonly EventState[] {
  return state
    .eventsOn(pod.object)
    .filter(
      ({ reason, message, container }) =>
        reason === 'Unhealthy' && (container ?? name) === name && UNHEALTHY.exec(message)?.[1].toLowerCase() === role,
    );
}

/** What the kubelet says when it restarts a container for a probe (`kuberuntime_manager.go`, `computePodActions`). */
export function killEvents({ state }: Scene, pod: PodState, { name }: ContainerState, role: 'liveness' | 'startup'): readonly EventState[] {
  return state
    .eventsOn(pod.object)
    .filter(({ reason, message }) => reason === 'Killing' && message.startsWith(`Container ${name} failed ${role} probe`));
}

/** `Readiness of web (GET :8000/ready/)`. */
export function probeInWords({ role, container: { name }, probe }: Pick<ProbeFailure, 'role' | 'container' | 'probe'>): string {
  return `${role} of container ${name}${probe ? ` (${questionOf(probe)})` : ''}`;
}

/** `GET :8000/ready/`. */
export function questionOf({ handler }: Probe): string {
  switch (handler?.kind) {
    case 'httpGet':
      return `GET :${handler.port ?? '?'}${handler.path}`;
    case 'tcpSocket':
      return `TCP :${handler.port ?? '?'}`;
    case 'grpc':
      return `gRPC :${handler.port ?? '?'}`;
    default:
      return 'exec';
  }
}
