import type { Size } from 'cdk8s';

/** Multipliers of the suffixes that a Kubernetes quantity may carry (`k8s.io/apimachinery/pkg/api/resource`, `suffix.go`). */
const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18,
  Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60,
};

/**
 * The number that a Kubernetes quantity means: `500m` → 0.5, `1Gi` → 1073741824, `1e3` → 1000.
 *
 * @returns `undefined` for what the API server would refuse as a quantity
 */
export function parseQuantity(quantity: unknown): number | undefined {
  if (typeof quantity === 'number') {
    return Number.isFinite(quantity) ? quantity : undefined;
  }
  if (typeof quantity !== 'string') {
    return undefined;
  }
  const parts = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(quantity);
  if (!parts) {
    return undefined;
  }
  const [, digits, exponent, suffix = ''] = parts;
  return exponent ? Number(digits + exponent) : Number(digits) * SUFFIXES[suffix];
}

export const MEBIBYTE = 2 ** 20;

/** Bytes of a cdk8s size, which speaks in units only. Type import only: reading manifests must not load cdk8s. */
export function bytesOf(size: Size): number {
  const exact = 2; // SizeRoundingBehavior.NONE
  return size.toKibibytes({ rounding: exact }) * 1024;
}

/** Bytes as a person says them: `45 MiB`, `1 GiB`, `2.9 GiB`. */
export function bytesInWords(bytes: number): string {
  const mebibytes = bytes / MEBIBYTE;
  return Math.abs(mebibytes) < 1024 ? `${trim(mebibytes, 0)} MiB` : `${trim(mebibytes / 1024, 1)} GiB`;
}

/** The smallest amount in the same words that is no less: advice that was rounded down would not work. */
export function atLeastInWords(bytes: number): string {
  const mebibytes = Math.ceil(bytes / MEBIBYTE);
  return bytesInWords((mebibytes < 1024 ? mebibytes : Math.ceil(mebibytes / 102.4) * 102.4) * MEBIBYTE);
}

/** CPUs as a person says them: `1 CPU`, `0.5 CPU`, `2 CPUs`. */
export function cpusInWords(cpus: number): string {
  return `${trim(cpus, 3)} ${cpus > 1 ? 'CPUs' : 'CPU'}`;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
