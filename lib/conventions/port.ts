/** What the API server says against a port number (`IsValidPortNum`); nothing when it is fine. */
export function portNumberFault(value: unknown): string | undefined {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65535
    ? undefined
    : 'a port is a whole number from 1 to 65535';
}

/** What the API server says against a port name (`IsValidPortName` of `k8s.io/apimachinery/pkg/util/validation`). */
export function portNameFault(value: unknown): string | undefined {
  const valid = typeof value === 'string' && /^[a-z0-9-]{1,15}$/.test(value) && /[a-z]/.test(value) && !/^-|-$|--/.test(value);
  return valid ? undefined : 'a port name has 1 to 15 of a-z, 0-9 and -, at least one letter, and no dash at an end or beside another';
}

/** What it says against a number or name (`ValidatePortNumOrName`). */
export function portReferenceFault(value: unknown): string | undefined {
  return typeof value === 'string' ? portNameFault(value) : portNumberFault(value);
}

const PROTOCOLS: ReadonlySet<unknown> = new Set(['TCP', 'UDP', 'SCTP']);

/** What it says against a protocol (`supportedPortProtocols`); TCP is filled in where there is none. */
export function protocolFault(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' || PROTOCOLS.has(value) ? undefined : 'a protocol is TCP, UDP or SCTP';
}
