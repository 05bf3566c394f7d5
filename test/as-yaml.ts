import { Yaml } from 'cdk8s';

/** Objects as cdk8s writes them: what a reviewer of a snapshot knows. */
export function asYaml(...objects: unknown[]): string {
  return Yaml.stringify(...objects);
}
