import { expect, test } from '@jest/globals';
import { Pod, WEB } from './deployed';
import { describeApplication } from './suite';
import { answers, fetchFrom } from '../e2e/http';
import { freePort } from '../e2e/processes';

const HEADERS = { Host: 'obcms.example.gov', 'X-Forwarded-Proto': 'https' };
const alive = (port: number) => ({ port, path: '/health/', headers: HEADERS });
const nobody = (port: number) =>
  fetchFrom(alive(port)).then(
    () => false,
    () => true,
  );

/** No database: the process boots without one. */
async function pod(): Promise<Pod> {
  return Pod.create({ database: 'postgres://obcms:x@127.0.0.1:1/obcms' });
}

/** An image on a platform that knows nothing of gunicorn. */
const BARE = { GUNICORN_CMD_ARGS: undefined, WEB_CONCURRENCY: undefined, METRICS_PORT: undefined, PROMETHEUS_MULTIPROC_DIR: undefined };

/** What gunicorn would bind, without binding it: on this machine 8080 may be somebody's. */
const PRINT_CONFIG = 'sed "s/^exec gunicorn/exec gunicorn --print-config/" startup.sh > print.sh && sh ./print.sh';

describeApplication('given a platform that says the port', () => {
  test('the port that it says is bound', async () => {
    const port = await freePort();
    const server = (await pod()).serve({ environment: { ...BARE, PORT: String(port) } });
    await answers(server, alive(port));
  });

  test('an empty PORT, and an empty WEB_CONCURRENCY, mean that it says nothing', async () => {
    const server = (await pod()).serve({ environment: { ...BARE, PORT: '', WEB_CONCURRENCY: '' }, argv: ['sh', '-c', PRINT_CONFIG] });
    expect(await server.ends(20)).toBe(0);
    expect(server.output).toMatch(/^bind +.*0\.0\.0\.0:8080/m);
    expect(server.output).toMatch(/^workers += 1$/m);
  });

  test('a PORT that is no number ends the container at once, and says so', async () => {
    const server = (await pod()).serve({ environment: { ...BARE, PORT: 'http' } });
    expect(await server.ends(5)).toBe(2);
    expect(server.output).toBe("startup: PORT is 'http', and a port is a number\n");
  });

  test(
    'against the settings of the manifest a platform that changes PORT alone moves nothing: the probes still find ' + 'the process',
    async () => {
      const [own, other] = [await pod(), await freePort()];
      const server = own.serve({ environment: { PORT: String(other) } });
      await answers(server, alive(own.port));
      expect(await nobody(other)).toBe(true);
    },
  );
});

describeApplication('given an environment in which it cannot run', () => {
  test.each(['DATABASE_URL', 'REDIS_URL', 'DJANGO_SECRET_KEY', 'ALLOWED_HOSTS'])(
    'without %s the container ends at once, and says so',
    async (name) => {
      const server = (await pod()).serve({ environment: { [name]: undefined } });
      expect(await server.ends(5)).toBe(2);
      expect(server.output).toBe(`startup: ${name} is not set\n`);
    },
  );

  test.each([
    ['DJANGO_SETTINGS_MODULE', 'obc_management.settings.staging', /No module named 'obc_management\.settings\.staging'/],
    ['READINESS_REQUIRED', 'database,cash', /READINESS_REQUIRED names cash; there is database, migrations, cache/],
    ['DRILLS', 'perhaps', /DRILLS is 'perhaps'/],
  ])('with %s=%s it ends before a worker is forked, and says why', async (name, value, why) => {
    const server = (await pod()).serve({ environment: { [name]: value } });
    expect(await server.ends(20)).toBe(2);
    expect(server.output).toMatch(why);
    expect(server.output).toMatch(/^startup: manage\.py check found errors; they stand above$/m);
    expect(server.output).not.toContain('Booting worker');
  });

  test('the manifest sets every one of them', () => {
    const names = WEB.env.map((one: { name: string }) => one.name);
    expect(names).toEqual(
      expect.arrayContaining(['PORT', 'DATABASE_URL', 'REDIS_URL', 'DJANGO_SECRET_KEY', 'ALLOWED_HOSTS', 'DJANGO_SETTINGS_MODULE']),
    );
  });
});
