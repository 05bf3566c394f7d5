import { textOf } from '../../manifest/json';
import { NoAccess } from './access';
import { askPlugin } from './credential-plugin';
import type { Entry } from './kubeconfig';
import { fileIn, pemOf } from './named-file';
import { bearer, type Credential } from './shown-credential';

/**
 * What a user of a kubeconfig shows: a certificate, a token, a password, or what a program says that the kubeconfig names.
 *
 * @throws NoAccess
 */
export async function credentialOf(user: Entry, server: string): Promise<Credential> {
  const { json, folder } = user;
  const cert = pemOf(json, 'client-certificate', folder);
  const key = pemOf(json, 'client-key', folder);
  const pair = { ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) };
  const file = textOf(json.tokenFile);
  const token = file ? fileIn(folder, file).trim() : textOf(json.token);
  if (token) {
    return { ...pair, authorization: bearer(token) };
  }
  const name = textOf(json.username);
  if (name) {
    const basic = Buffer.from(`${name}:${textOf(json.password) ?? ''}`).toString('base64');
    return { ...pair, authorization: `Basic ${basic}` };
  }
  if (json['auth-provider'] !== undefined) {
    throw new NoAccess('the user has an auth-provider, which Kubernetes no longer has: let the kubeconfig name a credential plugin (exec)');
  }
  return json.exec === undefined ? pair : { ...pair, ...(await askPlugin(json.exec, folder, server)) };
}
