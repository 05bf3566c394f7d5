/** The colours of a terminal, by what they mean. */
const COLOURS = { error: '31', warning: '33', info: '36', good: '32', bold: '1', dim: '2' } as const;

/** Colours text for a terminal. */
export type Paint = (style: keyof typeof COLOURS, text: string) => string;

/** Colours where the reader's terminal shows them. */
export function paintWith(colour: boolean): Paint {
  return (style, text) => (colour ? `\u001b[${COLOURS[style]}m${text}\u001b[0m` : text);
}
