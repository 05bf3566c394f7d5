import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { BEFORE, spawned, root, withFiles } from './program';

const MAIN = join(root, 'dist/cli/main.js');
const PATIENCE = 30_000;
const ESCAPE = '\u001b[';
const incident = readFileSync(join(root, BEFORE), 'utf8');
/** Nothing that the clock sees: the change is told without a simulation. */
const twice = `${incident}\n---\n${'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: twice }\n---\n'.repeat(2)}`;

/** Runs the program on a terminal of its own: what it writes to both of its outputs comes back as one. */
function onTerminal(environment: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const { NO_COLOR: _, ...env } = process.env;
  const line = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ');
  return spawnSync('script', ['-qec', line, '/dev/null'], {
    cwd: root,
    encoding: 'utf8',
    input: '',
    env: { ...env, ...environment },
    timeout: PATIENCE,
  });
}

const terminals = spawnSync('script', ['-qec', 'true', '/dev/null'], { input: '' }).status === 0;
if (!terminals) {
  process.stderr.write('\n*** NOT TESTED: colour and progress on a terminal. There is no script (util-linux) to make one. ***\n\n');
}
const testOnTerminal = terminals ? test : test.skip;

describe('colour', () => {
  const commands = (folder: string): readonly (readonly [args: readonly string[], says: string, exit: number])[] => [
    [['review', BEFORE], 'readiness-missing', 1],
    [['simulate', '--scenario', 'bad-release', BEFORE], 'bad-release', 1],
    [['diff', '--fail-on', 'info', join(folder, 'before.yaml'), join(folder, 'after.yaml')], 'duplicate-object', 1],
  ];
  const each = (body: (...command: readonly [args: readonly string[], says: string, exit: number]) => void) =>
    withFiles({ 'before.yaml': incident, 'after.yaml': twice }, (folder) => commands(folder).forEach((command) => body(...command)));
  /** Progress moves the cursor; only colour is of interest here. */
  const COLOUR = /\u001b\[\d+m/;

  testOnTerminal('of review, simulate and diff is shown on a terminal, with the same exit code', () => {
    each((args, says, exit) => {
      const { status, stdout } = onTerminal({}, ...args);
      expect([stdout, status]).toEqual([expect.stringMatching(COLOUR), exit]);
      expect(stdout).toContain(says);
    });
  });

  testOnTerminal('is not where NO_COLOR is set, nor in a file', () => {
    each((args, says) => {
      const { stdout } = onTerminal({ NO_COLOR: '1' }, ...args);
      expect(stdout).toContain(says);
      expect(stdout).not.toMatch(COLOUR);
      withFiles({}, (folder) => {
        onTerminal({}, ...args, '--output', join(folder, 'report.txt'));
        const report = readFileSync(join(folder, 'report.txt'), 'utf8');
        expect(report).toContain(says);
        expect(report).not.toContain(ESCAPE);
      });
    });
  });

  test('is not in a pipe', () => {
    each((args, says) => {
      const { stdout, stderr } = spawned(args);
      expect(stdout).toContain(says);
      expect(stdout + stderr).not.toContain(ESCAPE);
    });
  });
});

describe('the progress of a simulation', () => {
  testOnTerminal('names the scenario that runs, on one line, and leaves nothing of it behind', () => {
    const { stdout } = onTerminal({}, 'simulate', BEFORE);
    const [progress] = stdout.split('scenario  ');
    expect(progress).toContain(`\r${ESCAPE}KDeployment obcms/obcms: slow-boot`);
    expect(progress.indexOf('slow-boot')).toBeLessThan(progress.indexOf('drain'));
    // The line is cleared before the table comes.
    expect(progress.slice(progress.lastIndexOf(`${ESCAPE}K`))).not.toMatch(/obcms: /);
  });

  test('is not in a pipe', () => {
    expect(spawned(['simulate', BEFORE]).stderr).toBe('');
  });
});

describe('a simulation that is interrupted', () => {
  const many = Array.from({ length: 100 }, (_, index) => incident.replace(/\bobcms\b/g, `obcms${index}`)).join('\n---\n');

  test(
    'ends at once, and the file that it was to write is as it was',
    async () => {
      const interrupted = await withFiles({ 'many.yaml': many, 'report.json': 'as it was' }, async (folder) => {
        const child = spawn(process.execPath, [
          MAIN,
          'simulate',
          '--format',
          'json',
          '--output',
          join(folder, 'report.json'),
          '--html',
          join(folder, 'page.html'),
          join(folder, 'many.yaml'),
        ]);
        const over = new Promise<NodeJS.Signals | null>((settle) => child.once('exit', (_, signal) => settle(signal)));
        await sleep(1_000);
        child.kill('SIGINT');
        const since = Date.now();
        return {
          signal: await over,
          took: Date.now() - since,
          files: readdirSync(folder).sort(),
          report: readFileSync(join(folder, 'report.json'), 'utf8'),
        };
      });

      expect(interrupted).toMatchObject({ signal: 'SIGINT', files: ['many.yaml', 'report.json'], report: 'as it was' });
      expect(interrupted.took).toBeLessThan(1_000);
    },
    PATIENCE,
  );
});
