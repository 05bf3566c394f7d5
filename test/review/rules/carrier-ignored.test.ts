import { expect, test } from '@jest/globals';
import { configMap, deployment, seen } from '../shop';

const ignored = (variables: Record<string, string>, command: string[] | undefined, fields = {}, ...others: unknown[]) =>
  seen(
    'carrier-ignored',
    deployment(
      {
        command,
        env: Object.entries(variables).map(([name, value]) => ({ name, value })),
        ...fields,
      },
      { volumes: [{ name: 'settings', configMap: { name: 'settings' } }] },
    ),
    ...others,
  );
const gunicorn = (...options: string[]) => ['gunicorn', 'app:app', ...options];
const mounted = { workingDir: '/app', volumeMounts: [{ name: 'settings', mountPath: '/app' }] };

test.each([
  [
    { GUNICORN_CMD_ARGS: '--workers 4 --threads 2' },
    gunicorn('-w', '2'),
    'GUNICORN_CMD_ARGS sets workers, and so does the command line, which wins',
  ],
  [{ GUNICORN_CMD_ARGS: '--workers 4' }, ['uvicorn', 'app:app'], 'GUNICORN_CMD_ARGS is set, and uvicorn does not read it'],
  [{ WEB_CONCURRENCY: '4' }, gunicorn('-w', '2'), 'WEB_CONCURRENCY is 4, and the command line sets 2 workers, which wins'],
  [{ GUNICORN_WORKERS: '4' }, gunicorn(), "GUNICORN_WORKERS is set and read by nothing: gunicorn runs 1 (gunicorn's default"],
])('%j beside %j is reported', (variables, command, message) => {
  expect(ignored(variables as Record<string, string>, command)).toEqual([
    expect.stringContaining(`warning spec.template.spec.containers[0].env[0]: ${message}`),
  ]);
});

test('a configuration file beats WEB_CONCURRENCY', () => {
  expect(ignored({ WEB_CONCURRENCY: '4' }, gunicorn(), mounted, configMap('settings', { 'gunicorn.conf.py': 'workers = 2' }))).toEqual([
    expect.stringContaining('and ConfigMap settings, key gunicorn.conf.py sets 2 workers, which wins'),
  ]);
});

test.each([
  ['what takes effect', { WEB_CONCURRENCY: '4', GUNICORN_CMD_ARGS: '--threads 2' }, gunicorn()],
  ['a reference in the command', { GUNICORN_WORKERS: '4' }, ['sh', '-c', 'exec gunicorn -w $GUNICORN_WORKERS app:app']],
  ['a configuration file that cannot be read', { GUNICORN_WORKERS: '4', WEB_CONCURRENCY: '4' }, gunicorn('-c', '/app/gunicorn.conf.py')],
  ['a command that is in the image', { GUNICORN_WORKERS: '4', GUNICORN_CMD_ARGS: '-w 2' }, undefined],
])('%s is left alone', (_, variables, command) => {
  expect(ignored(variables as Record<string, string>, command)).toEqual([]);
});

test('a mounted file that reads the variable is respected', () => {
  const text = "import os\nworkers = int(os.environ['GUNICORN_WORKERS'])";
  expect(ignored({ GUNICORN_WORKERS: '4' }, gunicorn(), mounted, configMap('settings', { 'gunicorn.conf.py': text }))).toEqual([]);
});
