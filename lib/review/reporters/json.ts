import type { Reporter } from './reporter';

/** The contract of `report.schema.json`. JSON's own escapes keep control characters out of a terminal. */
export const json: Reporter = ({ report }) => `${JSON.stringify(report, null, 2)}\n`;
