import { isDeepStrictEqual } from 'node:util';
import { dump } from 'js-yaml';
import { readText } from '../../manifest/input/text';
import type { JsonObject } from '../../manifest/json';

/**
 * The text of a file with one more object behind the others.
 *
 * @returns nothing where it would not read as that, and in a file of JSON, which holds one
 */
export function appendedText(file: string, text: string, object: JsonObject): string | undefined {
  if (isJson(text)) {
    return undefined;
  }
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const document = dump(object, { lineWidth: -1, noRefs: true }).trimEnd().split('\n').join(lineBreak) + lineBreak;
  const whole = `${text.trimEnd()}${lineBreak}---${lineBreak}${document}`;
  const before = readText(file, text).documents;
  const after = readText(file, whole).documents;
  const wanted = [...before.map(({ json }) => json), object];
  return isDeepStrictEqual(
    after.map(({ json }) => json),
    wanted,
  )
    ? whole
    : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
