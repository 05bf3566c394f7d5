import { expect, test } from '@jest/globals';
import { deployment, seen, service, type Json } from '../shop';

const OFFICIAL = { image: 'nginx:1.29', securityContext: { readOnlyRootFilesystem: true } };
const emptyDirs = (...paths: string[]): Json => ({ volumeMounts: paths.map((mountPath, i) => ({ name: `v${i}`, mountPath })) });
const VOLUMES = { volumes: [0, 1, 2].map((i) => ({ name: `v${i}`, emptyDir: {} })) };

const reported = (fields: Json, pod: Json = VOLUMES) => seen('nginx-cannot-write', deployment({ ...OFFICIAL, ...fields }, pod), service());
const finding = (places: string) =>
  'error spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem: the root file system is read-only, and nginx writes to ' +
  `${places}, where no writable volume is`;

test.each([
  ['no volume at all', {}, '/var/cache/nginx and /run'],
  ['the image by its full name', { image: 'docker.io/library/nginx@sha256:0' }, '/var/cache/nginx and /run'],
  ['a copy of the image', { image: 'mirror.example/docker/library/nginx:1-alpine' }, '/var/cache/nginx and /run'],
  ['a volume for the temporary files alone', emptyDirs('/var/cache/nginx'), '/run'],
  ['a volume for the process id alone', emptyDirs('/var/run'), '/var/cache/nginx'],
  ['a server of a volume: the process id is still in /run', emptyDirs('/etc/nginx/conf.d'), '/run'],
])('%s is reported', (_, fields, places) => {
  expect(reported(fields)).toEqual([finding(places)]);
});

test('a volume that the kubelet mounts read-only is no place to write', () => {
  const volumes = [0, 1].map((i) => ({ name: `v${i}`, configMap: { name: 'pages' } }));
  expect(reported(emptyDirs('/var/cache/nginx', '/run'), { volumes })).toEqual([finding('/var/cache/nginx and /run')]);
});

test.each([
  ['both volumes', emptyDirs('/var/cache/nginx', '/run')],
  ['a volume above each', emptyDirs('/var')],
  ['a writable root', { securityContext: { readOnlyRootFilesystem: false } }],
  ['an image of somebody else', { image: 'shop/nginx:1' }],
  ['the image without privileges', { image: 'nginxinc/nginx-unprivileged:1' }],
  ['a configuration of a volume', emptyDirs('/etc/nginx/nginx.conf')],
  ['a folder of configuration', emptyDirs('/etc/nginx/')],
  ['another command', { command: ['nginx', '-c', '/conf/nginx.conf'] }],
  ['other arguments', { args: ['nginx', '-g', 'pid /tmp/nginx.pid;'] }],
])('%s is left alone', (_, fields) => {
  expect(reported(fields)).toEqual([]);
});
