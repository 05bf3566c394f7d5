import { describe, expect, test } from '@jest/globals';
import { deployment, ingress, seen, seenWithApplication, service, type Json } from '../shop';

const sticky = (container: Json, spec: Json = {}, ...others: unknown[]) =>
  seen('affinity-missing', deployment(container, {}, spec), ...(others.length ? others : [service()]));
const route = (path: string, annotations: Json = {}) => ({
  ...ingress(undefined, { name: 'web', annotations }),
  spec: { rules: [{ http: { paths: [{ path, backend: { service: { name: 'web', port: { number: 80 } } } }] } }] },
});
const env = (name: string, value: string) => ({ env: [{ name, value }] });
const socketIo = { args: ['node', '/app/socketio.js'] };

describe('reported', () => {
  test('a Socket.IO server with several replicas', () => {
    expect(sticky(socketIo)).toEqual([
      'warning spec.template.spec.containers[0]: container web needs its clients to come back to one process (it runs /app/socketio.js), ' +
        'and Deployment web may run 2 pods without session affinity',
    ]);
  });
  test('a route of Socket.IO', () => {
    expect(sticky({}, {}, service(), route('/socket.io'))).toEqual([expect.stringContaining('a route leads /socket.io to it')]);
  });
  test('several processes in one pod, whatever the affinity', () => {
    const command = ['gunicorn', '-k', 'geventwebsocket.gunicorn.workers.GeventWebSocketWorker', '-w', '4', 'app:app'];
    expect(sticky({ command }, { replicas: 1 }, service({ sessionAffinity: 'ClientIP' }))).toEqual([
      expect.stringContaining('and 4 processes share its port'),
    ]);
  });
  test('sessions in files', () => {
    expect(sticky(env('SESSION_DRIVER', 'file'))).toEqual([expect.stringContaining('SESSION_DRIVER=file keeps sessions in the pod')]);
  });
});

describe('with the application read', () => {
  const read = (files: Record<string, string>) =>
    seenWithApplication(
      'affinity-missing',
      'FROM python:3.12\nWORKDIR /app\nCOPY . .\n',
      files,
      deployment({ command: ['gunicorn', '-w', '1', 'shop.app:app'] }),
      service(),
    );
  test.each([
    ['Socket.IO among its dependencies', { 'requirements.txt': 'flask==3\nFlask-SocketIO==5.3\n' }, 'requirements.txt has Socket.IO'],
    ['a secret key of its own', { 'shop/app.py': 'app.secret_key = os.urandom(24)\n' }, 'shop/app.py makes a secret key of its own'],
  ])('%s is reported', (_, files, because) => {
    expect(read(files)).toEqual([expect.stringContaining(because)]);
  });
  test.each([
    ['a client of Socket.IO', { 'package.json': '{"dependencies": {"socket.io-client": "4"}}' }],
    ['a key that a variable may give', { 'shop/app.py': "app.secret_key = os.environ.get('KEY') or os.urandom(24)\n" }],
    ['a key that is commented out', { 'shop/app.py': '# app.secret_key = os.urandom(24)\n' }],
  ])('%s is left alone', (_, files) => {
    expect(read(files)).toEqual([]);
  });
});

describe('left alone', () => {
  test.each([
    ['affinity of the Service', socketIo, {}, [service({ sessionAffinity: 'ClientIP' })]],
    ['affinity by cookie', socketIo, {}, [service(), route('/', { 'nginx.ingress.kubernetes.io/affinity': 'cookie' })]],
    ['one pod', socketIo, { replicas: 1 }, [service()]],
    ['no users', socketIo, {}, [service({ selector: { app: 'other' } })]],
    ['another program', { args: ['node', 'server.js'] }, {}, [service(), route('/')]],
    ['sessions in Redis', env('SESSION_DRIVER', 'redis'), {}, [service()]],
  ])('%s', (_, container, spec, others) => {
    expect(sticky(container, spec, ...others)).toEqual([]);
  });
});
