import { UNKNOWN } from '../process/setting';
import type { DjangoSettings } from './settings';

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
