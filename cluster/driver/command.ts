import { spawn, spawnSync } from 'node:child_process';

/** Programs that are run to their end. */

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** @default 60 */
  readonly withinSeconds?: number;
}

/** What a program wrote, or why it failed. */
export interface Outcome {
  readonly out: string;
  readonly reason?: string;
}

/** Nothing else happens meanwhile. */
export function attempt(argv: readonly string[], { cwd, env, input, withinSeconds = 60 }: RunOptions = {}): Outcome {
  const { status, error, stdout, stderr } = spawnSync(argv[0], argv.slice(1), {
    cwd,
    input,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: withinSeconds * 1000,
    maxBuffer: 2 ** 28,
  });
  const said = error?.message ?? (stderr.trim().split('\n').slice(-3).join(' ') || `exit status ${status}`);
  return { out: stdout ?? '', ...(status !== 0 && { reason: `${argv.slice(0, 3).join(' ')}: ${said}` }) };
}

/**
 * What a program wrote, when it has ended.
 *
 * @throws with what it said, where it failed
 */
export function run(argv: readonly string[], { cwd, env, input, withinSeconds = 60 }: RunOptions = {}): Promise<string> {
  return new Promise((settle, fail) => {
    const child = spawn(argv[0], argv.slice(1), {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: withinSeconds * 1000,
    });
    let [out, errors] = ['', ''];
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (errors += text));
    child.stdin.on('error', () => undefined); // it ended without reading all; its status says how that went
    child.stdin.end(input);
    child.once('error', fail);
    child.once('close', (status, signal) => {
      const how = signal ? `ended by ${signal}, after at most ${withinSeconds} s` : `exit status ${status}`;
      return status === 0 ? settle(out) : fail(new Error(`${argv.join(' ')}: ${how}\n${errors.trim()}`));
    });
  });
}
