import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const daemonized = (...command: string[]) => seen('daemonized', deployment({ command }));

test('a daemon is reported', () => {
  expect(daemonized('gunicorn', '-D', 'app:app')).toEqual([
    expect.stringContaining('gunicorn goes into the background (daemon, the command line)'),
  ]);
});

test.each([[['gunicorn', 'app:app']], [['sh', '-c', 'gunicorn --daemon app:app; tail -f /log']]])('%j is left alone', (command) => {
  expect(daemonized(...command)).toEqual([]);
});
