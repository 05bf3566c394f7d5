import type { Duration } from 'cdk8s';
import type { IngressAccess } from './ingress-access';
import type { Route } from './route';
import type { Tls } from './tls';
import type { IpFamily } from '../mixins/ip-family';

/** The requests of the users: how they get here, who may send them, how long they take. */
export interface TrafficProps {
  /**
   * The hosts that users name. Without any, the service is reached from inside the cluster only.
   *
   * @default - none
   */
  readonly hosts?: string[];
  /**
   * Where TLS ends.
   *
   * @default - nowhere: users come over plain HTTP
   */
  readonly tls?: Tls;
  /**
   * How users find the service from outside. Needs hosts.
   *
   * @default Route.ingress(), where hosts are given
   */
  readonly route?: Route;
  /**
   * Who may connect to the pods.
   *
   * @default - everybody the cluster lets
   */
  readonly access?: IngressAccess;
  /**
   * Addresses of the proxies whose `X-Forwarded-Proto` and the like are believed (`FORWARDED_ALLOW_IPS`, which gunicorn and
   * uvicorn read): single addresses, ranges in CIDR form (gunicorn 24.1 or uvicorn 0.31 and newer), or '*' when nobody else
   * can connect.
   *
   * gunicorn's belief sets `wsgi.url_scheme`, and Django follows it where its settings have no `SECURE_PROXY_SSL_HEADER`.
   * With neither, every POST from a page served over TLS is a CSRF 403, while all probes stay green.
   *
   * @default - 127.0.0.1 and ::1, the servers' own
   */
  readonly trustProxy?: string[];
  /**
   * How long the slowest healthy request takes: silence of this length is forgiven by liveness, and a deploy waits for it. Not the
   * length of a connection that is open by design: `longestConnection`.
   *
   * @default Duration.seconds(60), the read timeout of the common ingress controllers
   */
  readonly slowestRequest?: Duration;
  /**
   * How long a connection may be in use: a websocket, a stream of events, a download. A deploy waits for it; liveness does not, since
   * the process answers probes meanwhile.
   *
   * @default - the slowest request
   */
  readonly longestConnection?: Duration;
  /**
   * The addresses that the cluster gives its pods.
   *
   * @default IpFamily.IPV4
   */
  readonly ipFamily?: IpFamily;
}
