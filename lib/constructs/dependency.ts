import type { ISecret } from 'cdk8s-plus-28';
import { RESERVED_CONNECTIONS } from '../workers/database-connections';
import { Rejection } from '../props/rejection';
import { checkShape, checkShapes, number, object, required, text } from '../props/shape';
import type { Shapes } from '../props/shape';

/** How the application reaches a dependency. */
export interface DependencyProps {
  /**
   * The key of the Secret that holds the URL.
   *
   * @default - the name of the variable
   */
  readonly key?: string;
}

/** What a pooler grants. */
export interface PoolerProps {
  /** Client connections that it accepts (`max_client_conn` of PgBouncer). */
  readonly maxClients: number;
}

/** How the application reaches PostgreSQL, and what PostgreSQL grants. */
export interface PostgresProps extends DependencyProps {
  /**
   * The variable that the application reads.
   *
   * @default 'DATABASE_URL'
   */
  readonly variable?: string;
  /**
   * `max_connections` of the server; 100 unless somebody changed it.
   *
   * @default - not stated: connections are counted, and judged by nobody
   */
  readonly maxConnections?: number;
  /**
   * Connections kept for administrators and for other applications.
   *
   * @default 3, PostgreSQL's own `superuser_reserved_connections`
   */
  readonly reserved?: number;
  /**
   * Connections that others open beside the pods of this service: Jobs, queue workers of another chart, a shell. The migration
   * Job and `addProcess` of the service itself are counted without being said.
   *
   * @default 0
   */
  readonly otherConnections?: number;
  /**
   * A pooler between the pods and the server, whose limit counts instead.
   *
   * @default - none
   */
  readonly pooler?: PoolerProps;
  /**
   * Databases of this server that the application opens, each with connections of its own.
   *
   * @default 1
   */
  readonly databases?: number;
}

/** How the application reaches a cache. */
export interface RedisProps extends DependencyProps {
  /**
   * The variable that the application reads.
   *
   * @default 'REDIS_URL'
   */
  readonly variable?: string;
}

const POSTGRES: Shapes = {
  variable: text('DATABASE_URL'),
  key: text('DATABASE_URL'),
  maxConnections: number(100),
  reserved: number(RESERVED_CONNECTIONS),
  databases: number(1),
  otherConnections: number(0),
  pooler: object('{ maxClients: 200 }'),
};
const SECRET = object("Secret.fromSecretName(this, 'Database', 'app-database')");

/** Something the application needs and does not run itself. Its address comes from a Secret and never stands in a manifest. */
export class Dependency {
  /** A PostgreSQL database. */
  public static postgres(secret: ISecret, props: PostgresProps = {}): Dependency {
    checkShapes('PostgreSQL', props, POSTGRES);
    if (props.pooler) {
      checkShapes('pooler', props.pooler, { maxClients: required(number(200)) });
    }
    const { variable = 'DATABASE_URL', maxConnections, reserved = props.pooler ? 0 : RESERVED_CONNECTIONS, pooler, databases = 1 } = props;
    const { otherConnections = 0 } = props;
    for (const [what, value, least] of [
      ['maxConnections', maxConnections ?? 1, 1],
      ['reserved', reserved, 0],
      ['databases', databases, 1],
      ['otherConnections', otherConnections, 0],
      ['maxClients', pooler?.maxClients ?? 1, 1],
    ] as const) {
      if (!Number.isInteger(value) || value < least) {
        throw new Rejection(`${what} ${value}`, `it is a whole number of at least ${least}`, 'ask the server: SHOW max_connections');
      }
    }
    const limit = pooler?.maxClients ?? maxConnections;
    if (limit !== undefined && reserved >= limit) {
      throw new Rejection(
        `reserved ${reserved} of ${limit} connections`,
        'none are left for the application',
        'reserve fewer, or raise the limit',
      );
    }
    return new Dependency(secret, variable, props.key ?? variable, databases, reserved, limit, otherConnections);
  }

  /** A Redis cache or queue. */
  public static redis(secret: ISecret, props: RedisProps = {}): Dependency {
    checkShapes('Redis', props, { variable: text('REDIS_URL'), key: text('REDIS_URL') });
    const { variable = 'REDIS_URL' } = props;
    return new Dependency(secret, variable, props.key ?? variable);
  }

  /**
   * The same dependency, with more connections opened by others.
   *
   * @internal
   */
  public _plus(others: number): Dependency {
    const { secret, variable, key, databases, reserved, connectionLimit, otherConnections } = this;
    return new Dependency(secret, variable, key, databases, reserved, connectionLimit, otherConnections + others);
  }

  private constructor(
    /** The Secret that holds the URL. */
    public readonly secret: ISecret,
    /** The variable that the application reads. */
    public readonly variable: string,
    /** The key of the Secret. */
    public readonly key: string,
    /** Databases of this server that the application opens. */
    public readonly databases: number = 1,
    /** Connections that are not the application's to use. */
    public readonly reserved: number = 0,
    /** Connections that the server, or the pooler before it, accepts; absent where nobody said. */
    public readonly connectionLimit?: number,
    /** Connections that others open in each of these databases. */
    public readonly otherConnections: number = 0,
  ) {
    checkShape('the secret of a dependency', secret, required(SECRET));
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
      throw new Rejection(
        `variable '${variable}'`,
        'a variable name has letters, digits and underscores',
        "use one such as 'DATABASE_URL'",
      );
    }
  }
}
