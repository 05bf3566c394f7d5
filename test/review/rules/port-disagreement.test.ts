import { describe, expect, test } from '@jest/globals';
import { configMap, container, deployment, seen, service } from '../shop';

const disagreement = (...objects: unknown[]) => seen('port-disagreement', ...objects);
const gunicorn = (bind: string, fields = {}) => ({ command: ['gunicorn', 'app:app', '--bind', bind], ...fields });
const env = (variables: Record<string, string>) => Object.entries(variables).map(([name, value]) => ({ name, value }));

describe('reported', () => {
  test('a command line that binds another port than the Service and the probe use, once', () => {
    expect(disagreement(deployment(gunicorn('0.0.0.0:9000')), service())).toEqual([
      'error spec.template.spec.containers[0].ports[0].containerPort: gunicorn listens on 0.0.0.0:9000 (the command line), ' +
        'but Service web port 80 and the readiness probe go to 8000',
    ]);
  });

  test('PORT beside the default bind, at most as a warning: the image may hold a gunicorn.conf.py', () => {
    expect(disagreement(deployment({ command: ['gunicorn', 'app:app'], env: env({ PORT: '9000' }) }), service())).toEqual([
      expect.stringMatching(/^warning .*gunicorn listens on 0.0.0.0:9000 \(PORT, assuming that/),
    ]);
  });

  test('GUNICORN_CMD_ARGS and a mounted gunicorn.conf.py', () => {
    expect(
      disagreement(deployment({ command: ['gunicorn', 'app:app'], env: env({ GUNICORN_CMD_ARGS: '-b :9000' }) }), service()),
    ).toHaveLength(1);
    expect(
      disagreement(
        deployment(
          {
            command: ['gunicorn', '-c', '/etc/app/gunicorn.conf.py', 'app:app'],
            volumeMounts: [{ name: 'settings', mountPath: '/etc/app' }],
          },
          { volumes: [{ name: 'settings', configMap: { name: 'settings' } }] },
        ),
        configMap('settings', { 'gunicorn.conf.py': "bind = '0.0.0.0:9000'" }),
        service(),
      ),
    ).toEqual([expect.stringMatching(/^error .*listens on 0.0.0.0:9000 \(ConfigMap settings, key gunicorn.conf.py\)/)]);
  });

  test('PORT alone, where the image starts something unknown, as a warning', () => {
    expect(disagreement(deployment({ env: env({ PORT: '9000' }) }), service())).toEqual([
      expect.stringMatching(/^warning .*the process listens on ….*9000 \(PORT/),
    ]);
  });

  test('a Service that targets an undeclared port of the only container', () => {
    expect(disagreement(deployment(gunicorn('0.0.0.0:8000')), service({ ports: [{ port: 80, targetPort: 8080 }] }))).toEqual([
      expect.stringMatching(/^error spec.ports\[0\].targetPort: .*goes to 8080$/),
    ]);
  });
});

describe('left alone', () => {
  test.each([
    ['agreement', [deployment(gunicorn('0.0.0.0:8000')), service()]],
    [
      'a proxy container that owns the port and the probe',
      [
        deployment(
          {},
          {
            containers: [
              container({ name: 'proxy' }),
              container({ ...gunicorn('127.0.0.1:9000'), ports: undefined, readinessProbe: { httpGet: { path: '/', port: 8000 } } }),
            ],
          },
        ),
        service(),
      ],
    ],
    [
      'a port that another container may have',
      [
        deployment(
          {},
          {
            containers: [
              container({ name: 'other', ports: undefined, readinessProbe: undefined }),
              container({ ...gunicorn('0.0.0.0:9000'), ports: undefined, readinessProbe: undefined }),
            ],
          },
        ),
        service({ ports: [{ port: 80, targetPort: 8000 }] }),
      ],
    ],
    [
      'a second, declared listener',
      [
        deployment(
          gunicorn('0.0.0.0:8000', {
            ports: [
              { name: 'http', containerPort: 8000 },
              { name: 'metrics', containerPort: 9090 },
            ],
            livenessProbe: { httpGet: { path: '/', port: 'metrics' } },
          }),
        ),
        service({
          ports: [
            { port: 80, targetPort: 'http' },
            { port: 9090, targetPort: 9090 },
          ],
        }),
      ],
    ],
    ['a port from a substitution', [deployment({ command: ['sh', '-c', 'exec gunicorn app:app --bind 0.0.0.0:$(cat /port)'] }), service()]],
    ['a config file that cannot be read', [deployment({ command: ['gunicorn', '-c', '/app/gunicorn.conf.py', 'app:app'] }), service()]],
    ['options that cannot be read', [deployment({ command: ['sh', '-c', 'exec gunicorn $OPTIONS app:app'] }), service()]],
    [
      'a headless Service, which translates nothing',
      [
        deployment(gunicorn('0.0.0.0:9000', { ports: undefined, readinessProbe: undefined })),
        service({ clusterIP: 'None', ports: [{ port: 80 }] }),
      ],
    ],
    [
      'a UDP port of the same Service',
      [deployment(gunicorn('0.0.0.0:8000')), service({ ports: [{ port: 53, protocol: 'UDP', targetPort: 5353 }] })],
    ],
  ])('%s', (_, objects) => {
    expect(disagreement(...objects)).toEqual([]);
  });
});
