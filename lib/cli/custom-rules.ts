import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Bundle } from '../manifest/bundle';
import { isObject, shown } from '../manifest/json';
import { descriptions, type Observation, type Rule } from '../review';
import { UsageError } from './command';

/** What `--config` takes for code; anything else is data. */
const CODE = /\.[cm]?[jt]s$/;
const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;
const MODELS: readonly unknown[] = ['chain', 'clock', 'capacity'];
const SEVERITIES: readonly unknown[] = ['error', 'warning', 'info'];

/** Whether a configuration is a program. It is run only because the command line names it. */
export function isCode(file: string): boolean {
  return CODE.test(file);
}

/**
 * The rules that modules export as `rules`, each with the type of the built-in ones.
 *
 * @throws UsageError also later, from a rule's own `check`: a rule that fails must not pass for one that found nothing
 */
export function loadRules(files: readonly string[]): readonly Rule[] {
  const taken = new Set(descriptions().map(({ id }) => id));
  return files.flatMap((file) => {
    const refuse = (why: string): never => {
      throw new UsageError(`--config ${file}: ${why}`);
    };
    const { rules } = Object(loaded(file, refuse)) as { rules?: unknown };
    if (!Array.isArray(rules)) {
      return refuse('it exports no list of rules; write export const rules: Rule[] = […]');
    }
    return rules.map((rule: unknown, index) => {
      const fault = faultOf(rule, taken);
      if (fault !== undefined) {
        refuse(`rule ${isObject(rule) && isText(rule.id) ? rule.id : index + 1} ${fault}`);
      }
      taken.add((rule as Rule).id);
      return guarded(rule as Rule, file, refuse);
    });
  });
}

function loaded(file: string, refuse: (why: string) => never): unknown {
  const path = resolve(file);
  const load = createRequire(path);
  try {
    // Node strips types itself since 22.18; before, the user's own ts-node does.
    if (/ts$/.test(file) && !(process.features as { typescript?: unknown }).typescript) {
      tsNode(load, refuse).register({
        transpileOnly: true,
        skipProject: true,
        compilerOptions: { module: 'commonjs', moduleResolution: 'node10', target: 'es2022' },
      });
    }
    return load(path);
  } catch (error) {
    if (error instanceof UsageError) {
      throw error;
    }
    return refuse(`it cannot be loaded: ${oneLine(error)}`);
  }
}

interface TsNode {
  register(options: object): void;
}

function tsNode(load: NodeJS.Require, refuse: (why: string) => never): TsNode {
  try {
    return load('ts-node') as TsNode;
  } catch {
    return refuse(
      `Node ${process.versions.node} runs no TypeScript by itself; install ts-node and typescript beside it, or name a .js file`,
    );
  }
}

/** What is wrong with a rule; nothing when it can be applied. */
function faultOf(rule: unknown, taken: ReadonlySet<string>): string | undefined {
  if (!isObject(rule)) {
    return 'is no object';
  }
  const { id, model, severity, summary, doc, check } = rule;
  if (typeof id !== 'string' || !ID.test(id)) {
    return 'needs an id of lower-case words and dashes, such as team-owner-label';
  }
  if (taken.has(id)) {
    return 'has an id that is taken; put the name of your team before it';
  }
  if (!MODELS.includes(model) || !SEVERITIES.includes(severity)) {
    return `needs a model (${MODELS.join(', ')}) and a severity (${SEVERITIES.join(', ')})`;
  }
  if (!isText(summary) || !isObject(doc) || ![doc.why, doc.fix, doc.judges, doc.source].every(isText)) {
    return 'needs a summary, and a doc with why, fix, judges and source';
  }
  return typeof check === 'function' ? undefined : 'needs a function check({ bundle })';
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function guarded(rule: Rule, file: string, refuse: (why: string) => never): Rule {
  return {
    ...rule,
    check(reading) {
      let observations: unknown[];
      try {
        observations = [...rule.check(reading)];
      } catch (error) {
        return refuse(`rule ${rule.id} threw: ${oneLine(error)}${placeIn(file, error)}`);
      }
      const wrong = observations.findIndex((observation) => !isObservation(observation, reading.bundle));
      return wrong < 0
        ? (observations as Observation[])
        : refuse(
            `rule ${rule.id} yielded ${shown(observations[wrong]).slice(0, 120)}; an observation has an object of the bundle, a ` +
              'path, a message, a consequence and a fix',
          );
    },
  };
}

function isObservation(value: unknown, bundle: Bundle): boolean {
  if (!isObject(value)) {
    return false;
  }
  const { object, container, path, message, consequence, fix, severity, edit } = value;
  return (
    bundle.objects.some((known) => known === object) &&
    (container === undefined || isText(container)) &&
    isPath(path) &&
    [message, consequence, fix].every(isText) &&
    (severity === undefined || SEVERITIES.includes(severity)) &&
    (edit === undefined || (isObject(edit) && isPath(edit.path) && ['string', 'number'].includes(typeof edit.value)))
  );
}

function isPath(path: unknown): boolean {
  return Array.isArray(path) && path.every((step) => typeof step === 'string' || Number.isInteger(step));
}

function oneLine(error: unknown): string {
  return String((error as Error | undefined)?.message ?? error).split('\n')[0];
}

/** The line of the rule's own file in which it threw. */
function placeIn(file: string, error: unknown): string {
  const stack = String((error as Error | undefined)?.stack ?? '')
    .split('\n')
    .find((line) => line.includes(resolve(file)));
  const place = /:(\d+):\d+\)?$/.exec(stack ?? '');
  return place ? ` (line ${place[1]})` : '';
}
