import type { Document } from './document';
import { readFiles } from './files';

/**
 * The objects in a file or folder.
 *
 * @throws if a part of it cannot be read, naming file and line
 */
export function documentsIn(path: string): readonly Document[] {
  const { documents, problems } = readFiles([path]);
  if (problems.length) {
    throw new Error(
      problems.map(({ file, line, message }) => `${[file, line].filter((part) => part !== undefined).join(':')}: ${message}`).join('\n'),
    );
  }
  return documents;
}
