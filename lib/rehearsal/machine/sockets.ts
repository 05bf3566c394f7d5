import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A TCP socket that accepts connections, as the kernel has it. */
export interface ListeningSocket {
  /** `0.0.0.0`, `127.0.0.1`, `::`. */
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

/** `TCP_LISTEN` of include/net/tcp_states.h. */
const LISTEN = '0A';

/** Every socket of this machine's network namespace that listens. */
export function listeningSockets(): ListeningSocket[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => {
    try {
      return socketsIn(readFileSync(file, 'utf8'));
    } catch {
      // A kernel without IPv6 has no tcp6.
      return [];
    }
  });
}

/** Reads the text of `/proc/net/tcp` or `tcp6` (proc_pid_net(5)). */
export function socketsIn(text: string): ListeningSocket[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTEN)
    .map((fields) => {
      const [address, port] = fields[1].split(':');
      return { address: addressOf(address), port: parseInt(port, 16), inode: fields[9] };
    });
}

/** Each 32 bits stand in the byte order of the machine; all that Node runs on are little-endian, but for s390x. */
function addressOf(hex: string): string {
  const words = hex.match(/.{8}/g)!.map((word) => word.match(/../g)!.reverse());
  if (words.length === 1) {
    return words[0].map((byte) => parseInt(byte, 16)).join('.');
  }
  const groups = words.flatMap(([a, b, c, d]) => [`${a}${b}`, `${c}${d}`]).map((group) => parseInt(group, 16).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

/** The inodes of the sockets that a process holds. */
export function socketInodesOf(pid: number): Set<string> {
  const inodes = new Set<string>();
  try {
    for (const descriptor of readdirSync(`/proc/${pid}/fd`)) {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(target(`/proc/${pid}/fd/${descriptor}`)) ?? [];
      if (inode !== undefined) {
        inodes.add(inode);
      }
    }
  } catch {
    // The process has gone, or is another user's.
  }
  return inodes;
}

function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}
