import { cpSync, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Testing } from 'cdk8s';
import { APPLICATION, VENV } from './environment';
import { ObcmsChart } from '../../examples/obcms/obcms-chart';
import { environmentOf, kind } from '../e2e/manifests';
import type { Json } from '../e2e/manifests';
import { freePort, Running } from '../e2e/processes';
import { temporary } from '../e2e/servers';

/** What `examples/obcms` synthesises, as the kubelet would read it. */
export const OBJECTS: Json[] = Testing.synth(new ObcmsChart(Testing.app(), 'obcms'));
export const POD: Json = kind(OBJECTS, 'Deployment').spec.template.spec;
export const WEB: Json = POD.containers[0];
export const PLAN = new ObcmsChart(Testing.app(), 'obcms').web.workerPlan;
const [WAITING] = POD.initContainers as Json[];
const [MIGRATE] = kind(OBJECTS, 'Job').spec.template.spec.containers as Json[];

export const PATH = [join(VENV, 'bin'), '/usr/bin', '/bin'].join(delimiter);

export interface Servers {
  readonly database: string;
  /** @default - nobody listens there */
  readonly cache?: string;
}

export interface Changes {
  /** Variables that are set, or taken away, where the test is about them. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** What runs instead of the image's ENTRYPOINT; `{app}` is where the image has `/app`. */
  readonly argv?: readonly string[];
}

/**
 * A pod of the synthesised Deployment, on this machine: the image's files in a directory of its own, the containers' commands
 * and environment as the manifest has them. What differs, because this machine is no pod: the addresses of the servers, the
 * ports (all pods share this network), `/app` and `/tmp` (all pods share these disks).
 */
export class Pod {
  public static async create(servers: Servers): Promise<Pod> {
    return new Pod(servers, await freePort(), await freePort());
  }

  /** What the image has as `/app`. */
  public readonly app: string;
  private readonly tmp = temporary();

  private constructor(
    private readonly servers: Servers,
    public readonly port: number,
    public readonly metricsPort: number,
  ) {
    this.app = join(temporary(), 'app');
    cpSync(APPLICATION, this.app, { recursive: true, filter: (path) => !/__pycache__|staticfiles|\.pytest_cache/.test(path) });
  }

  /** The container that serves. */
  public serve({ environment = {}, argv = ['{app}/startup.sh'] }: Changes = {}): Running {
    return new Running({
      argv: argv.map((word) => word.replace('{app}', this.app)),
      cwd: this.app,
      env: defined({ ...this.environment(WEB), ...environment }),
    });
  }

  /** The init container that waits for migrations. */
  public waitForMigrations(): Running {
    return this.run(WAITING);
  }

  /** The Job that applies them. */
  public migrate(): Running {
    return this.run(MIGRATE);
  }

  /** `python manage.py …`, as somebody in the container would. */
  public manage(...args: string[]): Running {
    return new Running({ argv: ['python', 'manage.py', ...args], cwd: join(this.app, 'src'), env: this.environment(WEB) });
  }

  public environment(container: Json): Record<string, string> {
    const given = environmentOf(container, {
      DATABASE_URL: this.servers.database,
      REDIS_URL: this.servers.cache ?? 'redis://127.0.0.1:1/0',
      DJANGO_SECRET_KEY: 'secret-key-not-to-be-seen',
    });
    const here = Object.entries(given).map(([name, value]) => [
      name,
      value
        .replace(/^\/tmp\b/, this.tmp)
        .replace(new RegExp(`(^|:)${WEB.ports[0].containerPort}\\b`), `$1${this.port}`)
        .replace(new RegExp(`^${WEB.ports[1].containerPort}$`), `${this.metricsPort}`),
    ]);
    // Nobody is 127.0.0.1 to a pod but itself; here the ingress is as well.
    return { PATH, ...Object.fromEntries(here), PYTHONUNBUFFERED: '1', FORWARDED_ALLOW_IPS: '127.0.0.1' };
  }

  private run(container: Json): Running {
    const cwd = container.workingDir.replace(/^\/app/, this.app);
    if (!existsSync(cwd)) {
      throw new Error(`the image has no ${container.workingDir}`);
    }
    return new Running({ argv: container.command, cwd, env: this.environment(container) });
  }
}

function defined(variables: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter((one): one is [string, string] => one[1] !== undefined));
}
