import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { probewise } from '../cli/program';
import { Cluster } from '../diagnosis/cluster';
import { FAULTS } from '../diagnosis/faults';
import { FakeApiServer, forbidden, type FakeOptions } from './fake-api-server';

const folder = mkdtempSync(join(tmpdir(), 'probewise-cluster-'));
const config = join(folder, 'kubeconfig');
let server: FakeApiServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function serve(
  options: Partial<FakeOptions> = {},
  kubeconfig: Parameters<FakeApiServer['kubeconfig']>[0] = {},
): Promise<FakeApiServer> {
  server = await FakeApiServer.start({ objects: new Cluster().objects, token: 'a-token', ...options });
  writeFileSync(config, server.kubeconfig(kubeconfig));
  return server;
}

const diagnose = (...args: readonly string[]) => probewise(['diagnose', '--kubeconfig', config, ...args]);
const causesIn = (stdout: string): readonly string[] => JSON.parse(stdout).causes.map(({ cause }: { cause: string }) => cause);

describe('given a cluster that is well', () => {
  test('nothing is found, exit 0, and nothing but GET was asked', async () => {
    const { asked } = await serve();
    const { status, stdout } = await diagnose();
    expect(stdout).toContain('0 errors, 0 warnings in 2 workloads and 2 pods');
    expect(stdout).not.toMatch(/^not read/m);
    expect(status).toBe(0);
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['GET']));
  });

  test('no value of a Secret or ConfigMap is asked for: Secrets one by one, by name, and as metadata', async () => {
    const { asked } = await serve();
    await diagnose();
    const about = asked.filter(({ path }) => /secrets|configmaps/.test(path));
    expect(about.map(({ path }) => path)).toEqual(['/api/v1/namespaces/shop/secrets/shop-tls']);
    expect(about[0].headers.accept).toContain('as=PartialObjectMetadata');
  });

  test('of a namespace only that one is read; with -A all of them', async () => {
    const { asked } = await serve();
    await diagnose('-n', 'other');
    expect(asked[0].path).toBe('/api/v1/namespaces/other/pods');
    await diagnose('-A');
    expect(asked.map(({ path }) => path)).toContain('/api/v1/pods');
  });

  test('a Certificate whose Secret is not there is found, as it was asked for by name', async () => {
    await serve({ objects: new Cluster().objects.filter(({ kind }) => kind !== 'Secret') });
    expect(causesIn((await diagnose('--format', 'json')).stdout)).toEqual(['tls-secret-missing']);
  });
});

// What these faults show stands in a log, in an answer or in a visit, or in a namespace that is not read.
const BY_OBJECTS = FAULTS.filter(({ inject }) => {
  const cluster = new Cluster();
  inject(cluster);
  return (
    cluster.logs.length + cluster.answers.length + cluster.visits.length === 0 &&
    cluster.objects.every(({ metadata }) => (metadata.namespace ?? 'shop') === 'shop' || metadata.namespace === 'default')
  );
});

describe('given a fault in a live cluster', () => {
  test('there are many to try', () => expect(BY_OBJECTS.length).toBeGreaterThan(30));

  test.each(BY_OBJECTS)('$name: $cause is named first', async ({ cause, inject }) => {
    const cluster = new Cluster();
    inject(cluster);
    await serve({
      objects: cluster.objects,
      // The state of the tests has a time of its own; the server says it.
      intercept: undefined,
    });
    const { stdout } = await diagnose('-A', '--format', 'json', '--since', '1000000h');
    expect(causesIn(stdout)[0]).toBe(cause);
  });
});

describe('given logs', () => {
  const withLog = (text: string, previous = '') => {
    const cluster = new Cluster();
    const [pod] = cluster.pods;
    pod.status.containerStatuses[0].restartCount = previous ? 1 : 0;
    pod.status.containerStatuses[0].lastState = previous ? { terminated: { exitCode: 1, reason: 'Error' } } : {};
    const name = pod.metadata.name;
    return { objects: cluster.objects, logs: { [`${name}/web`]: text, ...(previous && { [`${name}/web/previous`]: previous }) } };
  };
  const killed = '[2026-11-26 11:58:02 +0000] [1] [ERROR] Worker (pid:12) was sent SIGKILL! Perhaps out of memory?\n';

  test('with --logs they are read, the beginning and the end of a long one', async () => {
    const { asked } = await serve(withLog(`Listening at: http://0.0.0.0:8000\n${'a line\n'.repeat(10_000)}${killed}`));
    const { stdout } = await diagnose('--logs', '--format', 'json');
    expect(causesIn(stdout)).toContain('worker-out-of-memory');
    expect(JSON.stringify(JSON.parse(stdout).chains)).toContain('0.0.0.0:8000');
    expect(asked.filter(({ path }) => path.endsWith('/log'))).toHaveLength(3);
  });

  test('that of the run before is read where there was one', async () => {
    const { asked } = await serve(withLog('up', killed));
    await diagnose('--logs');
    expect(asked.filter(({ query }) => query.get('previous') === 'true')).toHaveLength(1);
  });

  test('without it none is asked for', async () => {
    const { asked } = await serve(withLog(killed));
    expect(causesIn((await diagnose('--format', 'json')).stdout)).toEqual([]);
    expect(asked.filter(({ path }) => path.endsWith('/log'))).toEqual([]);
  });

  test('where they may not be read, it says so and judges the rest', async () => {
    await serve({ intercept: ({ path }) => (path.endsWith('/log') ? forbidden('pods/log') : undefined) });
    const { status, stdout } = await diagnose('--logs');
    expect(stdout).toMatch(/not read {2}the log of Pod shop\/web-.*: pods\/log is forbidden/);
    expect(status).toBe(0);
  });
});

describe('given --ask', () => {
  const isProxy = (path: string) => path.includes('/proxy/');
  const unready = () => {
    const cluster = new Cluster();
    cluster.unready();
    return cluster.objects;
  };

  test('the question of the probe goes to the pod, with its Host, and the answer names the cause', async () => {
    const { asked } = await serve({ objects: unready(), intercept: ({ path }) => (isProxy(path) ? { status: 400 } : undefined) });
    expect(causesIn((await diagnose('--ask', '--format', 'json')).stdout)[0]).toBe('probe-host-refused');
    const [first] = asked.filter(({ path }) => isProxy(path));
    expect(first.path).toMatch(/^\/api\/v1\/namespaces\/shop\/pods\/web-[\w-]+:8000\/proxy\/ready\/$/);
    expect(first.headers.host).toMatch(/^10\.244\.\d\.7:8000$/);
  });

  test('a pod that refuses is told from an API server that refuses', async () => {
    const body = {
      kind: 'Status',
      status: 'Failure',
      reason: 'ServiceUnavailable',
      code: 503,
      message: 'error trying to reach service: dial tcp 10.244.1.7:8000: connect: connection refused',
    };
    await serve({ objects: unready(), intercept: ({ path }) => (isProxy(path) ? { status: 503, body } : undefined) });
    expect(causesIn((await diagnose('--ask', '--format', 'json')).stdout)[0]).toBe('probe-refused');
    await server!.stop();
    await serve({ objects: unready(), intercept: ({ path }) => (isProxy(path) ? forbidden('pods/proxy') : undefined) });
    expect((await diagnose('--ask')).stdout).toMatch(/not read {2}what Pod .* answers to its probes \(pods\/proxy\)/);
  });

  test('one that hangs is given the time that the probe gives it', async () => {
    await serve({ objects: unready(), intercept: ({ path }) => (isProxy(path) ? 'hang' : undefined) });
    const { stdout } = await diagnose('--ask', '--format', 'json');
    expect(causesIn(stdout)[0]).toBe('probe-timeout');
  }, 20_000);
});

describe('given --url', () => {
  test('several paths are compared: the one that answers, and the one that does not', async () => {
    const site = await FakeApiServer.start({
      objects: [],
      intercept: ({ path }) => ({ status: path === '/health/' ? 200 : 503, body: '' }),
    });
    try {
      const cluster = new Cluster();
      cluster.the('Ingress').spec.rules[0].host = '127.0.0.1';
      await serve({ objects: cluster.objects });
      const { stdout, status } = await diagnose('--url', `${site.address}/health/`, '--url', `${site.address}/`, '--format', 'json');
      expect(causesIn(stdout)).toContain('paths-differ');
      expect(JSON.parse(stdout).visits.map((each: { status: number }) => each.status)).toEqual([200, 503]);
      expect(status).toBe(1);
    } finally {
      await site.stop();
    }
  });

  test.each(['ftp://shop.example/', 'shop.example', 'http://'])('%s is refused before anything is asked', async (url) => {
    const { asked } = await serve();
    expect(await diagnose('--url', url)).toMatchObject({ status: 2, stderr: expect.stringContaining('--url') });
    expect(asked).toEqual([]);
  });
});

describe('given a role that is too narrow', () => {
  test('it says what it could not read, judges the rest, and takes nothing for absent', async () => {
    const cluster = new Cluster();
    cluster.remove('EndpointSlice');
    cluster.remove('IngressClass');
    await serve({
      objects: cluster.objects,
      intercept: ({ path }) => (/endpointslices|ingressclasses|nodes/.test(path) ? forbidden('nodes') : undefined),
    });
    const { status, stdout } = await diagnose();
    expect(stdout.match(/^not read {2}(\S+):/gm)).toEqual(['not read  nodes:', 'not read  endpointslices:', 'not read  ingressclasses:']);
    expect(stdout).toContain('0 errors, 0 warnings');
    expect(status).toBe(0);
  });

  test('that may read nothing, one message and exit 2', async () => {
    await serve({ intercept: ({ path }) => forbidden(path.split('/').slice(-1)[0]) });
    const { status, stdout, stderr } = await diagnose();
    expect(stderr).toMatch(/^probewise diagnose: nothing may be read in the namespace shop: pods is forbidden: .*--role.*\n$/);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('a Service of another namespace is not said to be missing', async () => {
    const cluster = new Cluster();
    const { metadata, spec } = cluster.the('Ingress');
    cluster.objects.push({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { ...metadata, name: 'far' },
      spec: { rules: [{ backendRefs: [{ name: 'web', namespace: 'elsewhere', port: 80 }] }], hostnames: [spec.rules[0].host] },
    });
    const routes = cluster.objects.filter(({ kind }) => kind === 'HTTPRoute');
    await serve({
      objects: cluster.objects,
      intercept: ({ path }) => (path.endsWith('/httproutes') ? { status: 200, body: { metadata: {}, items: routes } } : undefined),
    });
    expect(causesIn((await diagnose('--format', 'json')).stdout)).toEqual([]);
  });
});

describe('given no access', () => {
  const failing = async (...args: readonly string[]) => {
    const { status, stdout, stderr } = await diagnose(...args);
    expect({ status, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
    return stderr;
  };

  test('an expired token is told once', async () => {
    const { asked } = await serve({}, { user: { token: 'an-old-one' } });
    expect(await failing()).toContain('does not know who asks (401): the token or certificate is missing or has expired');
    expect(asked).toHaveLength(1);
  });

  test('a cluster that hangs is given up in time, and told once', async () => {
    await serve({ intercept: () => 'hang' });
    const started = Date.now();
    expect(await failing('--timeout', '500ms')).toMatch(/cannot be read: .*0\.5 s/);
    expect(Date.now() - started).toBeLessThan(3000);
  });

  test('one that hangs in the middle: what was read is judged, the rest is said', async () => {
    await serve({ intercept: ({ path }) => (path.endsWith('/events') ? 'hang' : undefined) });
    const { status, stdout } = await diagnose('--timeout', '1s');
    expect(stdout).toMatch(/not read {2}events: .*1 s/);
    expect(status).toBe(0);
  });

  test('an answer that breaks off is not taken for a list', async () => {
    await serve({ intercept: ({ path }) => (path.endsWith('/services') ? 'cut' : undefined) });
    const { stdout } = await diagnose();
    expect(stdout).toContain('not read  services: ');
    expect(stdout).not.toContain('route-backend-missing');
  });

  test('nobody listens there', async () => {
    const { address } = await serve();
    await server!.stop();
    server = undefined;
    expect(await failing()).toContain(`${address} (context test) cannot be read: `);
  });

  test('what answers is no API server', async () => {
    await serve({ intercept: () => ({ status: 200, body: '<html>Login</html>' }) });
    expect(await failing()).toContain('the answer is no JSON: is this an API server?');
  });

  test('there is no kubeconfig', async () => {
    writeFileSync(config, '');
    rmSync(config);
    expect(await failing()).toContain(`there is no kubeconfig at ${config}`);
  });
});

describe('given a cluster under load', () => {
  test('a list that takes several pages is read whole', async () => {
    const cluster = new Cluster();
    const [pod] = cluster.pods;
    for (let number = 0; number < 1200; number++) {
      cluster.objects.push({ ...pod, metadata: { ...pod.metadata, name: `web-${number}` } });
    }
    const { asked } = await serve({ objects: cluster.objects });
    expect(JSON.parse((await diagnose('--format', 'json')).stdout).pods).toBe(1202);
    expect(asked.filter(({ path }) => path.endsWith('/pods'))).toHaveLength(3);
  });

  test('a place in a list that was forgotten (410) begins the list anew', async () => {
    const cluster = new Cluster();
    const [pod] = cluster.pods;
    for (let number = 0; number < 600; number++) {
      cluster.objects.push({ ...pod, metadata: { ...pod.metadata, name: `web-${number}` } });
    }
    let gone = 0;
    await serve({
      objects: cluster.objects,
      intercept: ({ query }) => (query.has('continue') && gone++ === 0 ? { status: 410, body: {} } : undefined),
    });
    expect(JSON.parse((await diagnose('--format', 'json')).stdout).pods).toBe(602);
  });

  test('a server that is too busy is asked again when it says', async () => {
    let busy = 0;
    await serve({ intercept: () => (busy++ === 0 ? { status: 429, body: {}, headers: { 'Retry-After': '1' } } : undefined) });
    expect((await diagnose()).status).toBe(0);
  });
});
