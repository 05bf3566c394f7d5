import { posix } from 'node:path';
import { imageName } from '../application/image/image';
import { declaredTcpPorts, type Container } from '../manifest/container';

/** A server that is not an application of one's own, by its image. */
export interface KnownServer {
  /** The question for its readiness, as its own documentation asks it. */
  readonly question: string;
  /** Whether it keeps data, and has clients, not users. */
  readonly store: boolean;
  /** Whether it listens within a second or two, on the smallest CPU as well. */
  readonly quick: boolean;
}

const SERVERS: readonly (readonly [RegExp, KnownServer])[] = [
  [/^(postgres|postgresql|postgis|pgvector|timescaledb)/, { question: 'exec pg_isready', store: true, quick: false }],
  [/^(redis|valkey|keydb)/, { question: 'exec redis-cli ping', store: true, quick: true }],
  [/^(mysql|mariadb|percona)/, { question: 'exec mysqladmin ping', store: true, quick: false }],
  [/^mongo/, { question: `exec mongosh --quiet --eval "db.adminCommand('ping')"`, store: true, quick: false }],
  [/^memcached/, { question: 'a TCP connection to 11211', store: true, quick: true }],
  [/^rabbitmq/, { question: 'exec rabbitmq-diagnostics -q check_local_alarms, or a TCP connection to 5672', store: true, quick: false }],
  [/^(elasticsearch|opensearch)/, { question: 'GET /_cluster/health?local=true on 9200', store: true, quick: false }],
  [/^minio/, { question: 'GET /minio/health/ready on 9000', store: true, quick: false }],
  [/^(kafka|zookeeper|cp-kafka)/, { question: 'a TCP connection to its port', store: true, quick: false }],
  [/^sshd$/, { question: 'a TCP connection to 22', store: false, quick: true }],
  [/^(nginx|openresty|haproxy|envoy|traefik|caddy|httpd)/, { question: 'GET on a path that it answers itself', store: false, quick: true }],
];

/** Prometheus is its client. */
const EXPORTER: KnownServer = { question: 'GET on the path of its metrics', store: true, quick: false };

/** What stands beside a server and has its name: an exporter of its numbers, a page to look at it, a backup. */
const BESIDE = /(exporter|operator|backup|express|commander|admin|connect|registry|proxy|init|manager|insight|[-_]ui)/;
/** Ports that no other server is given. */
const OWN_PORTS: ReadonlyMap<number, string> = new Map([
  [22, 'sshd'],
  [5432, 'postgres'],
  [6379, 'redis'],
  [3306, 'mysql'],
  [27017, 'mongo'],
  [11211, 'memcached'],
  [5672, 'rabbitmq'],
]);

/** The server that a container is, by the name of its image, or by a port that is only that server's; nothing where it is none known. */
export function knownServer(container: Container): KnownServer | undefined {
  const name = posix.basename(imageName(container.image ?? ''));
  const ports = declaredTcpPorts(container).flatMap(({ number }) => OWN_PORTS.get(number!) ?? []);
  if (/exporter/.test(name)) {
    return EXPORTER;
  }
  return BESIDE.test(name) ? undefined : (serverNamed(name) ?? serverNamed(ports[0] ?? ''));
}

function serverNamed(name: string): KnownServer | undefined {
  return SERVERS.find(([pattern]) => pattern.test(name))?.[1];
}

/** The same for what can only match texts: patterns of RE2 for the name of an image, and ports. */
export interface KnownServerPatterns {
  readonly beside: string;
  readonly quick: string;
  readonly others: string;
  readonly ports: readonly number[];
  readonly quickPorts: readonly number[];
}

/** How quick servers are known, for a policy that the API server evaluates. */
export function knownServerPatterns(): KnownServerPatterns {
  const named = (quick: boolean) => SERVERS.filter(([, server]) => server.quick === quick).map(([{ source }]) => `(${source})`);
  const ports = [...OWN_PORTS];
  return {
    beside: BESIDE.source,
    quick: named(true).join('|'),
    others: named(false).join('|'),
    ports: ports.map(([port]) => port),
    quickPorts: ports.filter(([, name]) => serverNamed(name)?.quick).map(([port]) => port),
  };
}
