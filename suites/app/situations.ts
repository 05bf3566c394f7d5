import { OBJECTS } from './deployed';
import { hold, type Holding, type Seen, type Situation } from './situation';
import { kind, type Json } from '../e2e/manifests';

/** In CI as long as an incident; at a desk as long as it takes to see something. Seconds. */
export const LASTS = process.env.CI === 'true' ? 60 : 25;
/** Of the defaults: two workers of four threads; of the incident: four workers of one. */
const [SLOTS, INCIDENT_SLOTS] = [8, 4];
/** Long enough that a few requests a second fill the pool: it is not the CPUs of this machine that are measured. */
const SERVICE_TIME = 1;

/** Longer than the slowest hundredth of requests of 0.1 s takes, and shorter than a worker's boot. Seconds. */
const WAITED = 0.6;

export interface Row extends Situation {
  /** What must be seen on the real server, whatever was predicted. */
  readonly must: (seen: Seen) => void;
}

interface Changes {
  readonly gunicorn?: Readonly<Record<string, string | number>>;
  readonly container?: Json;
  readonly pod?: Json;
}

/** The synthesised objects with other settings of gunicorn, another container, another pod. */
function changed({ gunicorn = {}, container, pod }: Changes): Json[] {
  const objects: Json[] = JSON.parse(JSON.stringify(OBJECTS));
  const { spec } = kind(objects, 'Deployment').spec.template;
  Object.assign(spec, pod);
  Object.assign(spec.containers[0], container);
  for (const variable of spec.containers[0].env) {
    if (variable.name === 'GUNICORN_CMD_ARGS') {
      variable.value = Object.entries(gunicorn).reduce(
        (text: string, [name, value]) => text.replace(new RegExp(`--${name}=\\S+`), `--${name}=${value}`),
        variable.value,
      );
    }
  }
  return objects;
}

const httpGet = { ...kind(OBJECTS, 'Deployment').spec.template.spec.containers[0].livenessProbe.httpGet };
const SYNC = { 'worker-class': 'sync', workers: INCIDENT_SLOTS, threads: 1 };
/** gunicorn's own number of connections: a worker accepts what its threads cannot serve yet. */
const OWN_QUEUES = { 'worker-connections': 1000, 'keep-alive': 75 };
/** As the incident had it: sync workers, one endpoint for both probes, and a liveness probe that is in a hurry. */
const INCIDENT = changed({
  gunicorn: SYNC,
  pod: { terminationGracePeriodSeconds: 30 },
  container: {
    lifecycle: undefined,
    readinessProbe: { httpGet, periodSeconds: 5, timeoutSeconds: 1, failureThreshold: 3 },
    livenessProbe: { httpGet, periodSeconds: 5, timeoutSeconds: 1, failureThreshold: 3 },
  },
});

export const ROWS: readonly Row[] = [
  // The longest first: it goes on while the others boot.
  {
    name: 'every thread of every gthread worker is stuck',
    objects: OBJECTS,
    load: 0.5,
    serviceTime: 0.1,
    seconds: 165,
    disturbance: holding({ requests: SLOTS }),
    must: ({ restarts, workerTimeouts, condemnedAfter }) => {
      exactly(restarts, 1);
      none(workerTimeouts, 'worker timeouts');
      within(condemnedAfter, 7 * 10 + 5); // the latest verdict of the liveness probe
    },
  },
  ...[1, 1.5].map((part): Row => ({
    name: `the pool at ${part * 100} % load`,
    objects: OBJECTS,
    load: (part * SLOTS) / SERVICE_TIME,
    serviceTime: SERVICE_TIME,
    seconds: LASTS,
    byChance: part === 1,
    must: ({ restarts }) => none(restarts, 'restarts'),
  })),
  {
    name: 'a pool whose workers have a queue each, at 150 % load',
    objects: changed({ gunicorn: OWN_QUEUES }),
    load: (1.5 * SLOTS) / SERVICE_TIME,
    serviceTime: SERVICE_TIME,
    seconds: LASTS,
    byChance: true,
    must: ({ restarts }) => none(restarts, 'restarts'),
  },
  ...[1, 1.5].map((part): Row => ({
    name: `the settings of the incident at ${part * 100} % load`,
    objects: INCIDENT,
    load: (part * INCIDENT_SLOTS) / SERVICE_TIME,
    serviceTime: SERVICE_TIME,
    seconds: 100,
    byChance: true,
    must: ({ restarts }) => some(restarts, 'restarts'),
  })),
  {
    name: `the database refuses for ${LASTS} s`,
    objects: OBJECTS,
    load: 0.2,
    serviceTime: SERVICE_TIME,
    seconds: LASTS + 60,
    pages: true,
    disturbance: {
      model: ({ dependency }) => {
        dependency.state = 'refusing';
      },
      real: (_, { network }) => network!.refuse(),
    },
    recovery: {
      after: LASTS,
      model: ({ dependency }) => {
        dependency.state = 'up';
      },
      real: ({ network }) => network!.forward(),
    },
    must: ({ restarts, unreadyAfter, readyAgainAfter }) => {
      none(restarts, 'restarts');
      within(unreadyAfter, LASTS);
      within(readyAgainAfter, LASTS + 15);
    },
  },
  {
    name: `the database hangs for ${LASTS} s`,
    objects: OBJECTS,
    load: 0.2,
    serviceTime: SERVICE_TIME,
    seconds: LASTS + 60,
    pages: true,
    disturbance: {
      model: ({ dependency }) => {
        dependency.state = 'hanging';
      },
      real: (_, { network }) => network!.swallow(),
    },
    recovery: {
      after: LASTS,
      model: ({ dependency }) => {
        dependency.state = 'up';
      },
      real: ({ network }) => network!.forward(),
    },
    must: ({ restarts, unreadyAfter, readyAgainAfter }) => {
      none(restarts, 'restarts');
      within(unreadyAfter, LASTS);
      within(readyAgainAfter, LASTS + 15);
    },
  },
  {
    name: 'one of four sync workers is stuck',
    objects: changed({ gunicorn: SYNC }),
    load: 0.5,
    serviceTime: 0.1,
    seconds: 45,
    disturbance: holding({}),
    must: ({ restarts, workerTimeouts }) => {
      none(restarts, 'restarts');
      exactly(workerTimeouts, 1);
    },
  },
  {
    name: 'the interpreter lock of one worker is held',
    objects: OBJECTS,
    load: 0.5,
    serviceTime: 0.1,
    seconds: 45,
    disturbance: holding({ interpreter: true }),
    must: ({ restarts, workerTimeouts }) => {
      none(restarts, 'restarts');
      exactly(workerTimeouts, 1);
    },
  },
  {
    name: 'the master is stopped',
    objects: OBJECTS,
    load: 0.5,
    serviceTime: 0.1,
    seconds: 45,
    disturbance: {
      model: ({ workload }) => workload.pods.forEach((pod) => pod.stopMaster()),
      real: ({ pid }) => void process.kill(pid, 'SIGSTOP'),
    },
    must: ({ restarts, unreadyAfter, answered }) => {
      none(restarts, 'restarts');
      none(unreadyAfter ?? 0, 'becoming unready: nobody can see it from outside');
      exactly(answered, 1);
    },
  },
  {
    name: 'workers are not recycled (the default)',
    objects: OBJECTS,
    load: 4,
    serviceTime: 0.1,
    seconds: 45,
    must: ({ restarts, slowest, answered }) => {
      none(restarts, 'restarts');
      exactly(answered, 1);
      within(slowest, WAITED);
    },
  },
  {
    // It is gone, and replaced, only when it has answered everything.
    name: 'the only worker is recycled while it has a request of 8 s',
    objects: changed({ gunicorn: { workers: 1, 'max-requests': 20 } }),
    load: 4,
    serviceTime: 0.1,
    seconds: 45,
    disturbance: holding({ milliseconds: 8_000 }),
    must: ({ restarts, slowest }) => {
      none(restarts, 'restarts');
      some(slowest && Math.max(0, slowest - WAITED), 'requests that waited for a worker');
    },
  },
];

function holding(how: Holding): Situation['disturbance'] {
  return { model: ({ workload, clock }) => hold(workload.backends[0], clock, how), real: (pod) => hold(pod, pod.clock, how) };
}

function none(value: number, what: string): void {
  if (value !== 0) {
    throw new Error(`${value} ${what}, and none was to be seen`);
  }
}

function some(value: number | undefined, what: string): void {
  if (!value) {
    throw new Error(`no ${what}, and some were to be seen`);
  }
}

function exactly(value: number, wanted: number): void {
  if (value !== wanted) {
    throw new Error(`it was ${value}, and had to be ${wanted}`);
  }
}

function within(value: number | undefined, seconds: number): void {
  if (value === undefined || value > seconds) {
    throw new Error(`it took ${value} s, and at most ${seconds} were allowed`);
  }
}
