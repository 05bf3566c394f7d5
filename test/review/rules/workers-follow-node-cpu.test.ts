import { expect, test } from '@jest/globals';
import { configMap, deployment, seen } from '../shop';

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
      'the CPUs of the node',
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
