import { resolve } from 'node:path';
import { streamOf, verdictsOf, type Verdict } from './api-server';
import { brokenObjects } from './broken-objects';
import { KUBERNETES } from '../../test/kubernetes';

/** Objects with broken probes and ports, and what the API server says of them; `npm test` replays it without Go. */
export const CORPUS = resolve(__dirname, '../../conformance/vectors/probes-and-ports.json');

const SEED = 1;
const MIXED = 300;

/** The corpus as the API server judges it today. */
export function corpus(): string {
  const objects = brokenObjects(SEED, MIXED);
  const verdicts = verdictsOf(streamOf(objects));
  const cases = objects.map((object, index) => JSON.stringify({ object, verdict: short(verdicts[index]) }));
  return `{"kubernetes":${JSON.stringify(KUBERNETES)},"cases":[\n${cases.join(',\n')}\n]}\n`;
}

/** Without the messages: nobody compares wordings. */
function short({ valid, undecodable, errors }: Verdict): object {
  return { valid, ...(undecodable && { undecodable }), ...(errors && { fields: errors.map(({ field }) => field) }) };
}
