import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from './command';
import { whyNoControlGroups } from './control-groups';
import { CACHE } from './folders';
import { installPackages } from './packages';
import { build } from './programs';

/** Why no cluster can run on this machine; `undefined` when one can. Installs packages and builds programs on the way. */
export function whyNoCluster(): string | undefined {
  if (process.platform !== 'linux') {
    return `it is made of Linux' namespaces, and this is ${process.platform}`;
  }
  if (process.getuid!() !== 0) {
    return 'it makes namespaces and control groups, for which it has to be root';
  }
  const { reason } = attempt(['go', 'version']);
  return (reason && `it is built with Go: ${reason}`) ?? whyNoControlGroups() ?? installPackages() ?? whyNoNamespaces() ?? build();
}

/** Each thing is tried, because a container without privileges may be root as well. */
function whyNoNamespaces(): string | undefined {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'trial-'));
  try {
    const script = [
      `cd '${folder.replaceAll("'", "'\\''")}'`,
      'mkdir lower upper work merged',
      'mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged',
      'ip link add one type veth peer name other',
      'ip link add two type bridge',
      'iptables -t nat -A POSTROUTING -m comment --comment trial -j MASQUERADE',
    ].join(' && ');
    const { reason } = attempt(['unshare', '--fork', '--pid', '--mount', '--net', '--uts', '--ipc', '--mount-proc', 'sh', '-c', script]);
    return reason && `this machine refuses what containers are made of: ${reason}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
