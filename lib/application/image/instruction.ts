/** One instruction of a Dockerfile, continuation lines joined. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
  /** The text of here-documents that follow it. */
  readonly documents: readonly string[];
}

/** A Dockerfile that anybody wrote has fewer. */
const MOST = 5000;

/** The instructions of a Dockerfile, in time proportional to its length; nothing where there are more than are followed. */
export function instructionsOf(text: string): readonly Instruction[] | undefined {
  const lines = text.split(/\r?\n/);
  const escape = /^#\s*escape\s*=\s*`/m.test(text.slice(0, 500)) ? '`' : '\\';
  const instructions: Instruction[] = [];
  for (let index = 0; index < lines.length; index++) {
    const parts: string[] = [];
    for (; index < lines.length; index++) {
      const line = lines[index].trimEnd();
      if (/^[ \t]*#/.test(line)) {
        // A comment may stand between the lines of an instruction.
        if (parts.length === 0) {
          break;
        }
        continue;
      }
      const goesOn = line.endsWith(escape);
      parts.push(goesOn ? line.slice(0, -1) : line);
      if (!goesOn) {
        break;
      }
    }
    const [, name, rest] = /^([A-Za-z]+)\s+([\s\S]*)$/.exec(parts.join(' ').trim()) ?? [];
    if (name === undefined) {
      continue;
    }
    const documents = hereDocuments(name, rest).map((end) => {
      const start = index + 1;
      const close = lines.findIndex((line, at) => at >= start && line.trim() === end);
      index = close < 0 ? lines.length : close;
      return lines.slice(start, index).join('\n');
    });
    instructions.push({ name: name.toUpperCase(), rest, documents });
    if (instructions.length > MOST) {
      return undefined;
    }
  }
  return instructions;
}

/** The words that end the here-documents of an instruction: `COPY <<EOF /start.sh`. */
function hereDocuments(name: string, rest: string): readonly string[] {
  return /^(run|copy|add)$/i.test(name) ? [...rest.matchAll(/<<-?\s?["']?([A-Za-z_]\w{0,80})["']?/g)].map(([, end]) => end) : [];
}

/** The exec form is a JSON list; anything else goes through a shell. */
export function commandOf(rest: string, shell: readonly string[]): readonly string[] {
  return listIn(rest) ?? [...shell, rest];
}

/** The words of a JSON list; nothing where the text is none. */
export function listIn(text: string): readonly string[] | undefined {
  try {
    const words: unknown = text.startsWith('[') ? JSON.parse(text) : undefined;
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    // The shell form may begin with a bracket as well.
    return undefined;
  }
}
