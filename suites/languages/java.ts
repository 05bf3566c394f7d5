import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { firstFailure, root, run, WORK } from './run';

const CODE = join(WORK, 'java-code');
const JARS = join(WORK, 'java-jars');
const CLASSES = join(WORK, 'java-classes');
/** Where Java finds what the suite compiled and what that needs. */
export const CLASS_PATH = [CLASSES, join(JARS, '*')].join(delimiter);
/** Why Java cannot be tested; empty when it can. */
export const JAVA_WHY_NOT = 'PROBEWISE_JAVA_WHY_NOT';

/** Generates and compiles the bindings and the example. Why the machine cannot; `undefined` when it can. */
export function prepareJava(): string | undefined {
  if (run('javac', ['-version']).status !== 0) {
    return 'there is no javac';
  }
  const jars = firstFailure([
    ['mvn', ['-q', 'dependency:copy-dependencies', '-f', join(__dirname, 'java/pom.xml'), `-DoutputDirectory=${JARS}`]],
  ]);
  if (jars !== undefined) {
    return jars;
  }
  rmSync(CODE, { recursive: true, force: true });
  rmSync(CLASSES, { recursive: true, force: true });
  mkdirSync(CLASSES, { recursive: true });
  // Not every mirror of Maven's registry has cdk8s-plus-28: its code is generated from the npm package, as its authors do.
  const projects = ['.', 'node_modules/cdk8s-plus-28'];
  const generated = firstFailure([
    [join(root, 'node_modules/.bin/jsii-pacmak'), ['--targets', 'java', '--code-only', '--outdir', CODE, ...projects]],
  ]);
  const sources = [...filesBelow(join(CODE, 'java/src/main/java'), '.java'), join(root, 'examples/obcms/java/Obcms.java')];
  const compiled =
    generated ?? firstFailure([['javac', ['-nowarn', '-proc:none', '-d', CLASSES, '-classpath', join(JARS, '*'), ...sources]]]);
  if (compiled !== undefined) {
    throw new Error(compiled); // the machine lacks nothing: the package is broken
  }
  cpSync(join(CODE, 'java/src/main/resources'), CLASSES, { recursive: true });
  return undefined;
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}
