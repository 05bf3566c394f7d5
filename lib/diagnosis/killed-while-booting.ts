import { isRefused } from './refusal';
import { killEvents, probeEvents } from './probe-failure';
import type { EventState } from './state/event-state';
import type { ContainerState, PodState } from './state/pod-state';
import type { Scene } from './state/scene';

/** A container that its liveness or startup probe ended before it answered for the first time. */
export interface KilledBoot {
  readonly role: 'liveness' | 'startup';
  readonly events: readonly EventState[];
  /** For how long the last run was left alone, in seconds; nothing where that is not known. */
  readonly lived?: number;
}

/**
 * Whether a probe ends a container before it listens. A server that had already said where it listens was not booting, and
 * neither was one that took the connection of the probe.
 */
export function killedWhileBooting(scene: Scene, pod: PodState, container: ContainerState): KilledBoot | undefined {
  if (container.restarts === 0 || container.ready || wasUp(scene, pod, container)) {
    return undefined;
  }
  for (const role of ['startup', 'liveness'] as const) {
    const kills = killEvents(scene, pod, container, role);
    const failures = probeEvents(scene, pod, container, role);
    if (kills.length > 0 && failures.length > 0 && failures.every(({ message }) => isRefused(message))) {
      const { started, finished } = container.last ?? {};
      return {
        role,
        events: [...kills.slice(0, 1), ...failures.slice(0, 1)],
        ...(started !== undefined && finished !== undefined && { lived: (finished - started) / 1000 }),
      };
    }
  }
  return undefined;
}

function wasUp({ state }: Scene, pod: PodState, { name }: ContainerState): boolean {
  return [true, false].some((previous) =>
    /Listening at:|Uvicorn running on|development server at/.test(state.log(pod, name, previous) ?? ''),
  );
}
