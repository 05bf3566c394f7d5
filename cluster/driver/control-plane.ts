import type { Machine, Part } from './machine';
import { API_PORT, CONTROL, PODS, SERVICES } from './network';
import { pathOf } from './programs';
import type { Users } from './users';
import { eventually } from './waiting';

const ETCD = 'http://127.0.0.1:2379';

/** Keeps the cluster's objects, and what decides over them. */
export class ControlPlane {
  public static async start(machine: Machine, users: Users): Promise<ControlPlane> {
    const parts = [
      start(machine, 'etcd', {
        'data-dir': '/var/lib/etcd',
        'listen-client-urls': ETCD,
        'advertise-client-urls': ETCD,
        'listen-peer-urls': 'http://127.0.0.1:2380',
        'unsafe-no-fsync': 'true', // what it keeps ends with it
        'log-level': 'warn',
      }),
      start(machine, 'kube-apiserver', {
        'etcd-servers': ETCD,
        'bind-address': '0.0.0.0',
        'advertise-address': CONTROL, // pods are sent there, and a loopback address would be their own
        'secure-port': `${API_PORT}`,
        'service-cluster-ip-range': SERVICES,
        'token-auth-file': users.path('tokens.csv'),
        'authorization-mode': 'Node,RBAC',
        'enable-admission-plugins': 'NodeRestriction',
        'tls-cert-file': users.path('kube-apiserver.crt'),
        'tls-private-key-file': users.path('kube-apiserver.key'),
        'client-ca-file': users.path('ca.crt'),
        'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
        'service-account-key-file': users.path('service-accounts.pub'),
        'service-account-signing-key-file': users.path('service-accounts.key'),
        'kubelet-client-certificate': users.path('kubelet-client.crt'),
        'kubelet-client-key': users.path('kubelet-client.key'),
        'kubelet-preferred-address-types': 'InternalIP',
      }),
    ];
    return new ControlPlane(machine, users, parts);
  }

  private constructor(
    private readonly machine: Machine,
    private readonly users: Users,
    private readonly parts: Part[],
  ) {}

  /** @param isReady whether the API server says that it is: what comes before would not yet find its roles, and end */
  public async complete(isReady: () => Promise<boolean>): Promise<void> {
    await eventually('the API server', 60, () => {
      const gone = this.parts.find(({ ended }) => ended);
      return gone ? Promise.reject(new Error(`${gone.name} ended: ${gone.lastWords}`)) : isReady();
    });
    const kubeconfigOf = (user: string) => this.machine.write(`${user}.kubeconfig`, this.users.kubeconfig(`system:${user}`));
    this.parts.push(
      start(this.machine, 'kube-controller-manager', {
        kubeconfig: kubeconfigOf('kube-controller-manager'),
        'bind-address': '127.0.0.1',
        'leader-elect': 'false',
        'use-service-account-credentials': 'true',
        'service-account-private-key-file': this.users.path('service-accounts.key'),
        'root-ca-file': this.users.path('ca.crt'),
        'cluster-cidr': PODS,
        'allocate-node-cidrs': 'false', // each node is told its range when it starts
      }),
      start(this.machine, 'kube-scheduler', {
        kubeconfig: kubeconfigOf('kube-scheduler'),
        'bind-address': '127.0.0.1',
        'leader-elect': 'false',
      }),
    );
  }
}

function start(machine: Machine, name: string, flags: Readonly<Record<string, string>>): Part {
  return machine.start(name, [pathOf('kubernetes'), name, ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)]);
}
