import { request } from 'node:http';
import { expect, test } from '@jest/globals';
import { Pod } from './deployed';
import { allBecome, probe } from './kubelet';
import { Postgres } from './postgres';
import { Redis } from './redis';
import { describeApplication } from './suite';
import { answers, fetchFrom } from '../e2e/http';
import type { Running } from '../e2e/processes';

const HOST = 'obcms.example.gov';
/** As an ingress controller passes on what came to it over TLS. */
const INGRESS = { Host: HOST, 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '203.0.113.7', 'X-Request-ID': '7f3a-41' };

async function serving(environment: Record<string, string | undefined> = {}): Promise<{ pod: Pod; server: Running }> {
  const [postgres, redis] = [await Postgres.start(), await Redis.start()];
  const pod = await Pod.create({ database: postgres.url(), cache: redis.url });
  expect(await pod.migrate().ends(30)).toBe(0);
  const server = pod.serve({ environment });
  await allBecome(pod, server, ({ success }) => success, 30);
  return { pod, server };
}

/** A page's form, filled in and sent from that page, as a browser does. */
async function submits(pod: Pod, headers: Record<string, string>): Promise<number> {
  const page = await new Promise<{ cookie: string; token: string }>((settle, fail) => {
    request({ port: pod.port, path: '/', headers: INGRESS }, (answer) => {
      let body = '';
      answer
        .on('data', (text) => {
          body += text;
        })
        .on('end', () =>
          settle({
            cookie: answer.headers['set-cookie']!.map((one) => one.split(';')[0]).join('; '),
            token: /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(body)![1],
          }),
        );
    })
      .on('error', fail)
      .end();
  });
  const body = new URLSearchParams({
    csrfmiddlewaretoken: page.token,
    name: `Community of ${performance.now()}`,
    municipality: 'Bongao',
  }).toString();
  return new Promise((settle, fail) => {
    request(
      {
        port: pod.port,
        path: '/',
        method: 'POST',
        headers: {
          ...headers,
          Cookie: page.cookie,
          Origin: `https://${HOST}`,
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': body.length,
        },
      },
      (answer) => {
        answer.resume();
        settle(answer.statusCode!);
      },
    )
      .on('error', fail)
      .end(body);
  });
}

describeApplication('given ALLOWED_HOSTS, SECURE_SSL_REDIRECT and TLS that ends at the ingress', () => {
  test(
    'the generated headers bring all three probes to their views; without them a probe hears 400, or a redirect that it takes for ' +
      'success',
    async () => {
      const { pod } = await serving();
      for (const name of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
        expect(await probe(pod, name)).toMatchObject({ status: 200, success: true });
      }
      expect(await probe(pod, 'livenessProbe', [{ name: 'X-Forwarded-Proto', value: 'https' }])).toMatchObject({
        status: 400,
        success: false,
      });
      const misled = await probe(pod, 'readinessProbe', [{ name: 'Host', value: HOST }]);
      expect(misled).toMatchObject({ status: 301, success: true }); // of a pod whose /ready/ nobody has asked
      expect(misled.body).not.toContain('status');
    },
  );

  test('a form sent over TLS is accepted', async () => {
    const { pod } = await serving();
    expect(await submits(pod, INGRESS)).toBe(302);
  });

  test('where the ingress does not say that it was TLS, every form is refused while the probes stay green', async () => {
    const { pod } = await serving({ SECURE_SSL_REDIRECT: 'off' });
    expect(await submits(pod, { ...INGRESS, 'X-Forwarded-Proto': 'http' })).toBe(403);
    expect((await probe(pod, 'readinessProbe')).success).toBe(true);
  });

  test('the logs say which request it was, and keep what a query string holds to the access log', async () => {
    const { pod, server } = await serving();
    await fetchFrom({ port: pod.port, path: '/?token=hidden', headers: INGRESS });
    await server.says(/^INFO request GET \/ 200 \d+ ms id=7f3a-41$/m);
    await server.says(/^203\.0\.113\.7 127\.0\.0\.1 .*"GET \/\?token=hidden HTTP\/1\.1" 200 .* 7f3a-41 /m);
    expect(server.output).not.toMatch(/^INFO request GET \/ready\/ 200 /m); // one that succeeds is no news
  });

  test('static files are served, and the drills are not there', async () => {
    const { pod } = await serving();
    const { body } = await fetchFrom({ port: pod.port, path: '/', headers: INGRESS });
    const [, style] = /href="(\/static\/admin\/css\/base\.[0-9a-f]+\.css)"/.exec(body)!;
    expect((await fetchFrom({ port: pod.port, path: style, headers: INGRESS })).status).toBe(200);
    expect((await fetchFrom({ port: pod.port, path: '/drills/slow/', headers: INGRESS })).status).toBe(404);
  });
});

describeApplication('given an application below a prefix (SCRIPT_NAME)', () => {
  test('a probe has to name the prefixed path: one that does not fails, while the users are served', async () => {
    const pod = await Pod.create({ database: 'postgres://obcms:x@127.0.0.1:1/obcms' });
    const server = pod.serve({ environment: { SCRIPT_NAME: '/obcms' } });
    await answers(server, { port: pod.port, path: '/obcms/health/', headers: INGRESS });
    expect((await probe(pod, 'livenessProbe')).success).toBe(false);
  });
});
