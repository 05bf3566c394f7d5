/** Where a field stands in its object: the keys and indices from the root. */
export type Path = readonly (string | number)[];

/** A path as a person writes it: `spec.containers[0].ports`, `metadata.annotations["example.org/a"]`. */
export function pathInWords(path: Path): string {
  return path
    .map((step, depth) => {
      if (typeof step === 'number') {
        return `[${step}]`;
      }
      return /^[\w-]+$/.test(step) ? `${depth ? '.' : ''}${step}` : `[${JSON.stringify(step)}]`;
    })
    .join('');
}
