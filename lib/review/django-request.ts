import type { DjangoSettings } from '../application/django/settings';
import { hasHole } from '../manifest/partial-text';
import { isKnown, UNKNOWN } from '../application/process/setting';
import type { Running } from './pool';

/** Checks the host of every request: `CommonMiddleware.process_request` calls `get_host`. */
export const COMMON = 'django.middleware.common.CommonMiddleware';
/** Redirects to HTTPS: `SecurityMiddleware.process_request`. */
export const SECURITY = 'django.middleware.security.SecurityMiddleware';
/** Compares the Origin of a POST: `CsrfViewMiddleware._origin_verified`. */
export const CSRF = 'django.middleware.csrf.CsrfViewMiddleware';

/** Packages whose middleware answers no request of its own before it comes to Django's. */
const PASSING = /^(django|whitenoise|corsheaders|django_prometheus|debug_toolbar|csp)\./;

/** Whether a request comes to a middleware, before one of the project's own could have answered it; nothing where that is not known. */
export function comesTo({ middleware: { value } }: DjangoSettings, name: string): boolean | undefined {
  if (value === UNKNOWN) {
    return undefined;
  }
  const index = value.indexOf(name);
  const before = index < 0 ? value : value.slice(0, index);
  return before.includes(UNKNOWN) ? undefined : index >= 0 && before.every((each) => typeof each === 'string' && PASSING.test(each));
}

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
