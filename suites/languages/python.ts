import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeEnvironment } from '../e2e/python-environment';
import { firstFailure, WORK } from './run';

const WHEELS = join(WORK, 'wheel');
const VENV = join(WORK, 'venv');
/** A program of the environment that the wheel is installed into. */
export const python = (name: string) => join(VENV, 'bin', name);
/** Why Python cannot be tested; empty when it can. */
export const PYTHON_WHY_NOT = 'PROBEWISE_PYTHON_WHY_NOT';

/** An environment with the peers at their oldest, and the wheel of what is built now. Why there is none; `undefined` when there is. */
export function preparePython(): string | undefined {
  const missing = makeEnvironment(VENV, [join(__dirname, 'requirements.txt')]);
  if (missing !== undefined) {
    return missing;
  }
  rmSync(WHEELS, { recursive: true, force: true });
  mkdirSync(WHEELS, { recursive: true });
  const packed = firstFailure([
    ['npm', ['run', '--silent', 'package', '--', '--targets', 'python', '--outdir', WHEELS, '.']],
    [python('pip'), ['uninstall', '--quiet', '--yes', 'probewise']],
  ]);
  if (packed !== undefined) {
    throw new Error(packed); // the machine lacks nothing: the package is broken
  }
  const wheel = readdirSync(join(WHEELS, 'python')).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) {
    throw new Error(`jsii-pacmak left no wheel in ${WHEELS}`);
  }
  const installed = firstFailure([
    // Offline, so that a peer that the wheel asks for and the requirements lack is an error.
    [python('pip'), ['install', '--quiet', '--disable-pip-version-check', '--no-index', join(WHEELS, 'python', wheel)]],
    [python('pip'), ['check', '--disable-pip-version-check']],
  ]);
  if (installed !== undefined) {
    throw new Error(installed);
  }
  return undefined;
}
