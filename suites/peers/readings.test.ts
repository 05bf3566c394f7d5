import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Peer } from './checks';
import { EXCEPTIONS } from './exceptions';
import { page } from './page';
import { READINGS } from './readings';
import { SERVICES } from './services';
import type { Json } from './services';

const PAGE = resolve(__dirname, '../../docs/peer-checks.md');
const excepted = (peer: Peer, check: string): readonly string[] =>
  EXCEPTIONS.find((one) => one.peer === peer && one.check === check)?.kinds ?? [];
const synthesised = Object.values(SERVICES).map((synthesise) => synthesise());

describe.each(Object.entries(SERVICES))('given %s', (_name, synthesise) => {
  const objects = synthesise();

  test.each(READINGS)('$peer $check, as we read it, finds nothing that is not a listed exception', ({ peer, check, failing }) => {
    expect(failing(objects).filter((kind) => !excepted(peer, check).includes(kind))).toEqual([]);
  });
});

test('every exception to a check that is read is one that our output needs', () => {
  const needed = READINGS.flatMap(({ peer, check, failing }) => {
    const kinds = [...new Set(synthesised.flatMap(failing))].sort();
    return kinds.length ? [{ peer, check, kinds }] : [];
  });
  const listed = EXCEPTIONS.filter(({ peer }) => peer !== Peer.KUBE_SCORE).map(({ peer, check, kinds }) => ({
    peer,
    check,
    kinds: [...kinds].sort(),
  }));
  expect(sorted(listed)).toEqual(sorted(needed));
});

test('a reading can fail: an object that nothing has hardened', () => {
  const bare: Json = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'bare', labels: {} },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'bare' } },
      template: {
        metadata: { labels: { app: 'other' } },
        spec: {
          hostNetwork: true,
          hostPID: true,
          hostIPC: true,
          serviceAccountName: 'somebody',
          securityContext: {},
          volumes: [{ name: 'root', hostPath: { path: '/' } }],
          containers: [
            {
              name: 'bare',
              image: 'bare:latest',
              env: [
                { name: 'SECRET', value: 'x' },
                { name: 'SECRET', value: 'y' },
              ],
              ports: [{ containerPort: 22, hostPort: 22 }],
              livenessProbe: { httpGet: { port: 8080 } },
              resources: { requests: {}, limits: {} },
              securityContext: { privileged: true, procMount: 'Unmasked', capabilities: { add: ['ALL'] } },
            },
          ],
        },
      },
    },
  };
  const passed = READINGS.filter(({ failing }) => failing([bare]).length === 0).map(({ check }) => check);
  // What is left judges other kinds, or fields that are right by being absent.
  expect(passed).toMatchSnapshot();
});

test('docs/peer-checks.md says what the tests hold true', () => {
  if (process.env.UPDATE_PEER_CHECKS) {
    writeFileSync(PAGE, page());
  }
  expect(existsSync(PAGE) && readFileSync(PAGE, 'utf8')).toBe(page());
});

function sorted<T extends { peer: string; check: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => `${a.peer} ${a.check}`.localeCompare(`${b.peer} ${b.check}`));
}
