import type { ApiObject } from '../manifest/api-object';
import { matchesObject } from './object-pattern';
import type { Severity } from './rule';

/** How much a rule matters to a team. */
export interface RuleSetting {
  /** The rule's id. */
  readonly rule: string;
  /**
   * The objects: `Deployment shop/web`, with `*` for any text; without a namespace in any.
   *
   * @default - every object
   */
  readonly object?: string;
  /** How much its findings matter; `off` for not at all: they are suppressed. */
  readonly severity: Severity | 'off';
  /** Why, for the next reader. */
  readonly reason: string;
}

/** A setting, and where it is written. */
export interface SourcedSetting extends RuleSetting {
  /** `probewise.config.yaml`. */
  readonly origin: string;
}

/** The setting that decides about a rule's finding on an object: of several, the last. */
export function settingOf<S extends RuleSetting>(settings: readonly S[], rule: string, object: ApiObject): S | undefined {
  return settings.filter((setting) => setting.rule === rule && matchesObject(setting.object ?? '*', object)).pop();
}
