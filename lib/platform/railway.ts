import { integerOf, isObject, objectOf, textOf, type JsonObject } from '../manifest/json';
import { secondsOf } from './amount';
import { RAILWAY } from './platform';
import type { Service } from './service';
import { fieldOf } from './variables';
import { shellCommand } from './words';

/** Whether this is a `railway.json` or `railway.toml`. */
export function isRailway(file: string, json: JsonObject): boolean {
  return /(^|\/)railway(\.[\w-]+)?\.(json|toml)$/i.test(file) && (isObject(json.deploy) || isObject(json.build));
}

/** The one service that such a file is about. */
export function railwayServices(json: JsonObject): readonly Service[] {
  const deploy = objectOf(json.deploy);
  const build = objectOf(json.build);
  const asked = textOf(deploy.healthcheckPath);
  const dockerfile = textOf(build.dockerfilePath);
  return [
    {
      platform: RAILWAY,
      name: 'app',
      path: ['deploy'],
      image: 'app',
      build: { context: textOf(build.buildContext) ?? '.', dockerfile, dockerfileBeside: true },
      entrypoint: fieldOf(deploy, 'startCommand', ['deploy'], (value) => {
        const line = textOf(value);
        return line === undefined ? undefined : shellCommand(line);
      }),
      environment: new Map(),
      open: true, // variables of the service
      // The check goes to PORT, which Railway sets: https://docs.railway.com/guides/healthchecks
      entrance: asked === undefined ? undefined : { by: RAILWAY.name },
      // It is asked until it answers 200 once, and never again.
      health:
        asked === undefined
          ? undefined
          : {
              path: ['deploy', 'healthcheckPath'],
              asks: { httpPath: asked },
              roles: ['startup'],
            },
      replicas: fieldOf(deploy, 'numReplicas', ['deploy'], integerOf),
      grace: fieldOf(deploy, 'drainingSeconds', ['deploy'], secondsOf),
    },
  ];
}
