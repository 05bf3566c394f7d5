import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporary } from './servers';
import { asked, seenByKubernetes, TLS } from '../../test/rehearsal/asking/recorded';
import type { Certificate } from '../../test/rehearsal/asking/scripted-server';

/** A certificate that nobody vouches for, and whose name is not that of the server: the kubelet looks at neither. */
function certificate(): Certificate | undefined {
  const folder = temporary();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = spawnSync('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '1',
    '-subj',
    '/CN=nobody.example',
    '-keyout',
    key,
    '-out',
    cert,
  ]);
  return made.status === 0 ? { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } : undefined;
}

const made = certificate();
if (!made) {
  process.stderr.write('\n*** openssl makes no certificate here: the probes over TLS are skipped ***\n\n');
}

(made ? describe : describe.skip)('given a real server with TLS', () => {
  test('there is something to replay', () => {
    expect(TLS.length).toBeGreaterThan(15);
  });

  test.each(TLS.map((one) => [one.name, one] as const))(
    'the same bytes are sent and the same is concluded as by the kubelet: %s',
    async (_, recorded) => {
      expect(await asked(recorded, made)).toEqual(seenByKubernetes(recorded));
    },
  );
});
