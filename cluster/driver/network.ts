import { run } from './command';
import type { Machine } from './machine';

/** Addresses inside of the cluster. No packet of them leaves its namespaces, so they may be others' outside. */

/** The machine of the control plane, of the registry and of the databases. */
export const CONTROL = '10.231.0.1';
export const PODS = '10.232.0.0/16';
export const SERVICES = '10.233.0.0/16';
/** The Service `kubernetes`: the first of the range. */
export const API = '10.233.0.1';
export const DNS = '10.233.0.10';
export const API_PORT = 6443;
export const REGISTRY = `${CONTROL}:5000`;

export interface NodeNetwork {
  readonly address: string;
  readonly pods: string;
}

/** @param index from 1 */
export function nodeNetwork(index: number): NodeNetwork {
  return { address: `10.231.0.${10 + index}`, pods: `10.232.${index}.0/24` };
}

/** The bridge that the nodes' cables are plugged into. */
export async function makeSwitch(control: Machine): Promise<void> {
  await control.run(['ip', 'link', 'add', 'lan', 'type', 'bridge']);
  await control.run(['ip', 'address', 'add', `${CONTROL}/24`, 'dev', 'lan']);
  await control.run(['ip', 'link', 'set', 'lan', 'up']);
  await forward(control); // it leads nowhere else, and says so at once; who does not forward keeps silent
}

/** A cable from the switch to each node; and everybody knows on which node a pod's address is. */
export async function connect(control: Machine, nodes: readonly Machine[]): Promise<void> {
  const networks = nodes.map((_, index) => nodeNetwork(index + 1));
  for (const [index, node] of nodes.entries()) {
    const [plug, { address }] = [`to-${node.name}`, networks[index]];
    // Both ends are made where they belong: the real machine never has them.
    const ends = ['ip', 'link', 'add', 'eth0', 'netns', `${node.pid}`, 'type', 'veth', 'peer', 'name', plug, 'netns', `${control.pid}`];
    await run(ends);
    await control.run(['ip', 'link', 'set', plug, 'master', 'lan', 'up']);
    await node.run(['ip', 'address', 'add', `${address}/24`, 'dev', 'eth0']);
    await node.run(['ip', 'link', 'set', 'eth0', 'up']);
    await node.run(['ip', 'route', 'add', 'default', 'via', CONTROL]); // kube-proxy and the kubelet look for one
    await forward(node);
  }
  for (const machine of [control, ...nodes]) {
    for (const [index, { address, pods }] of networks.entries()) {
      if (machine !== nodes[index]) {
        await machine.run(['ip', 'route', 'add', pods, 'via', address]);
      }
    }
  }
}

async function forward(machine: Machine): Promise<void> {
  await machine.run(['sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
}
