import { describe, expect, test } from '@jest/globals';
import { configMap, deployment, seen, type Json } from '../shop';
import { seenWithDjango } from '../shop-application';

const rejected = (value: string | object, httpGet: object = {}, name = 'ALLOWED_HOSTS') =>
  seen(
    'probe-host-rejected',
    deployment({
      env: [
        { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        typeof value === 'string' ? { name, value } : { name, ...value },
      ],
      readinessProbe: { httpGet: { path: '/', port: 'http', ...httpGet } },
    }),
  );
const host = (value: string) => ({ httpHeaders: [{ name: 'host', value }] });

describe('reported', () => {
  test("the address of the pod, which is the kubelet's Host", () => {
    expect(rejected('shop.example,www.shop.example')).toEqual([
      'warning spec.template.spec.containers[0].readinessProbe.httpGet: ' +
        'the readiness probe sends Host: the address of the pod; ALLOWED_HOSTS allows shop.example, www.shop.example',
    ]);
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

describe('a file of settings that a ConfigMap brings', () => {
  const brought = (list: string, key = 'configuration.py') =>
    seen(
      'probe-host-rejected',
      deployment(
        { readinessProbe: { httpGet: { path: '/', port: 'http' } }, volumeMounts: [{ name: 'c', mountPath: '/etc/shop' }] },
        { volumes: [{ name: 'c', configMap: { name: 'shop' } }] },
      ),
      configMap('shop', { [key]: `DEBUG = False\nALLOWED_HOSTS = ${list}\n` }),
    );
  test('a list of plain texts is known', () => {
    expect(brought('[\'shop.example\', "www.shop.example"]')).toEqual([
      expect.stringMatching(/^warning .*; ALLOWED_HOSTS \(.*configuration\.py.*\) allows shop\.example, www\.shop\.example$/),
    ]);
  });
  test.each([
    ['everything is allowed', "['*']", undefined],
    ['a call', "[gethostname(), 'shop.example']", undefined],
    ['a list that goes on', "['shop.example'] + MORE", undefined],
    ['no Python', "['shop.example']", 'notes.txt'],
  ])('%s is left alone', (_, list, key) => {
    expect(brought(list, key)).toEqual([]);
  });
});

describe('with the settings read', () => {
  const read = (settings: string, httpGet: Json = {}, env: Json[] = [], files: Record<string, string> = {}) =>
    seenWithDjango(
      'probe-host-rejected',
      settings,
      files,
      deployment({ env, readinessProbe: { httpGet: { path: '/', port: 'http', ...httpGet } } }),
    );
  const secret = { name: 'HOSTS', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } };
  const pod = { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } };
  const fromEnvironment = "ALLOWED_HOSTS = os.environ.get('HOSTS', 'shop.example').split(',')";

  test('a host that is not allowed is an error, with the line of the list', () => {
    expect(read("ALLOWED_HOSTS = ['shop.example']")).toEqual([
      'error spec.template.spec.containers[0].readinessProbe.httpGet: ' +
        'the readiness probe sends Host: the address of the pod; ALLOWED_HOSTS (shop/settings.py:11) allows shop.example',
    ]);
  });
  test.each<[string, string, Json, Json[]]>([
    ['the default of a variable', fromEnvironment, {}, []],
    ['the variable', fromEnvironment, {}, [{ name: 'HOSTS', value: 'a,b' }]],
    ['an empty list', 'ALLOWED_HOSTS = []', {}, []],
    ['DEBUG, which allows this machine', 'DEBUG = True\nALLOWED_HOSTS = []', {}, []],
    ['a forwarded host that does not count', "ALLOWED_HOSTS = ['a']", { httpHeaders: [{ name: 'X-Forwarded-Host', value: 'a' }] }, []],
  ])('%s is followed', (_, settings, httpGet, env) => {
    expect(read(settings, httpGet, env)).toEqual([expect.stringMatching(/^error /)]);
  });
  test('middleware that cannot be read makes it a warning', () => {
    expect(read("ALLOWED_HOSTS = ['a']\nMIDDLEWARE = middleware()")).toEqual([expect.stringMatching(/^warning /)]);
  });
  test.each<[string, string, Json, Json[]]>([
    ['everything is allowed', '', {}, []],
    ['the address of the pod', "ALLOWED_HOSTS = ['shop.example', os.environ['POD_IP']]", {}, [pod]],
    ['the address of the pod in the variable', fromEnvironment, {}, [pod, { name: 'HOSTS', value: 'shop.example,$(POD_IP)' }]],
    ['a Secret', fromEnvironment, {}, [secret]],
    ['a function', 'ALLOWED_HOSTS = hosts()', {}, []],
    ['what changes all settings', "ALLOWED_HOSTS = ['a']\ndjango_heroku.settings(locals())", {}, []],
    ['a list that grows', "ALLOWED_HOSTS = ['a']\nALLOWED_HOSTS += ['*']", {}, []],
    ['a header that is allowed', "ALLOWED_HOSTS = ['.shop.example']", { httpHeaders: [{ name: 'Host', value: 'www.shop.example' }] }, []],
    [
      'a forwarded host that counts',
      "ALLOWED_HOSTS = ['a']\nUSE_X_FORWARDED_HOST = True",
      { httpHeaders: [{ name: 'X-Forwarded-Host', value: 'a' }] },
      [],
    ],
    [
      'middleware that may answer before',
      "ALLOWED_HOSTS = ['a']\nMIDDLEWARE.insert(0, 'x')\nMIDDLEWARE = ['shop.health.HealthMiddleware', " +
        "'django.middleware.common.CommonMiddleware']",
      {},
      [],
    ],
    ['a condition that is not known', "ALLOWED_HOSTS = ['a']\nif local():\n    ALLOWED_HOSTS = ['*']", {}, []],
  ])('%s is left alone', (_, settings, httpGet, env) => {
    expect(read(settings, httpGet, env)).toEqual([]);
  });
  test('the settings of the pod count over those of the image', () => {
    const files = { 'shop/production.py': "from .settings import *\nALLOWED_HOSTS = ['shop.example']\n" };
    expect(read('', {}, [], files)).toEqual([]);
    expect(read('', {}, [{ name: 'DJANGO_SETTINGS_MODULE', value: 'shop.production' }], files)).toEqual([
      expect.stringContaining('shop/production.py:2'),
    ]);
  });
});
