import { printable } from '../../wording/printable';

/** Longer lines are cut: a manifest may hold a whole file in one. */
const WIDEST = 120;

/** The line in question with the one before and the one after it, and a mark below its column. Both from 1. */
export function codeFrame(source: string, line: number, column: number): string[] {
  const lines = linesOf(source);
  const first = Math.max(1, line - 1);
  const last = Math.min(lines.length, line + 1);
  const width = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    frame.push(
      `${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${printable(lines[number - 1]).slice(0, WIDEST)}`.trimEnd(),
    );
    if (number === line && column <= WIDEST) {
      frame.push(`  ${' '.repeat(width)} | ${' '.repeat(printable(lines[number - 1].slice(0, column - 1)).length)}^`);
    }
  }
  return frame;
}

/** Findings come file by file: a large file with a thousand of them is taken apart once. */
let latest: { readonly source: string; readonly lines: readonly string[] } = { source: '', lines: [''] };

function linesOf(source: string): readonly string[] {
  if (latest.source !== source) {
    latest = { source, lines: source.split(/\r?\n/) };
  }
  return latest.lines;
}
