import { commandReplacesEntrypoint } from '../../review/rules/command-replaces-entrypoint';
import type { Play } from '../play';
import type { Measured } from './measured';

/** Whether the command of the manifest bypasses what the image does first, where the image was read. */
export function judgeLaunch({ manifests, workload, container }: Pick<Play, 'manifests' | 'workload' | 'container'>): Measured[] {
  return [...commandReplacesEntrypoint.check(manifests)]
    .filter((seen) => seen.object === workload.object && seen.container === container.name)
    .map(({ path, message, consequence, fix }) => ({ rule: commandReplacesEntrypoint.id, path, message, consequence, fix }));
}
