import { integerOf, objectOf, textOf, type JsonObject } from '../manifest/json';
import { PROCFILE } from './platform';
import type { Service } from './service';
import { shellCommand } from './words';

/** Memory of a dyno by its size. Bytes. https://devcenter.heroku.com/articles/dyno-sizes */
const SIZES: ReadonlyMap<string, number> = new Map([
  ['eco', 512 * 2 ** 20],
  ['basic', 512 * 2 ** 20],
  ['standard-1x', 512 * 2 ** 20],
  ['standard-2x', 2 ** 30],
  ['performance-m', 2.5 * 2 ** 30],
  ['performance-l', 14 * 2 ** 30],
]);
/** From SIGTERM to SIGKILL. Seconds. https://devcenter.heroku.com/articles/dyno-shutdown-behavior */
const GRACE = 30;

/** Whether this is what a Procfile says. */
export function isProcfileJson(json: JsonObject): boolean {
  return typeof json.Procfile === 'object' && Object.keys(json).length === 1;
}

/** Whether this is an `app.json`: what it says of sizes belongs to the Procfile beside it. */
export function isAppJson(file: string, json: JsonObject): boolean {
  return /(^|\/)app\.json$/.test(file) && json.kind === undefined;
}

/**
 * The types of process of a Procfile.
 *
 * @param app the app.json beside it
 */
export function procfileServices(json: JsonObject, app: JsonObject): readonly Service[] {
  return Object.entries(objectOf(json.Procfile)).flatMap(([name, command]): readonly Service[] => {
    const line = textOf(command);
    const { quantity, size } = objectOf(objectOf(app.formation)[name]);
    const path = ['Procfile', name];
    const memory = SIZES.get(String(size).toLowerCase());
    const replicas = integerOf(quantity);
    return line === undefined
      ? []
      : [
          {
            platform: PROCFILE,
            name,
            path,
            image: 'app',
            build: { context: '.', source: '/app' },
            entrypoint: { value: shellCommand(line), path },
            environment: new Map(),
            open: true, // config vars
            entrance: name === 'web' ? { by: PROCFILE.name } : undefined,
            memory: memory === undefined ? undefined : { value: memory, path },
            replicas: replicas === undefined ? undefined : { value: replicas, path },
            grace: { value: GRACE, path },
            finite: name === 'release' ? true : undefined,
          },
        ];
  });
}
