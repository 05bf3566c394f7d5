import type { Socket } from '../evidence';
import { listeningSockets, socketInodesOf } from '../machine/sockets';
import type { Play } from '../play';

/** What the processes of the container listen on, as the kernel has it. */
export function socketsOf({ process }: Pick<Play, 'process'>): Socket[] {
  const held = process.members.map(({ pid }) => ({ pid, inodes: socketInodesOf(pid) }));
  return listeningSockets()
    .map(({ address, port, inode }) => ({ address, port, pids: held.filter(({ inodes }) => inodes.has(inode)).map(({ pid }) => pid) }))
    .filter(({ pids }) => pids.length > 0);
}
