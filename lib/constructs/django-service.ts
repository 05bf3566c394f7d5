import { ApiObject, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { GunicornService, GunicornServiceProps } from './gunicorn-service';
import { Migrations } from './migrations';
import { migrationJob } from './private/migration-job';
import { checkVariables } from './private/props-checks';
import { checkDjangoShapes } from './private/props-shapes';
import { StaticFiles } from './static-files';
import { WaitForMigrations } from '../mixins/wait-for-migrations';
import { Rejection } from '../props/rejection';
import { durationInWords } from '../wording/duration';

/** A Django application whose image runs gunicorn. */
export interface DjangoServiceProps extends GunicornServiceProps {
  /**
   * The settings module, `project.settings.production` (`DJANGO_SETTINGS_MODULE`).
   *
   * @default - the image's own
   */
  readonly settings?: string;
  /**
   * The directory of `manage.py` in the image, absolute.
   *
   * @default - the image's working directory
   */
  readonly projectDirectory?: string;
  /**
   * How the database comes to its schema.
   *
   * @default Migrations.job(), where a database is given
   */
  readonly migrations?: Migrations;
  /**
   * Where static files come from.
   *
   * @default StaticFiles.inImage()
   */
  readonly staticFiles?: StaticFiles;
}

const DEFAULT_START = Duration.minutes(1);

/** A {@link GunicornService} that knows Django's migrations, settings and static files. */
export class DjangoService extends GunicornService {
  /** The Job that applies the migrations of this release. Its name, a hash of its whole template, is known at synthesis. */
  public readonly migrationJob?: ApiObject;

  /**
   * @throws for a prop that cannot work, and for a plan that cannot fit: what was given, why it cannot work, what would
   */
  public constructor(scope: Construct, id: string, props: DjangoServiceProps) {
    checkDjangoShapes(props);
    checkVariables(props.environment ?? {}, ['DJANGO_SETTINGS_MODULE']);
    checkProject(props);
    const job = (props.migrations ?? (props.database ? Migrations.job() : Migrations.none())).jobProps;
    if (job && !props.database) {
      throw new Rejection('migrations without a database', 'there is nothing to migrate', 'give one: { database: Dependency.postgres(…) }');
    }
    const podsWait = job && (job.podsWait ?? (props.replicas?.count !== undefined || props.replicas === undefined));
    const wait = podsWait
      ? new WaitForMigrations({ atMost: job.podsWaitAtMost, projectDirectory: props.projectDirectory, container: 'web' })
      : undefined;
    super(scope, id, {
      ...props,
      environment: { ...(props.settings && { DJANGO_SETTINGS_MODULE: props.settings }), ...props.environment },
      // A waiting init container is gone before its pod opens connections of its own; the Job runs beside all of them.
      otherConnections: (props.otherConnections ?? 0) + (job ? 1 : 0),
      initWithin: Duration.seconds((props.initWithin?.toSeconds({ integral: false }) ?? 0) + (wait?.atMostSeconds ?? 0)),
    });
    if (props.staticFiles?.path) {
      const volume = kplus.Volume.fromEmptyDir(this, 'StaticFiles', 'static-files', { sizeLimit: Size.mebibytes(256) });
      this.container.mount(props.staticFiles.path, volume);
    }
    if (wait) {
      this.deployment.with(wait);
    }
    this.migrationJob =
      job &&
      migrationJob(this, job, {
        web: ApiObject.of(this.deployment),
        name: id.toLowerCase(),
        projectDirectory: props.projectDirectory,
        hardening: props.hardening,
      });
  }

  protected get processName(): string {
    return 'gunicorn (Django)';
  }
}

function checkProject({
  settings,
  projectDirectory,
  staticFiles = StaticFiles.inImage(),
  startsWithin = DEFAULT_START,
}: DjangoServiceProps): void {
  if (settings !== undefined && !/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(settings)) {
    throw new Rejection(
      `settings '${settings}'`,
      'it is the dotted path of a Python module',
      "use one such as 'project.settings.production'",
    );
  }
  if (projectDirectory !== undefined && !projectDirectory.startsWith('/')) {
    throw new Rejection(`projectDirectory '${projectDirectory}'`, 'it is an absolute path in the image', "use one such as '/app/src'");
  }
  const start = startsWithin.toSeconds({ integral: false });
  if (staticFiles.takesSeconds >= start) {
    throw new Rejection(
      `collecting static files in ${durationInWords(staticFiles.takesSeconds)} with startsWithin of ${durationInWords(start)}`,
      'collecting is part of the boot, and leaves no time for the rest',
      `give startsWithin of ${durationInWords(start + staticFiles.takesSeconds)}, or collect when the image is built`,
    );
  }
}
