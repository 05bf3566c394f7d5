import { resolve } from 'node:path';
import { go, HELM, install } from '../../test/go-tool';
import { tellWhyNot } from '../../test/prerequisite';
import { POLICY } from './policy';
import { publishedDefinitions } from './published-definitions';

/** Why the suite cannot run; empty when it can. */
export const WHY_NOT = 'PROBEWISE_ORACLE_WHY_NOT';
/** Kubernetes' own validation as a program (conformance/validity). */
export const VALIDITY = resolve(__dirname, '../../.cache/oracle/validity');
/** Files of CustomResourceDefinitions, as a list in JSON. */
export const DEFINITIONS = 'PROBEWISE_ORACLE_DEFINITIONS';

/** Run once before the suite (`globalSetup`): Go builds only what has changed since it last did. */
export default function prepare(): void {
  const definitions = publishedDefinitions();
  tellWhyNot(
    WHY_NOT,
    'the suite of the oracle',
    [
      install(HELM),
      go(['build', '-o', VALIDITY, './validity']).reason,
      go(['build', '-o', POLICY, './policy']).reason,
      ...definitions.map(({ reason }) => reason),
    ].find((reason) => reason !== undefined),
  );
  process.env[DEFINITIONS] = JSON.stringify(definitions.flatMap(({ files }) => files));
}
