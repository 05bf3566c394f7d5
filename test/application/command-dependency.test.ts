import { describe, expect, test } from '@jest/globals';
import { commandDependency } from '../../lib/application/command-dependency';

const sh = (script: string) => ['sh', '-c', script];

describe('asks something outside of its process', () => {
  test.each([
    [['celery', '-A', 'shop', 'inspect', 'ping', '-d', 'celery@web-0'], 'shop', 'celery inspect ping', 'the broker'],
    [sh('celery -A shop inspect ping -d celery@$HOSTNAME'), 'shop', 'celery inspect ping', 'the broker'],
    [sh('/venv/bin/celery -A shop.celery status | grep OK'), 'shop', 'celery status', 'the broker'],
    [['python', '-m', 'celery', '-A', 'shop', 'inspect', 'ping'], 'shop', 'celery inspect ping', 'the broker'],
    [['shop', 'exec', '-c', 'print(app.control.ping(destination=[d], timeout=5)[0])'], 'shop', 'control.ping() of celery', 'the broker'],
    [['python', 'manage.py', 'check', '--database', 'default'], 'shop', 'manage.py check --database', 'the database'],
    [['./manage.py', 'migrate', '--check'], 'shop', 'manage.py migrate --check', 'the database'],
    [['python3', '/app/manage.py', 'health_check'], 'shop', 'manage.py health_check', 'what its health checks ask'],
    [['paperless-server', 'health_check'], 'shop', 'paperless-server health_check', 'what its health checks ask'],
    [['pg_isready', '-h', 'db'], 'shop', 'pg_isready -h db', 'the database'],
    [['pg_isready'], 'shop', 'pg_isready', 'the database'],
    [['psql', '-h', 'primary.db.svc', '-c', 'select 1'], 'postgres:16', 'psql -h primary.db.svc', 'the database'],
    [['psql', 'postgresql://app:x@db:5432/shop', '-c', 'select 1'], 'shop', 'psql -h db', 'the database'],
    [sh('PGHOST=db psql -c "select 1"'), 'postgres', 'psql -h db', 'the database'],
    [
      ['psql', '-h', '127.0.0.1', '-p', '6432', '-d', 'shop', '-c', 'select 1'],
      'bitnami/pgbouncer:1',
      'psql',
      'the database behind the pooler',
    ],
    [['mysqladmin', 'ping', '--host=db'], 'mysql', 'mysqladmin -h db', 'the database'],
    [['redis-cli', '-h', 'redis-master', 'ping'], 'redis', 'redis-cli -h redis-master', 'Redis'],
    [['redis-cli', '-u', 'redis://cache:6379', 'ping'], 'redis', 'redis-cli -h cache', 'Redis'],
    [['nc', '-z', 'db', '5432'], 'shop', 'nc -h db', 'another host'],
    [sh('/health/ping_liveness_local_and_primary.sh 5'), 'bitnami/redis', 'ping_liveness_local_and_primary.sh', 'its primary'],
    [sh('/health/ping_readiness_local_and_master.sh 1'), 'bitnami/redis', 'ping_readiness_local_and_master.sh', 'its primary'],
  ])('%j', (command, image, sign, what) => {
    expect(commandDependency(command, image)).toEqual({ sign, what });
  });
});

describe('asks its own process', () => {
  test.each([
    [['pg_isready', '-U', 'postgres'], 'postgres:16'],
    [['pg_isready', '-h', 'localhost'], 'registry.example/postgres@sha256:0'],
    [['pg_isready', '-h', '$(POD_IP)'], 'postgres'],
    [sh('exec pg_isready -U "app" -h 127.0.0.1 -p 5432'), 'bitnami/postgresql'],
    [sh('redis-cli -h $HOSTNAME ping'), 'redis'],
    [sh('redis-cli -h "$(hostname)" ping'), 'redis'],
    [sh('/health/ping_liveness_local.sh 5'), 'bitnami/redis'],
    [['psql', '-h', '127.0.0.1', '-p', '6432', '-U', 'app', 'pgbouncer', '-c', 'show version'], 'pgbouncer'],
    [['rabbitmq-diagnostics', '-q', 'ping'], 'rabbitmq:3'],
    [['nc', '-z', 'localhost', '8000'], 'shop'],
    [['curl', '-f', 'http://localhost:8000/health'], 'shop'],
    [['python', 'manage.py', 'check'], 'shop'],
    [['celery', '-A', 'shop', 'worker'], 'shop'],
    [['python', '-c', 'import flightcontrol; flightcontrol.pinged'], 'shop'],
    [['cat', '/tmp/primary'], 'shop'],
    [sh('test "$(psql-exporter --role)" = primary'), 'shop'],
  ])('%j', (command, image) => {
    expect(commandDependency(command, image)).toBeUndefined();
  });
});
