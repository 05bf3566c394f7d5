import { posix } from 'node:path';
import { imageName } from '../application/image/image';
import type { Container } from '../manifest/container';

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
  [/^(nginx|openresty|haproxy|envoy|traefik|caddy|httpd)/, { question: 'GET on a path that it answers itself', store: false, quick: true }],
];

/** The server that a container's image is by its name; nothing where it is none that is known. */
export function knownServer({ image = '' }: Container): KnownServer | undefined {
  const name = posix.basename(imageName(image));
  return SERVERS.find(([pattern]) => pattern.test(name))?.[1];
}
