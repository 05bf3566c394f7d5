import type { Report } from '../report';
import type { RuleDescription } from '../rule';

/** Everything a report may be written from. */
export interface Reviewed {
  readonly report: Report;
  /** The rules that were applied, and whatever else a finding may be of. */
  readonly rules: readonly RuleDescription[];
  /** The text of each file, for code frames; a file that is not here gets none. */
  readonly sources: ReadonlyMap<string, string>;
  /** Whether the reader's terminal shows colours. */
  readonly colour: boolean;
}

/** Writes a report in one format: pure, and ending with a line break. */
export type Reporter = (reviewed: Reviewed) => string;
