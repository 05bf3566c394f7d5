import type { StateRecord, Unread } from '../diagnosis/state/record';
import { NoAccess, type Access } from './access/access';
import type { ApiServer } from './api-server';
import { list, type Listed } from './list';
import { OPTIONAL, RESOURCES, type Resource } from './resource';
import { readSecretNames } from './secret-names';

/** The codes for which another question would get no better answer. */
const AWAY: ReadonlyMap<string, string> = new Map([
  ['TIMEOUT', 'see whether a VPN is down or the address is an old one'],
  ['ECONNREFUSED', 'nothing listens there: see whether the cluster is up and the address is right'],
  ['ENOTFOUND', 'the name has no address from here'],
  ['EAI_AGAIN', 'names cannot be resolved from here at the moment'],
  ['ENETUNREACH', 'no network leads there from here'],
  ['EHOSTUNREACH', 'no network leads there from here'],
]);

/**
 * Lists all that a diagnosis goes by. What may not be read is said, and the rest counts.
 *
 * @param namespace all of them where none is given
 * @throws NoAccess where nothing can be read
 */
export async function readObjects(server: ApiServer, access: Access, namespace: string | undefined): Promise<StateRecord> {
  const [first, ...others] = RESOURCES;
  // One question first: a cluster that hangs, or that does not know us, is told once and not twenty times.
  const pods = await list(server, first, namespace);
  refuseAccess(pods, access);
  const rest = await Promise.all([...others, ...OPTIONAL].map((resource) => list(server, resource, namespace)));
  const lists = [first, ...others, ...OPTIONAL].map((resource, index) => ({ resource, ...[pods, ...rest][index] }));
  if (lists.every(({ lacking }) => lacking !== undefined)) {
    throw new NoAccess(
      `nothing may be read ${namespace === undefined ? `in ${access.server}` : `in the namespace ${namespace}`}: ${pods.lacking!.says}; ` +
        'probewise diagnose --role prints the role that is needed',
    );
  }
  const objects = lists.flatMap((each) => each.objects);
  const secrets = await readSecretNames(server, objects);
  return {
    objects: [...objects, ...secrets.objects],
    absent: secrets.absent,
    unread: [...lists.flatMap(({ resource, lacking }) => unreadOf(resource, lacking)), ...secrets.unread],
    listed: lists.filter(({ lacking }) => lacking === undefined).map(({ resource }) => resource.kind),
    ...(namespace !== undefined && { namespace }),
    taken: new Date(pods.date ?? Date.now()).toISOString(),
  };
}

function refuseAccess({ lacking, objects }: Listed, { server, context }: Access): void {
  const who = context && ` (context ${context})`;
  if (lacking?.status === 401) {
    throw new NoAccess(
      `${server}${who} does not know who asks (401): the token or certificate is missing or has expired; log in again, then try kubectl get pods`,
    );
  }
  // Forbidden is a matter of this list; anything else is one of the server.
  if (lacking && lacking.status !== 403 && objects.length === 0) {
    const { code = '' } = lacking;
    const advice = AWAY.get(code) ?? (/CERT|TLS|SSL|SELF_SIGNED|VERIFY/.test(code) ? tlsAdvice(code) : undefined);
    throw new NoAccess(`${server}${who} cannot be read: ${lacking.says}${advice ? `; ${advice}` : ''}`);
  }
}

function tlsAdvice(code: string): string {
  return `its certificate is refused (${code}): see certificate-authority-data of the kubeconfig`;
}

function unreadOf(resource: Resource, lacking: Listed['lacking']): readonly Unread[] {
  const { plural } = resource;
  // An API that this cluster does not have holds no objects.
  return lacking === undefined || lacking.status === 404 ? [] : [{ what: plural, because: lacking.says }];
}
