import { UsageError, type Command, type Outcome } from './command';
import { version } from './version';

/** Each is loaded when it is asked for: a review does not wait for what a simulation needs. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map<string, () => Promise<Command>>([
  ['review', async () => (await import('./review')).review],
  ['diff', async () => (await import('./diff')).diff],
  ['simulate', async () => (await import('./simulate')).simulate],
  ['rehearse', async () => (await import('./rehearse')).rehearse],
  ['diagnose', async () => (await import('./diagnose')).diagnose],
  ['policy', async () => (await import('./policy')).policy],
  ['explain', async () => (await import('./explain')).explain],
  ['rules', async () => (await import('./rules')).rules],
  ['size', async () => (await import('./size')).size],
]);

const HELP = `probewise: a healthy container is not a ready application

  probewise review FILES…    review Kubernetes manifests
  probewise diff BASE HEAD   what a change of the manifests changes
  probewise simulate FILES…  what happens to it when the world is disturbed
  probewise rehearse FILE    a container's process on this machine, asked as the kubelet asks
  probewise diagnose         which link between a user and the process is broken in a cluster
  probewise policy           the rules that one object decides, for the API server to enforce
  probewise explain RULE     why a rule reports, and how to fix it
  probewise rules            every rule, a line each
  probewise size             the worker pool that fits a container, and the replicas for a peak
  probewise --version
  probewise COMMAND --help

Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 unusable input or usage.
`;

/** What the whole command line, without the program's name, comes to. */
export async function run([name, ...args]: readonly string[]): Promise<Outcome> {
  if (name === '--version') {
    return { exitCode: 0, out: `${version()}\n` };
  }
  if (name === '--help' || name === '-h') {
    return { exitCode: 0, out: HELP };
  }
  const load = COMMANDS.get(name ?? '');
  if (!load) {
    return {
      exitCode: 2,
      out: '',
      err:
        name === undefined ? HELP : `probewise: there is no command ${JSON.stringify(name)}; there is ${[...COMMANDS.keys()].join(', ')}\n`,
    };
  }
  const command = await load();
  const options = args.slice(0, args.includes('--') ? args.indexOf('--') : undefined);
  if (options.includes('--help') || options.includes('-h')) {
    return { exitCode: 0, out: command.help };
  }
  try {
    return await command.run(args);
  } catch (error) {
    return { exitCode: 2, out: '', err: complaint(name, error) };
  }
}

function complaint(name: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS')
    ? `probewise ${name}: ${message}\nSee probewise ${name} --help.\n`
    : `probewise ${name}: a fault of probewise itself: ${String(message ?? error)}\nPlease report it with the input that led to it.\n`;
}
