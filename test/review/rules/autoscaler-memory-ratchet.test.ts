import { expect, test } from '@jest/globals';
import { autoscaler, deployment, seen, type Json } from '../shop';

const memory = { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } } };
const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };
const own = (container: string) => ({ type: 'ContainerResource', containerResource: { ...memory.resource, container } });
const ratchets = (metrics: Json[], command = ['gunicorn', '-w', '4', 'shop.wsgi'], spec: Json = {}) =>
  seen('autoscaler-memory-ratchet', deployment({ command }), autoscaler({ metrics, ...spec }));

test.each([
  ['gunicorn', [cpu, memory], ['gunicorn', '-w', '4', 'shop.wsgi'], 1],
  ['puma', [memory], ['puma', '-w', '2'], 0],
  ['celery worker', [own('web')], ['celery', '-A', 'shop', 'worker', '-c', '2'], 0],
])('the memory of %s is reported', (server, metrics, command, index) => {
  expect(ratchets(metrics, command)).toEqual([
    `warning spec.metrics[${index}]: HorizontalPodAutoscaler web scales Deployment web by its memory, which processes of ${server} keep`,
  ]);
});

test.each([
  ['CPU alone', [cpu], undefined, {}],
  ['a server that is not known', [memory], ['shop'], {}],
  ['the memory of another container', [own('cache')], undefined, {}],
  ['a number that cannot change', [memory], undefined, { minReplicas: 3, maxReplicas: 3 }],
])('%s is left alone', (_, metrics, command, spec) => {
  expect(ratchets(metrics, command, spec)).toEqual([]);
});
