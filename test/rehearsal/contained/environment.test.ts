import { expect, test } from '@jest/globals';
import { Bundle } from '../../../lib/manifest/bundle';
import { commandOf } from '../../../lib/rehearsal/contained/command';
import { playedEnvironment } from '../../../lib/rehearsal/contained/environment';

function played(container: object, given: Readonly<Record<string, string>> = {}, others: readonly object[] = []) {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { containers: [{ name: 'web', ...container }] },
  };
  const bundle = new Bundle([pod, ...others]);
  const [workload] = bundle.workloads;
  const values = new Map(Object.entries(given));
  const {
    container: seen,
    environment,
    missing,
    unseen,
  } = playedEnvironment(bundle, workload, workload.containers[0], values, { address: '127.0.0.2' });
  const set = Object.fromEntries([...environment.variables.values()].map(({ name, value }) => [name, value]));
  return { container: seen, environment, missing, unseen, values: set };
}

const secret = (name: string) => ({ name, valueFrom: { secretKeyRef: { name: 'database', key: 'url' } } });

test('given a Secret that nobody gives, the variable and where it comes from are named', () => {
  const { missing } = played({ env: [secret('DATABASE_URL')] });
  expect(missing).toEqual(['DATABASE_URL (key url of Secret database) has no value here; give it with --env DATABASE_URL=…']);
});

test('given its value, what follows may refer to it, and it is taken as it stands', () => {
  const { missing, values } = played(
    { env: [secret('PASSWORD'), { name: 'URL', value: 'postgres://u:$(PASSWORD)@db/x' }] },
    { PASSWORD: 'a$(HOME)$$b' },
  );
  expect(missing).toEqual([]);
  expect(values).toEqual({ PASSWORD: 'a$(HOME)$$b', URL: 'postgres://u:a$(HOME)$$b@db/x' });
});

test('given a variable that the manifest does not name, it is set, and what refers to it sees it', () => {
  expect(played({ env: [{ name: 'URL', value: 'http://$(HOST)/' }] }, { HOST: 'db' }).values).toEqual({ HOST: 'db', URL: 'http://db/' });
  expect(played({ env: [{ name: 'A', value: '1' }] }, { HOST: 'db' }).environment.variables.get('A')!.path).toEqual([
    'spec',
    'containers',
    0,
    'env',
    0,
  ]);
});

test('given fields of the pod, this machine stands in for the address and the names', () => {
  const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
  const { values, missing } = played({
    env: [field('IP', 'status.podIP'), field('NS', 'metadata.namespace'), field('NODE', 'spec.nodeName')],
  });
  expect(values).toMatchObject({ IP: '127.0.0.2', NS: 'shop' });
  expect(missing).toEqual([expect.stringContaining('NODE (field spec.nodeName of the pod)')]);
});

test('given sources that are not in the manifests, they are named; optional ones are not', () => {
  const { unseen } = played(
    { envFrom: [{ secretRef: { name: 'all' } }, { configMapRef: { name: 'there' } }, { configMapRef: { name: 'maybe', optional: true } }] },
    {},
    [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'there', namespace: 'shop' }, data: {} }],
  );
  expect(unseen).toEqual(['Secret all']);
});

test('given a command, its references are resolved; given none, it is asked for', () => {
  const { container, environment } = played({
    command: ['gunicorn'],
    args: ['--bind', '0.0.0.0:$(PORT)'],
    env: [{ name: 'PORT', value: '8000' }],
  });
  expect(commandOf(container, environment)).toEqual({ words: ['gunicorn', '--bind', '0.0.0.0:8000'] });
  expect(commandOf(played({}).container, played({}).environment)).toEqual({
    because: expect.stringContaining('give the command after --'),
  });
});
