import { NoAccess } from './access';

/** What a user shows. */
export interface Credential {
  /** The header of this name. */
  readonly authorization?: string;
  readonly cert?: string;
  readonly key?: string;
}

/**
 * The header of a token.
 *
 * @throws NoAccess for what can be no header
 */
export function bearer(token: string): string {
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new NoAccess('the token has characters that no token has');
  }
  return `Bearer ${token}`;
}
