import { describe, expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const rejected = (value: string | object, httpGet: object = {}, name = 'ALLOWED_HOSTS') => seen('probe-host-rejected', deployment({
  env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }, typeof value === 'string' ? { name, value } : { name, ...value }],
  readinessProbe: { httpGet: { path: '/', port: 'http', ...httpGet } },
}));
const host = (value: string) => ({ httpHeaders: [{ name: 'host', value }] });

describe('reported', () => {
  test("the address of the pod, which is the kubelet's Host", () => {
    expect(rejected('shop.example,www.shop.example')).toEqual(['warning spec.template.spec.containers[0].readinessProbe.httpGet: '
      + 'the readiness probe sends Host: the address of the pod; ALLOWED_HOSTS allows shop.example, www.shop.example']);
  });

  test('a header that is not in the list, and a list as JSON under another prefix', () => {
    expect(rejected('shop.example', host('localhost'))).toHaveLength(1);
    expect(rejected('["shop.example"]', {}, 'DJANGO_ALLOWED_HOSTS')).toHaveLength(1);
  });
});

describe('left alone', () => {
  test.each([
    ['everything is allowed', '*', {}],
    ['a header that is allowed, with a port', 'shop.example', host('Shop.Example:8000')],
    ['a leading dot', '.shop.example', host('www.shop.example')],
    ['the address of the pod in the list', 'shop.example,$(POD_IP)', {}],
    ['a value of a Secret', { valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }, {}],
    ['an empty list', '', {}],
    ['another host', 'shop.example', { host: 'proxy.example' }],
  ])('%s', (_, value, httpGet) => {
    expect(rejected(value, httpGet)).toEqual([]);
  });

  test('a variable that only contains the words', () => {
    expect(rejected('shop.example', {}, 'ALLOWED_HOSTS_FILE')).toEqual([]);
  });
});
