import { App, Chart } from 'cdk8s';
import type { ApiObject } from 'cdk8s';
import { overrideMethods } from './own-class';

/** What was computed during the synthesis under way, by what it was computed for; absent while there is none. */
let underWay: Map<object, unknown> | undefined;
const watched = new WeakSet<object>();

/**
 * Renders the object once in a synthesis. cdk8s validates the whole app first, again for each chart, and only then writes;
 * nothing is added in between, so what was judged is what is written. Outside a synthesis every call renders anew, since
 * nobody knows what has been added since.
 */
export function renderOnce(object: ApiObject): void {
  if (watched.has(object)) {
    return;
  }
  watchSyntheses(object);
  overrideMethods(object, (original) => ({ toJson: () => onceInSynthesis(object, () => original.toJson()) }));
}

/** What this computes, computed once in a synthesis. */
export function onceInSynthesis<Result>(subject: object, compute: () => Result): Result {
  if (underWay?.has(subject)) {
    return underWay.get(subject) as Result;
  }
  const result = compute();
  underWay?.set(subject, result);
  return result;
}

/** Sees the start of a synthesis, however it is asked for: of the app, or of one chart (`Testing.synth`). */
export function watchSyntheses(object: ApiObject): void {
  watched.add(object);
  const chart = Chart.of(object);
  if (watched.has(chart)) {
    return;
  }
  watched.add(chart);
  overrideMethods(chart, (original) => ({ toJson: () => duringSynthesis(() => original.toJson()) }));
  const app = App.of(chart);
  if (app instanceof App && !watched.has(app)) {
    watched.add(app);
    overrideMethods(app, (original) => ({
      synth: () => duringSynthesis(() => original.synth()),
      synthYaml: () => duringSynthesis(() => original.synthYaml()),
    }));
  }
}

function duringSynthesis<Result>(synthesise: () => Result): Result {
  if (underWay) {
    return synthesise();
  }
  underWay = new Map();
  try {
    return synthesise();
  } finally {
    underWay = undefined;
  }
}
