import { boolYaml11Tag, defineScalarTag, FAILSAFE_SCHEMA, mergeTag, NOT_RESOLVED, nullYaml11Tag } from 'js-yaml';

/** Go's `strconv.ParseInt` with base 0, which takes the octal numbers of C as well. */
const INTEGER = /^([-+]?)(?:0[xX]([\da-fA-F]+)|0[oO]?([0-7]+)|0[bB]([01]+)|(0|[1-9]\d*))$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const MOST = 2n ** 64n;
const NUMBER = { implicit: true, implicitFirstChars: [...'-+.0123456789'], identify: (value: unknown) => typeof value === 'number' };

/**
 * What a scalar without quotes means to Kubernetes' reader (`sigs.k8s.io/yaml`, over go.yaml.in/yaml/v2, resolve.go): YAML 1.1 for truth
 * values and octal numbers, Go's own numbers with `_` between digits, no dates, and `<<` merges.
 */
export const SCHEMA = FAILSAFE_SCHEMA.withTags(
  nullYaml11Tag,
  boolYaml11Tag,
  defineScalarTag('tag:yaml.org,2002:int', { ...NUMBER, resolve: wholeNumber }),
  defineScalarTag('tag:yaml.org,2002:float', { ...NUMBER, resolve: number }),
  mergeTag,
);

function wholeNumber(text: string): number | typeof NOT_RESOLVED {
  const [, sign, hex, octal, binary, decimal] = INTEGER.exec(text.replace(/_/g, '')) ?? [];
  if (sign === undefined) {
    return NOT_RESOLVED;
  }
  const size = BigInt(hex !== undefined ? `0x${hex}` : octal !== undefined ? `0o${octal}` : binary !== undefined ? `0b${binary}` : decimal);
  // What needs more than 64 bits is a float, where it is written in tens.
  return size < MOST ? Number(sign === '-' ? -size : size) : NOT_RESOLVED;
}

/** JSON has no number that is infinite, and so Kubernetes takes none. */
function number(text: string): number | typeof NOT_RESOLVED {
  const plain = text.startsWith('.') ? text : text.replace(/_/g, '');
  const value = FLOAT.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value) ? value : NOT_RESOLVED;
}
