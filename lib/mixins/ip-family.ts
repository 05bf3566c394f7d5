/** The addresses that the cluster gives its pods. */
export enum IpFamily {
  /** IPv4 only: gunicorn binds `0.0.0.0`. */
  IPV4 = 'IPv4',
  /** IPv6, or both: gunicorn binds `[::]`, which on Linux answers IPv4 as well. */
  IPV6 = 'IPv6',
  /** Both. */
  DUAL_STACK = 'dual-stack',
}
