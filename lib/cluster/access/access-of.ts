import { listOf, textOf } from '../../manifest/json';
import { NoAccess, type Access, type Tls } from './access';
import { credentialOf } from './credential';
import { insideCluster } from './inside-cluster';
import { kubeconfigFiles, readKubeconfig, type Entry, type Kubeconfig } from './kubeconfig';
import { pemOf } from './named-file';
import type { Credential } from './shown-credential';

/** Which cluster is meant. */
export interface Chosen {
  /** @default - `KUBECONFIG`, then `~/.kube/config`, then the service account of the pod that this runs in */
  readonly kubeconfig?: string;
  /** @default - the current context */
  readonly context?: string;
}

const OTHERWISE = 'without access to the cluster, let somebody else write a snapshot (--snapshot DIR), and name its folder here';

/**
 * How the chosen cluster is reached.
 *
 * @throws NoAccess
 */
export async function accessOf({ kubeconfig, context }: Chosen, environment: NodeJS.ProcessEnv = process.env): Promise<Access> {
  const files = kubeconfigFiles(kubeconfig, environment);
  const config = readKubeconfig(files);
  if (!config) {
    const inside = kubeconfig === undefined && context === undefined ? insideCluster(environment) : undefined;
    if (inside) {
      return inside;
    }
    throw new NoAccess(`there is no kubeconfig at ${files.join(', ')}; name one with --kubeconfig or KUBECONFIG; ${OTHERWISE}`);
  }
  const name = context ?? config.current;
  const entry = name === undefined ? undefined : config.contexts.get(name);
  if (name === undefined || !entry) {
    const known = [...config.contexts.keys()].join(', ') || 'none';
    throw new NoAccess(
      `${name === undefined ? 'the kubeconfig has no current context' : `there is no context ${name}`}; there is ${known}`,
    );
  }
  return accessIn(config, name, entry);
}

async function accessIn(config: Kubeconfig, context: string, { json }: Entry): Promise<Access> {
  const clusterName = textOf(json.cluster) ?? '';
  const userName = textOf(json.user) ?? '';
  const cluster = config.clusters.get(clusterName);
  const server = textOf(cluster?.json.server);
  if (!cluster || server === undefined || !/^https?:\/\/./.test(server) || !URL.canParse(server)) {
    throw new NoAccess(`the context ${context} names the cluster ${clusterName}, of which the kubeconfig says no address`);
  }
  if (cluster.json['proxy-url'] !== undefined) {
    throw new NoAccess(`the cluster ${clusterName} is reached through a proxy (proxy-url), which probewise does not do; ${OTHERWISE}`);
  }
  const user = config.users.get(userName);
  if (userName && !user) {
    throw new NoAccess(`the context ${context} names the user ${userName}, whom the kubeconfig does not know`);
  }
  const credential = user ? await credentialOf(user, server) : {};
  return {
    context,
    server: server.replace(/\/+$/, ''),
    namespace: textOf(json.namespace) || 'default',
    tls: tlsOf(cluster, credential),
    headers: { ...(credential.authorization && { authorization: credential.authorization }), ...impersonation(user) },
  };
}

function tlsOf({ json, folder }: Entry, { cert, key }: Credential): Tls {
  const insecure = json['insecure-skip-tls-verify'] === true;
  const servername = textOf(json['tls-server-name']);
  const ca = pemOf(json, 'certificate-authority', folder);
  return {
    rejectUnauthorized: !insecure,
    ...(ca !== undefined && { ca }),
    ...(servername && { servername }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

function impersonation(user: Entry | undefined): Record<string, string | string[]> {
  const as = textOf(user?.json.as);
  const groups = listOf(user?.json['as-groups']).filter((group) => typeof group === 'string');
  return { ...(as && { 'Impersonate-User': as }), ...(groups.length && { 'Impersonate-Group': groups }) };
}
