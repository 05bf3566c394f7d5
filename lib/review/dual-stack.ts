import { isKnown } from '../application/process/setting';
import type { Running } from './pool';

/** How a server is told to answer IPv6 and IPv4, measured: docs/facts.md, "One socket for IPv6 and IPv4". */
export interface DualStack {
  /** `--host=::`. */
  readonly words: string;
  /** What stands in the place of 0.0.0.0, where nothing else has to change. */
  readonly address?: string;
}

/** Nothing where it is not known of the server. */
export function dualStackOf({ process }: Pick<Running, 'process'>, port: number): DualStack | undefined {
  switch (process.server) {
    case 'gunicorn':
      return { words: `--bind=[::]:${port}`, address: believesAddresses(process) ? undefined : '[::]' };
    case 'hypercorn':
      return { words: `--bind=[::]:${port}`, address: '[::]' };
    case 'granian':
    case 'daphne':
      return { words: '::', address: '::' };
    case 'waitress-serve':
      return { words: `--listen=*:${port}` };
    case 'uvicorn':
      return uvicornOf(process);
    default:
      return undefined;
  }
}

/** One process asks asyncio for its socket, which keeps IPv6 to itself; several share one that uvicorn makes. */
function uvicornOf({ settings }: Running['process']): DualStack | undefined {
  const processes = settings?.processes;
  if (!processes || !isKnown(processes)) {
    return undefined;
  }
  return processes.value === 1 ? { words: "--host='' (an empty one)" } : { words: '--host=::', address: '::' };
}

/** An IPv4 client has an address of IPv6 then, which no IPv4 range of forwarded_allow_ips names. */
function believesAddresses({ gunicorn }: Running['process']): boolean {
  const believed = gunicorn?.forwardedAllowIps;
  return !believed || !isKnown(believed) || !/^(127\.0\.0\.1(,::1)?|\*)$/.test(believed.value);
}
