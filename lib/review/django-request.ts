import { hasHole } from '../manifest/partial-text';
import { isKnown } from '../application/process/setting';
import type { Running } from './pool';

/**
 * Whether the server itself takes a proxy's word for TLS, so that Django sees it without a setting of its own; nothing
 * where that is not known.
 */
export function serverTrustsProxy({ process: { gunicorn, server, words = [], environment, variables } }: Running): boolean | undefined {
  if (gunicorn) {
    const { forwardedAllowIps, bind } = gunicorn;
    const local = isKnown(bind) && bind.value.every(({ kind }) => kind === 'tcp');
    return isKnown(forwardedAllowIps) && local ? !isLoopback(forwardedAllowIps.value) : undefined;
  }
  const variable = variables?.get('FORWARDED_ALLOW_IPS') ?? environment.variables.get('FORWARDED_ALLOW_IPS')?.value;
  const known =
    server === 'uvicorn' &&
    (environment.complete || variable !== undefined) &&
    !words.some((word) => /^--(forwarded-allow-ips|uds)/.test(word));
  return known && !hasHole(variable ?? '') ? variable !== undefined && !isLoopback(variable) : undefined;
}

function isLoopback(addresses: string): boolean {
  return addresses.split(',').every((address) => /^\s*(127(\.\d+){3}|::1)?\s*$/.test(address));
}
