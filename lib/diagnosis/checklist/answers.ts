import { objectInWords } from '../../manifest/api-object';
import type { ContainerState, PodState } from '../state/pod-state';
import type { PodContainer, Scene } from '../state/scene';
import type { ItemAnswer, Sight } from './item';

export const yes = (evidence: string): ItemAnswer => ({ answer: 'yes', evidence });
export const no = (evidence: string): ItemAnswer => ({ answer: 'no', evidence });
export const unseen = (evidence: string): ItemAnswer => ({ answer: 'unseen', evidence });

/** No, by the first of these causes that was seen; nothing where none was. */
export function unlessCause({ found }: Sight, ...ids: readonly string[]): ItemAnswer | undefined {
  const seen = found.find(({ cause }) => ids.includes(cause.id));
  return seen && no(`${objectInWords(seen.sighting.subject)}: ${seen.sighting.message} (${seen.cause.id})`);
}

/** The containers that keep running, of pods that were not asked to go. */
export function mainContainers({ scenes }: Sight): readonly PodContainer[] {
  return scenes.flatMap((scene) => scene.containers).filter(({ container }) => !container.init);
}

/** `Pod web-1, container web`. */
export function containerInWords({ pod, container }: PodContainer): string {
  return `Pod ${pod.object.name}, container ${container.name}`;
}

/** What a container wrote, in the run that is on and the one before. */
export interface LogLine {
  readonly pod: PodState;
  readonly container: ContainerState;
  readonly line: string;
}

/** The last line of a log that fits; nothing where none does. */
export function lineIn({ scenes }: Sight, pattern: RegExp): LogLine | undefined {
  for (const scene of scenes) {
    for (const { pod, container } of scene.containers) {
      const line = linesOf(scene, pod, container)
        .reverse()
        .find((each) => pattern.test(each));
      if (line !== undefined) {
        return { pod, container, line: line.trim().slice(0, 200) };
      }
    }
  }
  return undefined;
}

/** Whether a log of a container was read. */
export function hasLogs({ scenes }: Sight): boolean {
  return scenes.some((scene) => scene.containers.some(({ pod, container }) => scene.state.log(pod, container.name) !== undefined));
}

/** `Pod web-1 wrote: …`. */
export function wrote({ pod, line }: LogLine): string {
  return `Pod ${pod.object.name} wrote: ${line}`;
}

function linesOf({ state }: Scene, pod: PodState, { name }: ContainerState): string[] {
  return [state.log(pod, name, true), state.log(pod, name)]
    .filter((text) => text !== undefined)
    .join('\n')
    .split('\n');
}
