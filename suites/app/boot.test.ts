import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Pod, WEB } from './deployed';
import { allBecome, becomesReady, probe } from './kubelet';
import { Postgres } from './postgres';
import { Redis } from './redis';
import { describeApplication } from './suite';

describeApplication('given a new release whose migrations are pending', () => {
  test(
    'the pod waits and says for what; once the Job has applied them it boots, and its first poll after the boot ' + 'finds it ready',
    async () => {
      const [postgres, redis] = [await Postgres.start(), await Redis.start()];
      const pod = await Pod.create({ database: postgres.url(), cache: redis.url });
      const waiting = pod.waitForMigrations();
      await waiting.says(/^waiting: \d+ migrations are pending, the first is \w+\.0001_initial; \d+ s left$/m);
      expect(waiting.status).toBeUndefined();
      expect(await pod.migrate().ends(30)).toBe(0);
      expect(await waiting.ends(10)).toBe(0);

      const server = pod.serve();
      await server.says(/Booting worker with pid[\s\S]*Booting worker with pid/, 30);
      const readyWithin = WEB.readinessProbe.periodSeconds;
      const { body } = await becomesReady(pod, server, readyWithin);
      expect(JSON.parse(body)).toMatchObject({ status: 'ready', failing: [], degraded: [] });
      expect(server.output).not.toMatch(/\[ERROR\]|\[WARNING\]|Traceback/);
    },
  );

  test(
    'without the init container the pod answers 503 and names the migrations, and is ready on its own once they ' + 'are applied',
    async () => {
      const [postgres, redis] = [await Postgres.start(), await Redis.start()];
      const pod = await Pod.create({ database: postgres.url(), cache: redis.url });
      const server = pod.serve();
      await server.says(/migrations fails: \d+ migrations are pending/, 30);
      await allBecome(pod, server, ({ status, body }) => status === 503 && JSON.parse(body).failing.join() === 'migrations', 10);
      expect((await probe(pod, 'livenessProbe')).success).toBe(true);
      expect(await pod.migrate().ends(30)).toBe(0);
      await becomesReady(pod, server, WEB.readinessProbe.periodSeconds);
    },
  );
});

describeApplication("given the report's own start-up validation (Priority 5), word for word but for the number of retries", () => {
  const SCRIPT = `
MAX_RETRIES=2
RETRY_COUNT=0
until python manage.py migrate --check 2>&1 | grep -q "No migrations to apply\\|All migrations applied" || [ $RETRY_COUNT -eq $MAX_RETRIES ]; do
    RETRY_COUNT=$((RETRY_COUNT + 1))
    echo "Waiting for database... (attempt $RETRY_COUNT/$MAX_RETRIES)"
    sleep 2
done

if [ $RETRY_COUNT -eq $MAX_RETRIES ]; then
    echo "ERROR: Database not available after $MAX_RETRIES attempts"
    exit 1
fi
`;

  test('it ends a container whose database is healthy and migrated, because migrate --check says nothing that it could find', async () => {
    const postgres = await Postgres.start();
    const pod = await Pod.create({ database: postgres.url() });
    expect(await pod.migrate().ends(30)).toBe(0);
    const shell = (script: string) =>
      spawnSync('sh', ['-c', script], { cwd: join(pod.app, 'src'), env: pod.environment(WEB), encoding: 'utf8', timeout: 40_000 });
    expect(shell('python manage.py migrate --check')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(shell(SCRIPT)).toMatchObject({ status: 1, stdout: expect.stringContaining('ERROR: Database not available after 2 attempts') });
  });
});
