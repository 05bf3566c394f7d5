import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { accessOf } from '../../lib/cluster/access/access-of';
import { insideCluster } from '../../lib/cluster/access/inside-cluster';
import { RESOURCES } from '../../lib/cluster/resource';
import { probewise } from '../cli/program';

const folder = mkdtempSync(join(tmpdir(), 'probewise-access-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function config(user: unknown, cluster: object = {}, rest: object = {}): string {
  const file = join(folder, `config-${count++}`);
  writeFileSync(
    file,
    JSON.stringify({
      kind: 'Config',
      'current-context': 'here',
      contexts: [{ name: 'here', context: { cluster: 'c', user: 'u', namespace: 'shop' } }],
      clusters: [{ name: 'c', cluster: { server: 'https://10.0.0.1:6443', ...cluster } }],
      users: [{ name: 'u', user }],
      ...rest,
    }),
  );
  return file;
}
const access = (file: string, environment: NodeJS.ProcessEnv = {}) => accessOf({ kubeconfig: file }, environment);
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('given a kubeconfig', () => {
  test('a token is shown as such, and the certificate of the authority counts', async () => {
    const file = config({ token: 'abc' }, { 'certificate-authority-data': base64('an authority'), 'tls-server-name': 'api' });
    expect(await access(file)).toEqual({
      context: 'here',
      server: 'https://10.0.0.1:6443',
      namespace: 'shop',
      tls: { rejectUnauthorized: true, ca: 'an authority', servername: 'api' },
      headers: { authorization: 'Bearer abc' },
    });
  });

  test('paths start from the folder of the file', async () => {
    writeFileSync(join(folder, 'client.crt'), 'a certificate');
    writeFileSync(join(folder, 'client.key'), 'a key');
    writeFileSync(join(folder, 'token'), 'abc\n');
    const { tls, headers } = await access(config({ 'client-certificate': 'client.crt', 'client-key': './client.key', tokenFile: 'token' }));
    expect({ tls, headers }).toEqual({
      tls: { rejectUnauthorized: true, cert: 'a certificate', key: 'a key' },
      headers: { authorization: 'Bearer abc' },
    });
  });

  test('somebody is impersonated as it says', async () => {
    const { headers } = await access(config({ token: 't', as: 'eve', 'as-groups': ['dev'] }));
    expect(headers).toMatchObject({ 'Impersonate-User': 'eve', 'Impersonate-Group': ['dev'] });
  });

  test('the program that it names is asked who the user is, with its arguments and environment', async () => {
    const script =
      'const { kind } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);' +
      'console.log(JSON.stringify({ status: { token: process.argv[1] + process.env.WHO + kind } }))';
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: ['-e', script, 'a-'],
      env: [{ name: 'WHO', value: 'b-' }],
    };
    expect((await access(config({ exec }))).headers).toEqual({ authorization: 'Bearer a-b-ExecCredential' });
  });

  test.each([
    [
      'a program that is not there',
      { exec: { command: 'no-such-plugin', installHint: 'Install it.\nThen.' } },
      /no-such-plugin is not on the path; Install it\.$/,
    ],
    [
      'a program that fails',
      { exec: { command: process.execPath, args: ['-e', 'console.error("login first"); process.exit(3)'] } },
      /failed: login first/,
    ],
    ['a program that says nothing', { exec: { command: process.execPath, args: ['-e', ''] } }, /neither a token nor a certificate/],
    ['a token that breaks a header', { token: 'a\r\nX: y' }, /characters that no token has/],
    ['an auth-provider', { 'auth-provider': { name: 'gcp' } }, /exec/],
    ['a file that is not there', { tokenFile: 'nowhere' }, /nowhere, which the kubeconfig names, cannot be read: ENOENT/],
  ])('%s: one message', async (_, user, said) => {
    await expect(access(config(user))).rejects.toThrow(said);
  });

  test.each([
    ['no address', { server: undefined }, /says no address/],
    ['an address of no API server', { server: 'file:///etc/passwd' }, /says no address/],
    ['a proxy', { 'proxy-url': 'http://proxy:3128' }, /proxy-url/],
  ])('%s: one message', async (_, cluster, said) => {
    await expect(access(config({}, cluster))).rejects.toThrow(said);
  });

  test('a context that is not there: which ones are', async () => {
    await expect(accessOf({ kubeconfig: config({}), context: 'there' }, {})).rejects.toThrow('there is no context there; there is here');
    await expect(access(config({}, {}, { 'current-context': '' }))).rejects.toThrow('has no current context; there is here');
  });

  test('one that is no YAML: one message', async () => {
    const file = join(folder, 'broken');
    writeFileSync(file, '{ "clusters": [');
    await expect(access(file)).rejects.toThrow(/the kubeconfig .*broken cannot be read/);
  });

  test('of several files the first that says something counts, and one that is not there is passed over', async () => {
    const first = config({ token: 'first' }, {}, { clusters: [] });
    const second = config({ token: 'second' }, { server: 'https://second:6443/' });
    const { server, headers } = await accessOf({}, { KUBECONFIG: [join(folder, 'nowhere'), first, second].join(':') });
    expect({ server, headers }).toEqual({ server: 'https://second:6443', headers: { authorization: 'Bearer first' } });
  });

  test('none: the service account of the pod, where it runs in one, and else a message', async () => {
    const account = join(folder, 'account');
    mkdirSync(account);
    Object.entries({ token: 'abc', 'ca.crt': 'an authority', namespace: 'shop' }).forEach(([name, text]) =>
      writeFileSync(join(account, name), text),
    );
    expect(insideCluster({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }, account)).toMatchObject({
      server: 'https://[fd00::1]:443',
      namespace: 'shop',
      headers: { authorization: 'Bearer abc' },
    });
    await expect(accessOf({}, { HOME: join(folder, 'nobody') })).rejects.toThrow(/there is no kubeconfig at .*--kubeconfig or KUBECONFIG/);
  });
});

describe('the role that --role prints', () => {
  interface Role {
    kind: string;
    metadata: { name: string };
    rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
  }

  test('lets it list all that it lists, and nothing else; nobody gets a Secret', async () => {
    const { status, stdout } = await probewise(['diagnose', '--role']);
    const roles = stdout.split(/^---$/m).map((text) => load(text) as Role);
    const [lists, ...others] = roles;
    const granted = lists.rules.flatMap(({ apiGroups, resources }) => resources.map((name) => `${apiGroups[0]}/${name}`));
    expect(RESOURCES.map(({ group, plural }) => `${group}/${plural}`).filter((name) => !granted.includes(name))).toEqual([]);
    expect(granted.filter((name) => /secret|configmap|\*/.test(name))).toEqual([]);
    expect(new Set(roles.flatMap(({ rules }) => rules.flatMap(({ verbs }) => verbs)))).toEqual(new Set(['list', 'get']));
    expect(others.map(({ rules }) => rules[0].resources)).toEqual([['pods/log'], ['pods/proxy']]);
    expect(status).toBe(0);
  });
});
