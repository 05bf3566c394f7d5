import { dirname } from 'node:path';
import type { Machine, Part } from './machine';
import { REGISTRY, type NodeNetwork } from './network';
import { CNI } from './packages';

/** What runs the containers of a node, and where its socket is, as the node sees it. */
export const SOCKET = '/run/containerd/containerd.sock';
/** What holds a pod's namespaces. */
export const PAUSE = 'cluster.local/pause:1';

export function startContainerd(machine: Machine, { pods }: NodeNetwork): Part {
  // Whatever registry an image's name speaks of, the cluster's own is asked, and no other.
  const hosts = machine.write(
    'registries/_default/hosts.toml',
    `server = "http://${REGISTRY}"\n[host."http://${REGISTRY}"]\ncapabilities = ["pull", "resolve"]\n`,
  );
  const network = machine.write('cni/10-pods.conflist', {
    cniVersion: '1.0.0',
    name: 'pods',
    plugins: [
      {
        type: 'bridge',
        bridge: 'pods',
        isGateway: true,
        hairpinMode: true, // a pod may reach itself through its Service
        ipam: { type: 'host-local', ranges: [[{ subnet: pods }]], routes: [{ dst: '0.0.0.0/0' }] },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  });
  const config = machine.write(
    'containerd.toml',
    `version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
[grpc]
address = "${SOCKET}"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "${PAUSE}"
# Where root lacks CAP_SYS_RESOURCE nobody may lower a score, and runc would end at that.
restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "${CNI}"
conf_dir = ${JSON.stringify(dirname(network))}
[plugins."io.containerd.grpc.v1.cri".registry]
config_path = ${JSON.stringify(dirname(dirname(hosts)))}
`,
  );
  return machine.start('containerd', ['containerd', '--config', config]);
}
