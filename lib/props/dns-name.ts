import { Rejection } from './rejection';

/**
 * @throws unless this is a DNS subdomain, as the names of most objects are (`k8s.io/apimachinery/pkg/util/validation`,
 * IsDNS1123Subdomain)
 */
export function checkSubdomain(what: string, name: string, example: string): void {
  if (name.length > 253 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)) {
    throw new Rejection(
      `${what} '${name}'`,
      'such a name is a DNS subdomain: a-z, 0-9, - and ., at most 253',
      `use a name such as '${example}'`,
    );
  }
}

/** @throws unless this is a DNS label, as the name of a namespace is (IsDNS1123Label) */
export function checkNamespace(what: string, name: string, example: string): void {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    throw new Rejection(
      `${what} '${name}'`,
      'the name of a namespace is a DNS label: a-z, 0-9 and -, at most 63',
      `use a name such as '${example}'`,
    );
  }
}
