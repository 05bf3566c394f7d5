import { readFileSync } from 'node:fs';
import { readConfig } from './config';
import type { ReviewOptions } from './judge';

/** What a project's own tests and its cdk8s.yaml say about a review. */
export interface TeamOptions {
  /**
   * A configuration that is data: `probewise.config.yaml`.
   *
   * @default - none is read
   */
  readonly config?: string;
  /**
   * Whether what is reviewed is all there is, so that a target that is absent is an error.
   *
   * @default false - or what the configuration says
   */
  readonly complete?: boolean;
}

/** @throws if the configuration cannot be read or used */
export function reviewOptionsOf({ config: file, complete }: TeamOptions): ReviewOptions {
  if (file === undefined) {
    return { extent: { complete } };
  }
  const { config, problems } = readConfig(file, textOf(file));
  if (problems.length > 0) {
    throw new Error(problems.map(({ line, message }) => `${file}${line === undefined ? '' : `:${line}`}: ${message}.`).join('\n'));
  }
  return {
    suppressions: config.suppressions,
    settings: config.settings,
    extent: { complete: complete ?? config.complete },
    today: new Date().toISOString().slice(0, 10),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(`config ${JSON.stringify(file)} cannot be read; name a file that is there.`);
  }
}
