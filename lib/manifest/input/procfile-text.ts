import { Document } from './document';
import type { TextContents } from './text-contents';

/** `web: gunicorn shop.wsgi`. */
const PROCESS = /^([A-Za-z0-9_-]+):[ \t]*(\S.*)$/gm;

/** Reads a Procfile: the command of each type of process, one a line. Lines of another form are passed over, as Heroku does. */
export function readProcfile(file: string, text: string): TextContents {
  const processes = [...text.matchAll(PROCESS)];
  const places = new Map(processes.map(({ 1: name, index }) => [name, index]));
  const json = { Procfile: Object.fromEntries(processes.map(([, name, command]) => [name, command.trimEnd()])) };
  return { documents: [new Document(file, json, text, 0, 0, ([, name]) => places.get(String(name)) ?? 0)], problems: [] };
}
