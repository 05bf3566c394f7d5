import { expect, test } from '@jest/globals';
import { eventually } from '../../cluster/driver/waiting';
import { KUBERNETES } from '../../test/kubernetes';
import { describeOnCluster } from './suite';

describeOnCluster(
  'a cluster of two nodes',
  async () => {},
  (cluster) => {
    test('the nodes are Ready, and run the Kubernetes that the rest of the project is checked against', async () => {
      const { items } = await cluster().get('nodes');
      const said = items.map(({ metadata, status }: Json) => ({
        name: metadata.name,
        ready: status.conditions.find(({ type }: Json) => type === 'Ready').status,
        version: status.nodeInfo.kubeletVersion,
      }));
      expect(said).toEqual(['node-1', 'node-2'].map((name) => ({ name, ready: 'True', version: KUBERNETES })));
    });

    test('given a Service, a pod on the other node finds it by its name', async () => {
      await cluster().apply(pod('asked', 'node-1'), service('asked'), pod('asking', 'node-2'));
      await cluster().kubectl('wait', 'pod', '--all', '--for=condition=Ready', '--timeout=60s');
      // The image holds one program and no shell: the resolver of the real machine asks from within the node's network.
      const [, node] = cluster().nodes;
      const address = await eventually('an answer of CoreDNS', 30, async () => {
        const out = await node.machine.run(['python3', '-c', LOOK_UP, '10.233.0.10', 'asked.default.svc.cluster.local']);
        return out.trim() || undefined;
      });
      const { spec } = await cluster().get('service', 'asked');
      expect(address).toBe(spec.clusterIP);
    });

    test('given an image that nobody has, the pod says so and nobody outside is asked', async () => {
      const missing = pod('missing', 'node-1', 'docker.io/library/nobody-has-this:1');
      await cluster().apply(missing);
      const reason = await eventually('the reason', 60, async () => {
        const { status } = await cluster().get('pod', 'missing');
        const waiting = status.containerStatuses?.[0].state.waiting;
        return /ErrImagePull|ImagePullBackOff/.test(waiting?.reason) && waiting.message;
      });
      expect(reason).toContain('docker.io/library/nobody-has-this:1: not found');
    });

    test('logs and exec reach the kubelet', async () => {
      const logs = await cluster().kubectl('logs', '--namespace=ingress-nginx', 'daemonset/ingress-nginx-controller', '--tail=1');
      expect(logs).toBeDefined();
      await expect(cluster().kubectl('exec', 'asked', '--', '/no-such-program')).rejects.toThrow(/no such file/);
    });
  },
);

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

/** A question for an address, by DNS' own format: how Python would ask is up to the real machine's configuration. */
const LOOK_UP = `
import socket, struct, sys
server, name = sys.argv[1:]
question = b''.join(bytes([len(part)]) + part.encode() for part in name.split('.')) + bytes(1) + struct.pack('>HH', 1, 1)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
    asking.settimeout(2)
    asking.sendto(struct.pack('>HHHHHH', 1, 256, 1, 0, 0, 0) + question, (server, 53))
    answer = asking.recv(512)
if struct.unpack('>H', answer[6:8])[0]:
    print(socket.inet_ntoa(answer[-4:]))
`;

function pod(name: string, node: string, image = 'cluster.local/pause:1'): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: { nodeName: node, terminationGracePeriodSeconds: 1, containers: [{ name, image }] },
  };
}

function service(name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { selector: { app: name }, ports: [{ port: 80 }] },
  };
}
