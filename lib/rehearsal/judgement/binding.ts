import { hopsTo, ownerOf } from '../../manifest/chain';
import { probedPortPath } from '../../manifest/probe';
import type { ContainerReading } from '../../reading/container-reading';
import type { Path } from '../../manifest/path';
import type { Evidence, Socket } from '../evidence';
import type { Play } from '../play';
import { POD_ADDRESS } from '../pod-address';
import type { Measured } from './measured';

/** Who goes to a port of the container. */
interface Use {
  readonly who: string;
  readonly port: number;
  readonly path: Path;
}

/** Whether what is really bound is what probes and Services go to. */
export function judgeBinding(
  { reading, workload, container }: Pick<Play, 'reading' | 'workload' | 'container'>,
  { sockets }: Evidence,
): Measured[] {
  if (sockets.length === 0) {
    return [];
  }
  const uses = [
    ...probeUses(reading),
    ...hopsTo(reading.bundle, workload).flatMap(({ service, number }): Use[] =>
      number === undefined || ownerOf(workload, number)?.name !== container.name || service.headless
        ? []
        : [{ who: `Service ${service.object.name}`, port: number, path: container.path }],
    ),
  ];
  return [...new Set(uses.map(({ port }) => port))].flatMap((port): Measured[] => {
    const users = uses.filter((use) => use.port === port);
    const bound = sockets.filter((socket) => socket.port === port);
    const who = [...new Set(users.map((use) => use.who))].join(' and ');
    if (bound.some(isReachable)) {
      return [];
    }
    return [
      bound.length
        ? {
            rule: 'bind-loopback',
            path: reading.process.listeners.path ?? users[0].path,
            message:
              `measured: the process listens on ${bound.map(socketInWords).join(', ')}, and ${who} would come from outside of the ` + 'pod',
            consequence: 'every connection to the address of the pod is refused, though a check inside of the container succeeds',
            fix: `bind 0.0.0.0:${port}`,
          }
        : {
            rule: 'port-disagreement',
            path: users[0].path,
            message:
              `measured: the process listens on ${sockets.map(socketInWords).join(', ')}, and ${who} ` +
              `${users.length > 1 ? 'go' : 'goes'} to ${port}`,
            consequence: `connections to ${port} are refused in every pod`,
            fix: `use one number in both places: ${[...new Set(sockets.map((socket) => socket.port))].join(' or ')} or ${port}`,
          },
    ];
  });
}

function probeUses({ probes }: ContainerReading): Use[] {
  return probes.flatMap(({ role, port, probe }) =>
    port === undefined ? [] : [{ who: `the ${role} probe`, port, path: probedPortPath(probe) }],
  );
}

/** From outside of the pod. */
export function isReachable({ address }: Socket): boolean {
  return address === POD_ADDRESS || !(address.startsWith('127.') || address === '::1');
}

/** `0.0.0.0:8000`, `[::]:8000`. */
export function socketInWords({ address, port }: Socket): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}
