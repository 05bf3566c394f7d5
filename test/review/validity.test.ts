import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { seen, type Json } from './shop';
import { KUBERNETES } from '../kubernetes';

/** What the API server's own code says of broken probes and ports (conformance/validity). */
interface Case {
  readonly object: Json;
  readonly verdict: { readonly valid: boolean; readonly undecodable?: string; readonly fields?: readonly string[] };
}

const { kubernetes, cases }: { kubernetes: string; cases: readonly Case[] } = JSON.parse(
  readFileSync(resolve(__dirname, '../../conformance/vectors/probes-and-ports.json'), 'utf8'),
);

const refused = (field: RegExp, { undecodable = '', fields = [] }: Case['verdict']) =>
  field.test(undecodable) || fields.some((one) => field.test(one));

test('the corpus is of the Kubernetes that is pinned, and has objects that are refused, and some that are not', () => {
  expect(kubernetes).toBe(KUBERNETES);
  expect(cases.length).toBeGreaterThan(1000);
  expect(cases.filter(({ verdict }) => verdict.valid).length).toBeGreaterThan(200);
});

test.each([
  ['probe-invalid', /(startup|readiness|liveness)Probe/],
  ['port-invalid', /\.ports\b/],
])('%s finds something exactly where the API server refuses such a field', (rule, field) => {
  const different = cases.filter(({ object, verdict }) => {
    const found = seen(rule, object).length > 0;
    // An object that cannot be read is refused for the first thing wrong with it; what else is wrong it does not say.
    return verdict.undecodable ? refused(field, verdict) && !found : refused(field, verdict) !== found;
  });
  expect(different.map(({ object, verdict }) => [JSON.stringify(object), verdict])).toEqual([]);
});
