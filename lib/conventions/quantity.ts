import type { Size } from 'cdk8s';

/** Multipliers of the suffixes that a Kubernetes quantity may carry (`k8s.io/apimachinery/pkg/api/resource`, `suffix.go`). */
const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
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
