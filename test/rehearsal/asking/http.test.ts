import { describe, expect, test } from '@jest/globals';
import { asked, PLAIN, seenByKubernetes } from './recorded';

// Those over TLS need a certificate, which Node cannot make: test/e2e/tls-probes.test.ts has them.
describe('given a real server, over real sockets', () => {
  test('there is much to replay', () => {
    expect(PLAIN.length).toBeGreaterThan(500);
  });

  test.each(PLAIN.map((one) => [one.name, one] as const))(
    'the same bytes are sent and the same is concluded as by the kubelet: %s',
    async (_, recorded) => {
      expect(await asked(recorded)).toEqual(seenByKubernetes(recorded));
    },
  );
});
