import { Rejection } from '../../props/rejection';

const FIXED = 'use { workers: WorkerPolicy.fixed(…) }';
const CLASS = 'use { workers: WorkerPolicy.fit({ workerClass: … }) }';
const OPTION = 'say it through { workers: WorkerPolicy… }';
/** What the plan sets, and where it is said instead. */
const FLAGS: Readonly<Record<string, string>> = {
  '--bind': 'say the port once: { port: … }',
  '-b': 'say the port once: { port: … }',
  '--workers': FIXED,
  '-w': FIXED,
  '--worker-class': CLASS,
  '-k': CLASS,
  '--threads': OPTION,
  '--timeout': OPTION,
  '-t': OPTION,
  '--graceful-timeout': OPTION,
  '--keep-alive': OPTION,
  '--max-requests': OPTION,
};

/**
 * @throws for a flag of gunicorn that the plan sets as well: the command line beats both the environment and the file
 *   (`gunicorn/app/base.py`, `Application.load_config`), so the port of the Service and the one bound would differ
 */
export function checkCommandLine({ command, args }: { readonly command?: string[]; readonly args?: string[] }): void {
  const words = [...origin('command', command), ...origin('args', args)];
  const gunicorn = words.findIndex(({ word }) => /(^|\/)gunicorn$/.test(word));
  if (command && gunicorn < 0) {
    return; // a script of the user's own, whose words are its own
  }
  for (const { word, where } of words.slice(gunicorn + 1)) {
    const flag = word.startsWith('--') ? word.split('=')[0] : word.slice(0, 2);
    if (flag in FLAGS) {
      throw new Rejection(
        `${flag} in the ${where}`,
        "gunicorn's command line beats the plan, and probes and Service follow the plan",
        `remove it, and ${FLAGS[flag]}`,
      );
    }
  }
}

function origin(where: string, words: readonly string[] = []): { word: string; where: string }[] {
  return words.map((word) => ({ word, where }));
}
