/**
 * Seconds that the common ingress controllers wait for an answer: `proxy_read_timeout` of ingress-nginx, the idle timeout
 * of the AWS load balancers. Work that takes longer has nobody waiting for it any more.
 */
export const INGRESS_READ_TIMEOUT = 60;
