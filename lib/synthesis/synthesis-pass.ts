import { App, Chart } from 'cdk8s';
import type { ApiObject } from 'cdk8s';
import type { Json } from './json';

/** What was rendered during the synthesis under way; absent while there is none. */
let underWay: Map<ApiObject, Json> | undefined;
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
  watched.add(object);
  watchSyntheses(object);
  const render = object.toJson.bind(object);
  object.toJson = () => {
    const known = underWay?.get(object);
    if (known) {
      return known;
    }
    const json = render();
    underWay?.set(object, json);
    return json;
  };
}

/** The ways to start a synthesis: of the app, or of one chart (`Testing.synth`). */
function watchSyntheses(object: ApiObject): void {
  const chart = Chart.of(object);
  if (watched.has(chart)) {
    return;
  }
  watched.add(chart);
  chart.toJson = duringSynthesis(chart.toJson.bind(chart));
  const app = App.of(chart);
  if (app instanceof App && !watched.has(app)) {
    watched.add(app);
    app.synth = duringSynthesis(app.synth.bind(app));
    app.synthYaml = duringSynthesis(app.synthYaml.bind(app));
  }
}

function duringSynthesis<Result>(synthesise: () => Result): () => Result {
  return () => {
    if (underWay) {
      return synthesise();
    }
    underWay = new Map();
    try {
      return synthesise();
    } finally {
      underWay = undefined;
    }
  };
}
