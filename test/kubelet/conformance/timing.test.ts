import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { type Behaviour, recorded, replayed, type TimingCase } from './timing-case';
import { KUBERNETES } from '../../kubernetes';

const VECTORS = join(__dirname, '../../../conformance/vectors/timing.jsonl.gz');
/** Of how many cases one is replayed: each of them where a machine of its own has the time. */
const EVERY = process.env.CI ? 1 : 10;

const [header, ...cases] = gunzipSync(readFileSync(VECTORS))
  .toString()
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

describe("the model of the prober against the kubelet's own", () => {
  test('the vectors are whole', () => {
    expect(header).toEqual({ go: expect.stringMatching(/^go1\./), kubernetes: KUBERNETES, cases: cases.length });
  });

  test('every attempt, result and published state of a replayed case is the same, and at the same time', () => {
    const different: { seed: number; model: Behaviour; kubelet: Behaviour }[] = [];
    for (const timing of cases.filter((_, index) => index % EVERY === 0) as TimingCase[]) {
      const model = replayed(timing);
      const kubelet = recorded(timing);
      if (JSON.stringify(model) !== JSON.stringify(kubelet)) {
        different.push({ seed: timing.seed, model, kubelet });
      }
    }
    expect(
      different.length && { cases: different.length, seeds: different.map(({ seed }) => seed).slice(0, 20), first: { ...different[0] } },
    ).toBe(0);
  });
});
