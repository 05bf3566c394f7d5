import { SOCKET, startContainerd } from './containerd';
import { makeControlGroup } from './control-groups';
import type { Machine, Part } from './machine';
import { DNS, PODS, type NodeNetwork } from './network';
import { pathOf } from './programs';
import type { Users } from './users';

/** A machine that runs pods. */
export class Node {
  public static start(machine: Machine, network: NodeNetwork, users: Users, group: string): Node {
    makeControlGroup(group);
    const containerd = startContainerd(machine, network);
    const kubernetes = pathOf('kubernetes');
    const kubelet = machine.start('kubelet', [
      kubernetes,
      'kubelet',
      `--config=${machine.write('kubelet.json', kubeletOf(machine, network, users, group))}`,
      `--kubeconfig=${machine.write('kubelet.kubeconfig', users.kubeconfig(`system:node:${machine.name}`))}`,
      `--hostname-override=${machine.name}`,
      `--node-ip=${network.address}`,
      `--node-labels=topology.kubernetes.io/zone=zone-of-${machine.name}`, // a spread over zones has something to choose from
    ]);
    const proxy = machine.start('kube-proxy', [
      kubernetes,
      'kube-proxy',
      `--config=${machine.write('kube-proxy.json', proxyOf(machine, users))}`,
      `--hostname-override=${machine.name}`,
    ]);
    return new Node(machine, network, containerd, kubelet, proxy);
  }

  private constructor(
    public readonly machine: Machine,
    public readonly network: NodeNetwork,
    public readonly containerd: Part,
    public readonly kubelet: Part,
    public readonly proxy: Part,
  ) {}
}

function kubeletOf(machine: Machine, { pods, address }: NodeNetwork, users: Users, group: string): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address,
    podCIDR: pods,
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: users.path('ca.crt') } },
    authorization: { mode: 'Webhook' },
    clusterDNS: [DNS],
    clusterDomain: 'cluster.local',
    resolvConf: machine.write('resolv.conf', ''), // there is nobody outside to ask
    containerRuntimeEndpoint: `unix://${SOCKET}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: group,
    failCgroupV1: false,
    enforceNodeAllocatable: [],
    oomScoreAdj: 0, // to lower it takes CAP_SYS_RESOURCE
    failSwapOn: false,
    imageGCHighThresholdPercent: 100,
    // The disk and the memory are the real machine's, and how full they are says nothing about the cluster.
    evictionHard: { 'memory.available': '0%', 'nodefs.available': '0%', 'nodefs.inodesFree': '0%', 'imagefs.available': '0%' },
    nodeStatusUpdateFrequency: '5s',
    volumePluginDir: '/var/lib/kubelet/volume-plugins', // by default it makes a folder in /usr
  };
}

function proxyOf(machine: Machine, users: Users): object {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    clientConnection: { kubeconfig: machine.write('kube-proxy.kubeconfig', users.kubeconfig('system:kube-proxy')) },
    clusterCIDR: PODS,
    mode: 'iptables',
    conntrack: { maxPerCore: 0, min: 0 }, // the limit is the whole machine's, and not a namespace's to set
  };
}
