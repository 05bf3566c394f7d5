import { get } from 'node:http';
import { livenessFields, readinessFields } from '../../lib/health/derivation';
import { INGRESS_READ_TIMEOUT } from '../../lib/conventions/ingress-timeout';

/** The timeouts that the library generates for an application that states nothing. */
export const PROBE_TIMEOUT = Math.min(livenessFields(INGRESS_READ_TIMEOUT).timeoutSeconds!, readinessFields(20).timeoutSeconds!);
/** More often than any probe it generates, so that a short measurement sees several. */
export const PROBE_PERIOD = 1;

/** One request as the kubelet sends it: a connection of its own, a deadline for the whole of it. */
export function probe(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const call = get(
      { host: '127.0.0.1', port, path: '/health/', agent: false, headers: { 'User-Agent': 'kube-probe/1.36' } },
      (response) => {
        response.resume();
        response.once('end', () => finish(response.statusCode! >= 200 && response.statusCode! < 400));
        response.once('error', () => finish(false));
      },
    );
    const timer = setTimeout(() => {
      finish(false);
      call.destroy();
    }, PROBE_TIMEOUT * 1000);
    const finish = (passed: boolean) => {
      clearTimeout(timer);
      settle(passed);
    };
    call.once('error', () => finish(false));
  });
}
