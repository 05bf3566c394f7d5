import { beforeAll, describe, expect, test } from '@jest/globals';
import { asked, PLAIN, seenByKubernetes, waits, type Recorded } from './recorded';

// Those over TLS need a certificate, which Node cannot make: test/e2e/tls-probes.test.ts has them.
describe('given a real server, over real sockets', () => {
  test('there is much to replay', () => {
    expect(PLAIN.length).toBeGreaterThan(500);
  });

  describe('the same bytes are sent and the same is concluded as by the kubelet', () => {
    // Some of them wait for a second until it is too late: they wait together.
    const late = PLAIN.filter(waits);
    let answers: ReadonlyMap<Recorded, unknown>;
    beforeAll(async () => {
      answers = new Map(await Promise.all(late.map(async (recorded) => [recorded, await asked(recorded)] as const)));
    });

    test.each(PLAIN.map((one) => [one.name, one] as const))('%s', async (_, recorded) => {
      expect(answers.get(recorded) ?? (await asked(recorded))).toEqual(seenByKubernetes(recorded));
    });
  });
});
