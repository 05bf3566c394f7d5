import { describe, expect, test } from '@jest/globals';
import { container, deployment, seen, service } from '../shop';

const loopback = (...objects: unknown[]) => seen('bind-loopback', ...objects);
const command = (...words: string[]) => ({ command: words });

describe('reported', () => {
  test.each([
    ['gunicorn', command('gunicorn', 'app:app', '-b', '127.0.0.1:8000')],
    ['gunicorn on localhost, through a module', command('python3', '-m', 'gunicorn', '--bind=localhost:8000', 'app:app')],
    ['a unix socket without a proxy', command('gunicorn', 'app:app', '-b', 'unix:/run/app.sock')],
    ["runserver's default", command('python', 'manage.py', 'runserver', '8000')],
  ])('%s', (_, fields) => {
    expect(loopback(deployment(fields), service())).toEqual([
      expect.stringMatching(/^error spec.template.spec.containers\[0\].command: .*but Service web port 80 comes from outside/),
    ]);
  });

  test.each([
    ['gunicorn', command('gunicorn', 'app:app'), "gunicorn's default"],
    ['uvicorn', command('uvicorn', 'app:app'), "uvicorn's default"],
    ['flask run', command('flask', 'run', '-p', '8000'), "the command line, and its host is flask run's default"],
  ])('the default of %s, as a warning that names what it rests on', (_, fields, origin) => {
    expect(loopback(deployment(fields), service())).toEqual([
      expect.stringContaining(`listens on 127.0.0.1:8000 (${origin}, assuming that the image adds no settings`),
    ]);
    expect(loopback(deployment(fields), service())).toEqual([expect.stringMatching(/^warning /)]);
  });

  test('a probe alone, without any Service', () => {
    expect(loopback(deployment(command('uvicorn', 'app:app')))).toEqual([
      expect.stringContaining('the readiness probe comes from outside'),
    ]);
  });
});

describe('left alone', () => {
  const hidden = container({
    ...command('gunicorn', 'app:app', '-b', 'unix:/run/app.sock'),
    name: 'app',
    ports: undefined,
    readinessProbe: undefined,
  });
  test.each([
    ['all addresses', [deployment(command('gunicorn', 'app:app', '-b', ':8000')), service()]],
    ['PORT', [deployment({ ...command('gunicorn', 'app:app'), env: [{ name: 'PORT', value: '8000' }] }), service()]],
    [
      'PORT from a ConfigMap that is elsewhere',
      [deployment({ ...command('gunicorn', 'app:app'), envFrom: [{ configMapRef: { name: 'elsewhere' } }] }), service()],
    ],
    ['a proxy in front of a unix socket', [deployment({}, { containers: [container({ name: 'nginx' }), hidden] }), service()]],
    [
      'a proxy that declares nothing',
      [
        deployment({}, { containers: [container({ name: 'nginx', ports: undefined }), hidden] }),
        service({ ports: [{ port: 80, targetPort: 8000 }] }),
      ],
    ],
    ['one of two listeners', [deployment(command('gunicorn', 'app:app', '-b', '127.0.0.1:8000', '-b', '[::]:8000')), service()]],
    [
      'a host that is not known',
      [
        deployment({
          ...command('gunicorn', 'app:app', '-b', '$(POD_IP):8000'),
          env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
        }),
        service(),
      ],
    ],
    [
      'a process that nobody asks from outside',
      [deployment({ ...command('uvicorn', 'app:app'), readinessProbe: { exec: { command: ['true'] } } })],
    ],
  ])('%s', (_, objects) => {
    expect(loopback(...objects)).toEqual([]);
  });
});
