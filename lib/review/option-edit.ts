import { posix } from 'node:path';
import { listOf } from '../manifest/json';
import { BEHIND, type Edit } from './fix/edit';
import type { Running } from './pool';

/**
 * The edit that gives the server of a container an option, behind the others of its command line. Nothing where the manifest does
 * not start it directly: a shell has a language of its own, and a script does what it likes with its arguments.
 */
export function optionEdits({ container, process }: Pick<Running, 'container' | 'process'>, option: string): readonly Edit[] | undefined {
  const line = [...(container.command ?? []), ...(container.args ?? [])];
  const field = container.args?.length ? 'args' : 'command';
  const isDirect = process.shell === undefined && line.some((word) => posix.basename(word) === process.server);
  // What follows `--` is no option.
  return isDirect && !line.includes('--') && listOf(container.json[field]).every((word) => typeof word === 'string')
    ? [{ path: [...container.path, field, BEHIND], value: option }]
    : undefined;
}
