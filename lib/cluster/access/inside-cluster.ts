import { readFileSync } from 'node:fs';
import type { Access } from './access';
import { bearer } from './shown-credential';

/** Where the kubelet puts what a pod shows of itself (client-go, `rest/config.go`, `InClusterConfig`). */
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** How a pod reaches the API server of its own cluster; nothing outside of one. */
export function insideCluster(environment: NodeJS.ProcessEnv, account = ACCOUNT): Access | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = environment;
  const token = host && textIn(`${account}/token`);
  if (!host || !token) {
    return undefined;
  }
  const ca = textIn(`${account}/ca.crt`);
  return {
    context: '',
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    namespace: textIn(`${account}/namespace`) || 'default',
    tls: { rejectUnauthorized: true, ...(ca && { ca }) },
    headers: { authorization: bearer(token) },
  };
}

function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
