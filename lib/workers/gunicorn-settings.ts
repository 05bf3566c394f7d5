import { TRAITS } from './worker-class';
import type { WorkerPlan } from './worker-plan';

/** One gunicorn setting: its name in a configuration file, its flag on a command line, its value (`true` for a bare flag). */
export interface GunicornSetting {
  readonly name: string;
  readonly flag: string;
  readonly value: string | number | true;
}

/**
 * Who asked, through whom, for what, how it went, how long it took, and under which request id: what it takes to find out
 * which requests fail (the report's Priority 3).
 */
const ACCESS_LOG_FORMAT = '%({x-forwarded-for}i)s %(h)s %(t)s "%(r)s" %(s)s %(b)s %(M)sms %({x-request-id}i)s "%(a)s"';
/** The heartbeat file must lie on memory: a disk that stalls would get healthy workers killed, a read-only root has no place for it. */
const WORKER_TMP_DIR = '/dev/shm';

/**
 * A plan as gunicorn settings: only those that have an effect on its worker class, and only those that every supported
 * gunicorn knows, because an unknown flag ends the process with exit status 2. A class that nobody said is not sent: it would replace
 * one that the image needs, and an ASGI application under gthread answers every request with 500.
 *
 * @param bind addresses as gunicorn takes them, `0.0.0.0:8080`
 * @param alone whether nothing stands beneath them: a file takes the place of the image's own, and of the class in it
 */
export function gunicornSettings(plan: WorkerPlan, bind: readonly string[], alone = false): GunicornSetting[] {
  const traits = TRAITS[plan.workerClass];
  const settings: (GunicornSetting | false | undefined)[] = [
    ...bind.map((address) => setting('bind', address)),
    setting('workers', plan.workers),
    (plan.classIsStated || alone) && setting('worker_class', plan.workerClass, 'worker-class'),
    traits.threaded && setting('threads', plan.threads),
    setting('timeout', plan.timeoutSeconds),
    setting('graceful_timeout', plan.gracefulTimeoutSeconds, 'graceful-timeout'),
    plan.keepaliveSeconds !== undefined && setting('keepalive', plan.keepaliveSeconds, 'keep-alive'),
    plan.sharedQueue && setting('worker_connections', plan.threads, 'worker-connections'),
    setting('max_requests', plan.maxRequests, 'max-requests'),
    plan.maxRequests > 0 && setting('max_requests_jitter', plan.maxRequestsJitter, 'max-requests-jitter'),
    setting('worker_tmp_dir', WORKER_TMP_DIR, 'worker-tmp-dir'),
    plan.preloadApp && setting('preload_app', true, 'preload'),
    plan.accessLog && setting('accesslog', '-', 'access-logfile'),
    plan.accessLog && traits.accessLogFormat && setting('access_log_format', ACCESS_LOG_FORMAT, 'access-logformat'),
  ];
  return settings.filter((one): one is GunicornSetting => Boolean(one));
}

/**
 * The settings as the value of `GUNICORN_CMD_ARGS`, which gunicorn splits as a shell would (`gunicorn/config.py`,
 * `get_cmd_args_from_env`).
 */
export function commandArguments(settings: readonly GunicornSetting[]): string {
  return settings.map(({ flag, value }) => (value === true ? `--${flag}` : `--${flag}=${quoted(String(value))}`)).join(' ');
}

/** The settings as a `gunicorn.conf.py`. */
export function configurationFile(settings: readonly GunicornSetting[]): string {
  const bind = settings.filter(({ name }) => name === 'bind').map(({ value }) => String(value));
  return [
    ...(bind.length ? [`bind = ${JSON.stringify(bind)}`] : []),
    ...settings
      .filter(({ name }) => name !== 'bind')
      .map(({ name, value }) => `${name} = ${value === true ? 'True' : JSON.stringify(value)}`),
    '',
  ].join('\n');
}

function setting(name: string, value: string | number | true, flag: string = name): GunicornSetting {
  return { name, flag, value };
}

/** In single quotes where a POSIX word splitter would see more than one word. */
function quoted(value: string): string {
  return /^[\w./:,=@%+[\]-]+$/.test(value) ? value : `'${value.replace(/'/g, "'\\''")}'`;
}
