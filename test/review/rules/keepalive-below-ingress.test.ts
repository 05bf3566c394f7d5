import { expect, test } from '@jest/globals';
import { deployment, ingress, seen, service } from '../shop';

function below(options: string[], ingressClassName = 'nginx') {
  const route = ingress();
  return seen('keepalive-below-ingress', deployment({ command: ['gunicorn', 'app:app', '-b', ':8000', ...options] }), service(), {
    ...route,
    spec: { ...(route.spec as object), ingressClassName },
  });
}

test('a class that keeps connections for less than the controller is reported', () => {
  expect(below(['--threads', '4', '--keep-alive', '5'])).toEqual([
    'warning spec.template.spec.containers[0].command: ' +
      'gunicorn (gthread) closes idle connections after 5 s (keepalive, the command line); the controller of Ingress web reuses ' +
      'them for 1 min',
  ]);
  expect(below(['-k', 'gevent'])).toEqual([expect.stringContaining("after 2 s (keepalive, gunicorn's default")]);
  expect(below(['-k', 'gevent'], 'alb')).toHaveLength(1);
});

test.each([
  ['a longer keepalive', ['-k', 'gthread', '--keep-alive', '75'], 'nginx'],
  ['sync, which closes every connection', ['-w', '4', '--keep-alive', '5'], 'nginx'],
  ['a keepalive of 0, which keeps none', ['--threads', '4', '--keep-alive', '0'], 'nginx'],
  ['a controller that is not known', ['-k', 'gevent'], 'traefik'],
  ['a class that is not known', ['-c', '/conf.py'], 'nginx'],
])('%s is left alone', (_, options, ingressClass) => {
  expect(below(options, ingressClass)).toEqual([]);
});

test('without a route nothing is said', () => {
  expect(seen('keepalive-below-ingress', deployment({ command: ['gunicorn', '-k', 'gevent', 'app:app'] }), service())).toEqual([]);
});
