import { HOLE } from '../../manifest/partial-text';
import { flags, type OptionTable } from '../process/option';
import { as, isKnown, type Setting } from '../process/setting';
import { cpusBy, Unknown } from '../value';
import { celeryApplication } from './celery-application';
import { toText } from './conversion';
import { builtIn, notKnown, ServerReader, variablesLayer } from './server-reader';
import type { ServerSettings } from './server-settings';
import type { GivenVariable, ServerSources } from './source';

/** Beside what every server has. Times in seconds. */
export interface CelerySettings extends ServerSettings {
  /** `prefork`, `threads`, `gevent`, `eventlet`, `solo`. */
  readonly pool: Setting<string>;
  /** Whether it starts tasks at their time as well: with more than one replica each of them does. */
  readonly beat: boolean;
  /** After which a task is killed; null for never. */
  readonly timeLimit: Setting<number | null>;
  /** After which a task is told to end; null for never. */
  readonly softTimeLimit: Setting<number | null>;
}

/** Options of the program that stand before its subcommand. */
const PROGRAM_OPTIONS = '-b --broker --result-backend --loader --config --workdir';
const OPTIONS: OptionTable = new Map([
  ...flags('-A --app', 'app'),
  ...flags('-c --concurrency', 'concurrency'),
  ...flags('--autoscale', 'autoscale'),
  ...flags('-P --pool', 'pool'),
  ...flags('--time-limit', 'time-limit'),
  ...flags('--soft-time-limit', 'soft-time-limit'),
  ...flags('--max-tasks-per-child --maxtasksperchild', 'max-tasks-per-child'),
  ...flags('-B --beat', 'beat', true),
  ...flags(
    `${PROGRAM_OPTIONS} -n --hostname -Q --queues -l --loglevel -f --logfile -s --schedule -S --statedb --prefetch-multiplier`,
    'ignored',
  ),
  ...flags('-O --optimization --max-memory-per-child -X --exclude-queues -I --include --pidfile --scheduler', 'ignored'),
]);
const FLOWER_OPTIONS: OptionTable = new Map([...flags('--port', 'port'), ...flags('--address', 'host'), ...flags('--unix_socket', 'uds')]);

const SOURCE = 'celery/bin/worker.py, worker';

/**
 * `celery worker`. The application may set the same by `worker_concurrency` and the like, which only its code tells: what the
 * command line, the environment and what was read of the application leave open is an assumption.
 */
export function readCeleryWorker(sources: ServerSources): CelerySettings {
  // A Secret that is not here may hold any variable, and does not hold these: as with the application, it is an assumption.
  const known: ServerSources = { ...sources, variable: (name) => onlyKnown(sources.variable(name)) };
  const reader = new ServerReader('celery', known, OPTIONS, [], ({ values }) => {
    const application = celeryApplication(sources, values.get('app')?.at(-1));
    return [variablesLayer(known, OPTIONS, 'CELERY_WORKER'), ...(application ? [application] : [])];
  });
  const pool = as(reader.value('pool', 'prefork', { source: SOURCE }), toText);
  const concurrency = assumed(
    reader.has('autoscale')
      ? as(reader.value('autoscale', null, { source: SOURCE }), (range) =>
          typeof range === 'string' ? Number(range.split(',')[0]) : new Unknown('it is no range as far as it is known'),
        )
      : reader.value('concurrency', null, { source: SOURCE }).value === 'auto'
        ? notKnown<number>('it follows the CPU limit of the container', 'celery/utils/sysinfo.py, cpu_budget')
        : reader.number('concurrency', cpusBy('celery'), { source: 'celery/worker/worker.py, WorkController.setup_instance' }),
  );
  const isPrefork = isKnown(pool) && (pool.value === 'prefork' || pool.value === 'processes');
  const kind = isPrefork ? 'one' : pool.value === 'threads' ? 'threads' : pool.value === 'solo' ? 'one' : 'loop';
  return {
    server: 'celery worker',
    role: 'worker',
    listeners: notKnown('celery workers listen on no port'),
    processes: !isKnown(pool) ? notKnown('its pool is not known') : isPrefork ? concurrency : builtIn(1, 'celery/concurrency'),
    concurrency: isKnown(pool) ? builtIn(kind, 'celery/concurrency') : notKnown('its pool is not known'),
    threads: !isKnown(pool) ? notKnown('its pool is not known') : kind === 'one' ? builtIn(1, 'celery/concurrency') : concurrency,
    // The warm shutdown waits for every task under way.
    gracefulTime: builtIn(null, 'celery/worker/worker.py, WorkController.stop'),
    keepAlive: notKnown('it answers no requests'),
    maxRequests: assumed(reader.bound('max-tasks-per-child', { source: SOURCE })),
    silence: builtIn(null, SOURCE),
    limit: builtIn(null, SOURCE),
    development: false,
    pool,
    beat: reader.has('beat'),
    timeLimit: assumed(reader.bound('time-limit', { source: SOURCE })),
    softTimeLimit: assumed(reader.bound('soft-time-limit', { source: SOURCE })),
  };
}

function onlyKnown(variable: GivenVariable | undefined): GivenVariable | undefined {
  return variable?.value === HOLE && variable.path === undefined ? undefined : variable;
}

function assumed<T>(setting: Setting<T>): Setting<T> {
  return setting.isDefault ? { ...setting, assumed: true } : setting;
}

/** `celery beat`: it starts tasks at their time, and there may be one only. */
export function readCeleryBeat(): ServerSettings {
  const source = 'celery/bin/beat.py, beat';
  return {
    server: 'celery beat',
    role: 'scheduler',
    listeners: notKnown('celery beat listens on no port'),
    processes: builtIn(1, source),
    concurrency: builtIn('one', source),
    threads: builtIn(1, source),
    gracefulTime: builtIn(0, 'celery/apps/beat.py, Beat.install_sync_handler'),
    keepAlive: notKnown('it answers no requests'),
    maxRequests: builtIn(null, source),
    silence: builtIn(null, source),
    limit: builtIn(null, source),
    development: false,
  };
}

/** flower: `celery flower`, which shows what workers do. */
export function readFlower(sources: ServerSources): ServerSettings {
  const source = 'flower/options.py';
  const reader = new ServerReader('flower', sources, FLOWER_OPTIONS, [], () => [variablesLayer(sources, FLOWER_OPTIONS, 'FLOWER')]);
  return {
    ...readCeleryBeat(),
    server: 'flower',
    role: 'dashboard',
    listeners: reader.has('uds') ? reader.unixSocket({ source }) : reader.hostAndPort({ host: '0.0.0.0', port: 5555 }, { source }),
    concurrency: builtIn('loop', 'flower/app.py, Flower.start'),
    gracefulTime: notKnown('it is not said'),
    keepAlive: notKnown('it is not said'),
  };
}
