import { describe, expect, test } from '@jest/globals';
import { deployment, seen, seenWithApplication, type Json } from '../shop';

const starts = (script: string, spec: Json = {}) => seen('migrations-at-start', deployment({ command: ['sh', '-c', script] }, {}, spec));
const serve = 'exec gunicorn -w 2 shop.wsgi';

describe('reported', () => {
  test('in each pod, with the program that waits for it', () => {
    expect(starts(`python manage.py migrate --noinput && ${serve}`, { replicas: 3 })).toEqual([
      'warning spec.template.spec.containers[0].command: container web runs manage.py migrate before gunicorn, in each of the 3 pods of ' +
        'Deployment web',
    ]);
  });
  test.each([
    ['alembic upgrade head', 'alembic upgrade head'],
    ['cd /app; poetry run flask db upgrade', 'flask db upgrade'],
    ['bundle exec rails db:migrate', 'rails db:migrate'],
    ['npx prisma migrate deploy --schema=a.prisma', 'prisma migrate deploy'],
    ['yarn typeorm migration:run -d dist/db.js', 'yarn typeorm migration:run'],
    ['npm run db:migrate', 'npm run db:migrate'],
    ['php artisan migrate --force', 'artisan migrate'],
    ['flyway -url=$URL migrate', 'flyway migrate'],
    ['/entrypoint.sh db migrate', 'entrypoint.sh db migrate'],
    ['if [ "$MIGRATE" = 1 ]; then ./manage.py migrate; fi', 'manage.py migrate'],
  ])('%s', (command, name) => {
    expect(starts(`${command}; ${serve}`)).toEqual([expect.stringContaining(`runs ${name} before gunicorn`)]);
  });
  test('the start script of an image', () => {
    const files = { 'start.sh': '#!/bin/sh\nprisma migrate deploy\nexec "$@"\n' };
    const dockerfile = 'FROM node:22\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["/app/start.sh"]\nCMD ["node", "server.js"]\n';
    expect(seenWithApplication('migrations-at-start', dockerfile, files, deployment())).toEqual([
      expect.stringContaining('runs prisma migrate deploy before node, in each of the 2 pods'),
    ]);
  });
  test('a pod that is alone, as information', () => {
    expect(starts(`./manage.py migrate; ${serve}`, { replicas: 1, strategy: { type: 'Recreate' } })).toEqual([
      expect.stringMatching(/^info .*runs manage\.py migrate before gunicorn$/),
    ]);
  });
});

describe('left alone', () => {
  test.each([
    ['what only checks', `./manage.py migrate --check && ${serve}`],
    ['a migration that is only written', `flask db migrate && ${serve}`],
    ['a database that is only made', `/entrypoint.sh db createdb && ${serve}`],
    ['another command', `./manage.py collectstatic --noinput && ${serve}`],
    ['nothing before it', serve],
    ['a branch that is not taken', `if [ 1 = 2 ]; then ./manage.py migrate; fi; ${serve}`],
  ])('%s', (_, script) => {
    expect(starts(script)).toEqual([]);
  });
  test('an init container and a Job', () => {
    const migrate = { name: 'migrate', image: 'shop', command: ['sh', '-c', './manage.py migrate; ./manage.py check'] };
    expect(seen('migrations-at-start', deployment({}, { initContainers: [migrate] }))).toEqual([]);
    expect(
      seen('migrations-at-start', {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'migrate' },
        spec: { template: { spec: { containers: [migrate] } } },
      }),
    ).toEqual([]);
  });
});
