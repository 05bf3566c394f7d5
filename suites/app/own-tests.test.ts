import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PATH, Pod } from './deployed';
import { Postgres } from './postgres';
import { Redis } from './redis';
import { describeApplication } from './suite';

describeApplication("the application's own tests, with pytest", () => {
  test.each(['with nothing but Python', 'on PostgreSQL and Redis'])('%s', async (where) => {
    const servers = where === 'on PostgreSQL and Redis' ? [(await Postgres.start()).url(), (await Redis.start()).url] : [];
    const { app } = await Pod.create({ database: '' });
    const { status, stdout } = spawnSync('pytest', ['-q', '-p', 'no:cacheprovider'], {
      cwd: app,
      encoding: 'utf8',
      timeout: 60_000,
      env: { PATH, ...(servers.length && { DATABASE_URL: servers[0], REDIS_URL: servers[1] }) },
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/\d+ passed/) });
    expect(stdout).not.toMatch(/skipped|warning/);
  });

  test('its Dockerfile copies what is tested, and its start-up script can be executed', async () => {
    const { app } = await Pod.create({ database: '' });
    expect(spawnSync('sh', ['-n', join(app, 'startup.sh')]).status).toBe(0);
    expect(spawnSync('test', ['-x', join(app, 'startup.sh')]).status).toBe(0);
  });
});
