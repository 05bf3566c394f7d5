import { expect, test } from '@jest/globals';
import { ingress, seen } from '../shop';

const conflict = (...objects: unknown[]) => seen('ingress-path-conflict', ...objects);
const web = ingress();
const api = (metadata = {}, spec = {}) => {
  const object = ingress({ name: 'api', port: { number: 80 } }, { name: 'api', ...metadata });
  return { ...object, spec: { ...(object.spec as object), ...spec } };
};

test('two objects that claim the same path are reported', () => {
  expect(conflict(web, api())).toEqual([
    'warning spec.rules[0].http.paths[0]: Ingress api sends shop.example/ to api:80, Ingress web sends it to web:80',
  ]);
});

test('two rules of one object are reported', () => {
  const rules = [...(web.spec as { rules: unknown[] }).rules, ...(api().spec as unknown as { rules: unknown[] }).rules];
  expect(conflict({ ...web, spec: { rules } })).toEqual([expect.stringContaining('another of its rules')]);
});

test.each([
  ['the same backend twice', [web, ingress(undefined, { name: 'again' })]],
  ['a canary', [web, api({ annotations: { 'nginx.ingress.kubernetes.io/canary': 'true' } })]],
  ['another class', [web, api({}, { ingressClassName: 'internal' })]],
  ['another host', [web, api({}, { rules: [] })]],
  [
    'an action of the AWS load balancer controller',
    [web, ingress({ name: 'ssl-redirect', port: { name: 'use-annotation' } }, { name: 'redirect' })],
  ],
])('%s is left alone', (_, objects) => {
  expect(conflict(...objects)).toEqual([]);
});
