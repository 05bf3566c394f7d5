import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { probewise } from '../cli/program';
import { Cluster } from '../diagnosis/cluster';
import { FakeApiServer } from './fake-api-server';

const folder = mkdtempSync(join(tmpdir(), 'probewise-tls-'));
const [key, cert, config] = ['key.pem', 'cert.pem', 'config'].map((name) => join(folder, name));
const subject = ['-subj', '/CN=api.test', '-addext', 'subjectAltName=DNS:api.test'];
const { status } = spawnSync('openssl', [
  'req',
  '-x509',
  '-newkey',
  'rsa:2048',
  '-nodes',
  '-days',
  '1',
  ...subject,
  '-keyout',
  key,
  '-out',
  cert,
]);
if (status !== 0) {
  process.stderr.write('\n*** openssl makes no certificate here: an API server over TLS is skipped ***\n\n');
}

(status === 0 ? describe : describe.skip)('given an API server over TLS', () => {
  let server: FakeApiServer;
  beforeAll(async () => {
    const tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
    server = await FakeApiServer.start({ objects: new Cluster().objects, token: 't', tls });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const diagnose = (cluster: object) => {
    writeFileSync(config, server.kubeconfig({ cluster }));
    return probewise(['diagnose', '--kubeconfig', config]);
  };

  test('whose authority the kubeconfig names, it is read', async () => {
    expect((await diagnose({ 'certificate-authority': cert, 'tls-server-name': 'api.test' })).status).toBe(0);
  });

  test('whose authority nobody knows, nothing is sent to it, and one message says so', async () => {
    const before = server.asked.length;
    const { status: exit, stderr } = await diagnose({});
    expect(stderr).toMatch(/cannot be read: self-signed certificate; its certificate is refused \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
    expect({ exit, sent: server.asked.length - before }).toEqual({ exit: 2, sent: 0 });
  });

  test('whose certificate is for another name, it is refused', async () => {
    expect((await diagnose({ 'certificate-authority': cert })).stderr).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('whose certificate should not count, it is read', async () => {
    expect((await diagnose({ 'insecure-skip-tls-verify': true })).status).toBe(0);
  });

  test('with a certificate that cannot be used, one message says so', async () => {
    const { status: exit, stderr } = await diagnose({ 'certificate-authority-data': Buffer.from('no PEM').toString('base64') });
    expect(exit).toBe(2);
    expect(stderr).not.toContain('a fault of probewise itself');
  });
});
