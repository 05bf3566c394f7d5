import { spawnSync } from 'node:child_process';
import type { Json } from './manifests';
import { Running } from './processes';

/** Whether whoever runs the tests may become another user. */
export const ROOT = process.getuid!() === 0;
const UNSHARE = ['unshare', '--mount', ...(ROOT ? [] : ['--map-root-user'])];

/** Why no root of its own can be made here; `undefined` when it can. */
export function whyNoPodRoot(): string | undefined {
  return spawnSync(UNSHARE[0], [...UNSHARE.slice(1), 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
    ? undefined
    : `${UNSHARE.join(' ')} is not allowed here`;
}

export interface InPod {
  readonly podSpec: Json;
  readonly container: Json;
  /** A folder of this machine, and where the image has it. */
  readonly image: { readonly folder: string; readonly at: string };
  /** What the image also has, at the place where this machine has it: scripts of Python name their interpreter by its place. */
  readonly python?: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** @default - / */
  readonly cwd?: string;
}

/**
 * A root of its own, below /mnt: what this machine has, the image at its place, and nothing that can be written but the volumes of the
 * manifest, and `/dev/shm`, which every runtime mounts.
 */
const SCRIPT = `set -e
folder=$1 at=$2 python=$3 cwd=$4 root=/mnt
shift 4
mount -t tmpfs -o mode=755 tmpfs $root
for entry in /*; do
  case $entry in /mnt|/tmp|/lost+found) continue ;; esac
  if [ -h "$entry" ]; then cp -P "$entry" "$root$entry"
  elif [ -d "$entry" ]; then
    mkdir -p "$root$entry"
    # Whoever the container runs as looks for the machine's Python where root has it.
    if [ "$entry" = /root ]; then for inner in /root/.*; do [ -d "$inner" ] && case $inner in */.|*/..) ;; *) mkdir -p "$root$inner"; mount --rbind "$inner" "$root$inner" ;; esac; done
    else mount --rbind "$entry" "$root$entry"; fi
  fi
done
mkdir -p "$root$at" "$root/tmp"
mount --bind "$folder" "$root$at"
mount -o remount,bind,ro "$root$at"
while [ "$1" != -- ]; do mount -t tmpfs -o mode=1777 tmpfs "$root$1"; shift; done
shift
# It may lie below /tmp, which is hidden or a volume.
if [ "$python" ]; then
  mkdir -p "$root$python"
  mount --bind "$python" "$root$python"
  mount -o remount,bind,ro "$root$python"
fi
for entry in "$root"/*; do case \${entry#$root} in /proc|/sys|/dev|/tmp|"$at") ;; *) mountpoint -q "$entry" && mount -o remount,bind,ro "$entry" ;; esac; done
mount -o remount,bind,ro $root
exec /usr/sbin/chroot $root sh -c 'cd "$0" && exec "$@"' "$cwd" "$@"`;

/** The container, as far as this kernel lets anybody be one without a runtime. */
export function inPod({ podSpec, container, image, python = '', argv, env, cwd = '/' }: InPod): Running {
  const mounts = [...container.volumeMounts.map(({ mountPath }: Json) => mountPath), '/dev/shm'];
  const { runAsUser, runAsGroup } = podSpec.securityContext;
  // Mapped to root in a namespace of one user, nobody can become another: then it stays that user, who owns nothing here.
  const become = ROOT
    ? ['setpriv', `--reuid=${runAsUser}`, `--regid=${runAsGroup}`, '--clear-groups', '--no-new-privs', '--inh-caps=-all']
    : [];
  return new Running({
    argv: [...UNSHARE, 'sh', '-c', SCRIPT, 'pod-root', image.folder, image.at, python, cwd, ...mounts, '--', ...become, ...argv],
    cwd: '/',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...env },
  });
}
