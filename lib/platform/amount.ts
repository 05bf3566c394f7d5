const UNITS: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** Bytes of `512mb`, `1g`, `256MiB`: platforms count in powers of two whatever they write. Nothing for another text. */
export function bytesOf(value: unknown, unit = ''): number | undefined {
  if (typeof value === 'number') {
    return value >= 0 ? value * UNITS[unit] : undefined;
  }
  const [, amount, suffix] = typeof value === 'string' ? (/^\s*(\d+(?:\.\d+)?)\s*([kmg]?)i?b?\s*$/i.exec(value) ?? []) : [];
  return amount === undefined ? undefined : Number(amount) * UNITS[suffix.toLowerCase() || unit];
}

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Seconds of a duration as Go writes it, `1m30s`; a bare number counts seconds. Nothing for another text. */
export function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return value >= 0 ? value : undefined;
  }
  if (typeof value !== 'string' || !/^(\d+(?:\.\d+)?(ms|s|m|h))+$/.test(value)) {
    return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
  }
  return [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce((sum, [, amount, unit]) => sum + Number(amount) * SECONDS[unit], 0);
}
