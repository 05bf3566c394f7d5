import { Rejection } from '../../props/rejection';

/**
 * The id of a construct, checked before `constructs` has it: that keeps children in an object, and takes an id such as `toString` for
 * one that is there.
 */
export function checkedId(id: string): string {
  if (id in Object.prototype) {
    throw new Rejection(`the id '${id}'`, 'every object has something of that name', "use one such as 'web'");
  }
  return id;
}

/** The same for one that becomes the name of a container and the value of a label. */
export function checkedLabelId(id: string): string {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/i.test(checkedId(id))) {
    throw new Rejection(
      `the id '${id}'`,
      'it names a container and becomes a label, so it is a DNS label: letters, digits and -, at most 63',
      "use one such as 'web'",
    );
  }
  return id;
}
