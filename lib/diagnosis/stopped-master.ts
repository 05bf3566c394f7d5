import type { ContainerState } from './state/pod-state';
import type { Scene } from './state/scene';

/** SIGKILL, as a shell counts it. */
const KILLED = 137;

/**
 * Whether the last run of a container did not obey SIGTERM: it was killed when its grace period was over, and not for want of
 * memory. A process that is stopped, or a shell that passes no signal on, ends like that.
 */
export function isMasterStopped(scene: Scene, { last }: ContainerState): boolean {
  return last?.exitCode === KILLED && last.reason !== 'OOMKilled' && scene.state.recent(last.finished);
}
