import { expect, test } from '@jest/globals';
import { configMap, deployment, seen, seenWithApplication, type Json } from '../shop';

const file = (text: string) =>
  seen(
    'workers-follow-node-cpu',
    deployment(
      { command: ['gunicorn', 'app:app'], workingDir: '/app', volumeMounts: [{ name: 'settings', mountPath: '/app' }] },
      { volumes: [{ name: 'settings', configMap: { name: 'settings' } }] },
    ),
    configMap('settings', { 'gunicorn.conf.py': text }),
  );

test("the incident's formula, in a file and in a shell, is reported", () => {
  expect(file('import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1')).toEqual([
    'error spec.template.spec.containers[0].command: the number of workers (ConfigMap settings, key gunicorn.conf.py) follows ' +
      'the CPUs of the node (multiprocessing.cpu_count())',
  ]);
  expect(
    seen('workers-follow-node-cpu', deployment({ command: ['sh', '-c', 'exec gunicorn -w $((2 * $(nproc) + 1)) app:app'] })),
  ).toHaveLength(1);
});

test.each(['workers = 4', 'workers = min(4, cpu_count() * 2 + 1)', "workers = int(os.getenv('WORKERS', 4))"])(
  '%s is left alone',
  (text) => {
    expect(file(text)).toEqual([]);
  },
);

const runs = (container: Json) => seen('workers-follow-node-cpu', deployment(container));
const celery = ['celery', '-A', 'shop', 'worker', '-l', 'info'];

test('celery without --concurrency is a warning: the application may set it', () => {
  expect(runs({ command: celery })).toEqual([
    "warning spec.template.spec.containers[0].command: the number of worker processes (celery's default) follows the CPUs of the node",
  ]);
});

test('celery with variables from a Secret that is not here is a warning as well', () => {
  expect(runs({ command: celery, envFrom: [{ secretRef: { name: 'shop' } }] })).toHaveLength(1);
});

test('a default that an unknown variable may replace may follow the CPUs', () => {
  const puma = { 'config/puma.rb': 'workers ENV.fetch("WEB_CONCURRENCY") { Etc.nprocessors }.to_i\n' };
  expect(
    seenWithApplication(
      'workers-follow-node-cpu',
      'FROM ruby:3.4\nWORKDIR /app\nCOPY . .\n',
      puma,
      deployment({ command: ['puma'], envFrom: [{ secretRef: { name: 'shop' } }] }),
    ),
  ).toEqual([expect.stringMatching(/^warning .*may follow the CPUs of the node$/)]);
});

test.each([
  ['a base image that counts CPUs', { image: 'tiangolo/uvicorn-gunicorn-fastapi:python3.11' }, 'error'],
  ['uvicorn by nproc', { command: ['sh', '-c', 'exec uvicorn app:app --workers $(nproc)'] }, 'error'],
  ['threads by nproc', { command: ['sh', '-c', 'exec gunicorn --threads $(nproc) app:app'] }, 'warning'],
  ['pm2 of all CPUs', { command: ['pm2-runtime', 'start', 'app.js', '-i', 'max'] }, 'error'],
])('%s is reported', (_, container, severity) => {
  expect(runs(container)).toEqual([expect.stringMatching(new RegExp(`^${severity} .*follows the CPUs of the node`))]);
});

test('a bound that is far too high is information', () => {
  const command = ['sh', '-c', 'W=$(( $(nproc) * 2 + 1 )); if [ $W -gt 16 ]; then W=16; fi; exec gunicorn -w $W app:app'];
  expect(runs({ command, resources: { limits: { memory: '2Gi' } } })).toEqual([expect.stringMatching(/^info .*up to 16$/)]);
});

test.each([
  ['a number of its own', { command: [...celery, '--concurrency=2'] }],
  ['a variable that Celery reads', { command: celery, env: [{ name: 'CELERY_WORKER_CONCURRENCY', value: '2' }] }],
  ['threads of a pool without processes', { command: [...celery, '--pool', 'gevent'] }],
  ['a base image that is told', { image: 'tiangolo/uvicorn-gunicorn:python3.11', env: [{ name: 'WEB_CONCURRENCY', value: '2' }] }],
])('%s is left alone', (_, container) => {
  expect(runs(container)).toEqual([]);
});

test('what the application of celery sets is read', () => {
  const dockerfile = 'FROM python:3.12\nWORKDIR /app\nCOPY . .\n';
  const read = (text: string) =>
    seenWithApplication('workers-follow-node-cpu', dockerfile, { 'shop.py': text }, deployment({ command: celery }));
  expect(read('app.conf.update(worker_concurrency=2)')).toEqual([]);
  expect(read('app.conf.update(task_track_started=True)')).toHaveLength(1);
});
