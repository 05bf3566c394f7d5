import { hasHole } from '../../manifest/partial-text';

/**
 * Whether a pattern of `case` fits a text, in time proportional to both.
 *
 * @returns nothing where the pattern has more than stars, or is not known
 */
function matches(pattern: string, text: string): boolean | undefined {
  if (hasHole(pattern) || /[?[\]\\]/.test(pattern)) {
    return undefined;
  }
  const parts = pattern.split('*');
  if (parts.length === 1) {
    return pattern === text;
  }
  const [first, last] = [parts[0], parts[parts.length - 1]];
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) {
    return false;
  }
  let position = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, position);
    if (found < 0 || found + part.length > text.length - last.length) {
      return false;
    }
    position = found + part.length;
  }
  return true;
}

/** Whether one of several patterns fits; nothing where that is not known. */
export function fits(patterns: readonly string[], text: string): boolean | undefined {
  const results = patterns.map((pattern) => matches(pattern, text));
  return results.includes(true) ? true : results.includes(undefined) ? undefined : false;
}
