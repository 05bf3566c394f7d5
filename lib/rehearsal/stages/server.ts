import { probesOf } from '../../manifest/container';
import { shown, textOf } from '../../manifest/json';
import type { Socket } from '../evidence';
import type { Play } from '../play';

/** Where the users' requests go. */
export interface Server {
  readonly host: string;
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}

const ANY: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** The socket that users would reach: that of the probes if there is one, else the first; nothing where nothing listens. */
export function serverOf({ reading, container, asked }: Play, sockets: readonly Socket[]): Server | undefined {
  const wanted = [
    ...(['readiness', 'liveness', 'startup'] as const).map((role) => reading.probe(role)?.port),
    ...container.ports.map(({ number }) => number),
  ];
  const socket = wanted.map((port) => sockets.find((candidate) => candidate.port === port)).find((found) => found) ?? sockets[0];
  return socket && { host: ANY.has(socket.address) ? asked.address : socket.address, port: socket.port, headers: headersOf(container) };
}

/** What the probes send is what the application believes; a user's request comes with the same. */
function headersOf(container: Play['container']): Record<string, string> {
  const headers = probesOf(container).flatMap(({ handler }) => (handler?.kind === 'httpGet' ? handler.headers : []));
  return Object.fromEntries(headers.map(({ name, value }) => [shown(name), textOf(value) ?? '']));
}
