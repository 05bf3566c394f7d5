import { HOLE } from '../manifest/partial-text';

const LOOPBACK_URL = /\b(https?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::([^/\s"'?)]*))?/g;

/** The port that a command asks on its own machine, by the one URL in it (`curl -f http://localhost:8000/health`). */
export function loopbackPortIn(command: readonly string[]): number | undefined {
  const ports = new Set(
    [...command.join(' ').matchAll(LOOPBACK_URL)].map(([, scheme, port]) => port ?? (scheme === 'https' ? '443' : '80')),
  );
  const [only, ...others] = ports;
  return only === undefined || others.length > 0 || only.includes(HOLE) || !/^\d+$/.test(only) ? undefined : Number(only);
}
