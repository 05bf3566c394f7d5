import type { Image } from './image';
import { imageName } from './image';

/** What a public base image brings along that decides how its application is served. */
export interface KnownBase {
  readonly cmd: readonly string[];
  readonly workingDir: string;
  readonly environment: ReadonlyMap<string, string>;
  /** Its own files by their paths, as far as they matter: what they do, in few words, and not their text. */
  readonly files: ReadonlyMap<string, string>;
}

/** Looks for the application and its configuration where the image does, and becomes gunicorn. */
const START = `#!/bin/sh
if [ -f /app/app/main.py ]; then module=app.main; else module=main; fi
if [ -f /app/gunicorn_conf.py ]; then conf=/app/gunicorn_conf.py
elif [ -f /app/app/gunicorn_conf.py ]; then conf=/app/app/gunicorn_conf.py
else conf=/gunicorn_conf.py
fi
exec gunicorn -c "\${GUNICORN_CONF:-$conf}" "\${APP_MODULE:-$module:app}"
`;

/**
 * Workers for the CPUs that the image sees, unless WEB_CONCURRENCY or MAX_WORKERS says otherwise. How long connections stay
 * open differs by its version.
 */
function configuration(workersPerCore: number, workerClass: string): string {
  return `import multiprocessing, os
wanted = os.getenv("WEB_CONCURRENCY")
most = os.getenv("MAX_WORKERS")
if wanted:
    workers = int(wanted)
else:
    workers = max(int(float(os.getenv("WORKERS_PER_CORE", "${workersPerCore}")) * multiprocessing.cpu_count()), 2)
    if most:
        workers = min(workers, int(most))
bind = os.getenv("BIND") or os.getenv("HOST", "0.0.0.0") + ":" + os.getenv("PORT", "80")
worker_class = os.getenv("WORKER_CLASS", "${workerClass}")
keepalive = int(os.environ["KEEPALIVE"])
graceful_timeout = int(os.getenv("GRACEFUL_TIMEOUT", "120"))
timeout = int(os.getenv("TIMEOUT", "120"))
worker_tmp_dir = "/dev/shm"
`;
}

function gunicornBase(workersPerCore: number, workerClass: string): KnownBase {
  return {
    cmd: ['/start.sh'],
    workingDir: '/app',
    environment: new Map(),
    files: new Map([
      ['/start.sh', START],
      ['/gunicorn_conf.py', configuration(workersPerCore, workerClass)],
    ]),
  };
}

/** `docker-images/start.sh` and `gunicorn_conf.py` of tiangolo/uvicorn-gunicorn-docker and tiangolo/meinheld-gunicorn-docker. */
const BASES: readonly (readonly [RegExp, KnownBase])[] = [
  [/(^|\/)tiangolo\/uvicorn-gunicorn(-fastapi|-starlette|-machine-learning)?$/, gunicornBase(1, 'uvicorn.workers.UvicornWorker')],
  [/(^|\/)tiangolo\/meinheld-gunicorn(-flask)?$/, gunicornBase(2, 'egg:meinheld#gunicorn_worker')],
];

/** What is known of a base image by its name; nothing of most. */
export function knownBase(image: string): KnownBase | undefined {
  const name = imageName(image);
  return BASES.find(([pattern]) => pattern.test(name))?.[1];
}

/** A public image that is used as it is. */
export function knownImage(image: string): Image | undefined {
  const known = knownBase(image);
  return (
    known && {
      origin: `what is known of ${imageName(image)}`,
      base: image,
      cmd: known.cmd,
      environment: known.environment,
      workingDir: known.workingDir,
      exposed: [80],
      runs: '',
      copied: [],
      file: (path) => known.files.get(path),
      lacks: (path) => path.startsWith(`${known.workingDir}/`),
      sources: () => [],
    }
  );
}
