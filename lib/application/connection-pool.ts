import { isKnown } from './process/setting';
import type { Process } from './process/process';
import { databaseModules } from './application-module';
import type { Image } from './image/image';

/** The connections that one process keeps to its database. */
export interface ConnectionPool {
  readonly connections: number;
  /** `DB_POOL_SIZE + DB_MAX_OVERFLOW`, `pool_size + max_overflow in shop/db.py`. */
  readonly origin: string;
}

/** What SQLAlchemy opens beyond the size of its pool where nothing is said (`sqlalchemy/pool/impl.py`, QueuePool). */
const DEFAULT_OVERFLOW = 10;
const SIZE = /^(?:DB|DATABASE|SQLALCHEMY|SQLALCHEMY_ENGINE|POSTGRES|POSTGRESQL|PG)_?POOL_?(?:SIZE|MAX(?:_SIZE)?)$/;
const OVERFLOW = /^(?:DB|DATABASE|SQLALCHEMY|SQLALCHEMY_ENGINE|POSTGRES|POSTGRESQL|PG)_(?:POOL_)?MAX_OVERFLOW$/;

/** The pool of a process, by its variables, by its URL, by the code of its application; nothing where none of them says it. */
export function connectionPoolOf(process: Process, image: Image | undefined): ConnectionPool | undefined {
  return byVariables(process) ?? byUrl(process) ?? byCode(process, image) ?? byThreads(process);
}

function byVariables({ environment: { variables } }: Process): ConnectionPool | undefined {
  const numbers = [...variables.values()].filter(({ value }) => /^\d{1,5}$/.test(value));
  const size = numbers.find(({ name }) => SIZE.test(name));
  const overflow = numbers.find(({ name }) => OVERFLOW.test(name));
  return (
    size && {
      connections: Number(size.value) + Number(overflow?.value ?? 0),
      origin: overflow ? `${size.name} + ${overflow.name}` : size.name,
    }
  );
}

/** Prisma's `?connection_limit=10`. */
function byUrl({ environment: { variables } }: Process): ConnectionPool | undefined {
  for (const { name, value } of variables.values()) {
    const [, limit] = /^(?:postgres(?:ql)?|mysql):\/\/.*[?&]connection_limit=(\d{1,5})/.exec(value) ?? [];
    if (limit !== undefined) {
      return { connections: Number(limit), origin: `connection_limit in ${name}` };
    }
  }
  return undefined;
}

function byCode(process: Process, image: Image | undefined): ConnectionPool | undefined {
  for (const { path, text } of databaseModules(image, process)) {
    const size = numberOf(text, 'pool_size');
    if (/\bcreate_(async_)?engine\b|SQLALCHEMY_ENGINE_OPTIONS/.test(text) && size !== undefined) {
      const overflow = numberOf(text, 'max_overflow');
      return {
        connections: size + (overflow ?? DEFAULT_OVERFLOW),
        origin: `pool_size ${size} + max_overflow ${overflow ?? `${DEFAULT_OVERFLOW} by default`} in ${path}`,
      };
    }
  }
  return undefined;
}

function numberOf(text: string, name: string): number | undefined {
  const [, number] = new RegExp(`["']?\\b${name}\\b["']?\\s*[=:]\\s*(\\d{1,5})\\b(?!\\s*[*+/-])`).exec(text) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** Active Record has a connection for each thread of puma. */
function byThreads({ settings }: Process): ConnectionPool | undefined {
  return settings?.server === 'puma' && isKnown(settings.threads)
    ? { connections: settings.threads.value, origin: 'one for each thread of puma' }
    : undefined;
}
