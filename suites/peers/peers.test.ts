import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { Yaml } from 'cdk8s';
import { KUBE_SCORE, KUBE_SCORE_CHECKS, Peer } from './checks';
import { EXCEPTIONS } from './exceptions';
import { WHY_NOT } from './peer-tools';
import { SERVICES } from './services';
import type { Json } from './services';
import { binaryOf } from '../../test/go-tool';
import { whyNot } from '../../test/prerequisite';

const reason = whyNot(WHY_NOT, 'test:peers');

/** All is well; anything less is a warning or worse (`scorecard.GradeAllOK`). */
const ALL_OK = 10;
const LISTED = EXCEPTIONS.filter(({ peer }) => peer === Peer.KUBE_SCORE).flatMap(({ check, says, kinds }) =>
  kinds.map((kind) => `${check}: ${kind}: ${says}`),
);

function kubeScore(args: string[], input?: string): string {
  const { stdout, stderr, error } = spawnSync(binaryOf(KUBE_SCORE), args, { input, encoding: 'utf8', timeout: 60_000, maxBuffer: 2 ** 26 });
  if (error || stderr) {
    throw new Error(`kube-score ${args.join(' ')}: ${error?.message ?? stderr}`);
  }
  return stdout;
}

/** Everything that it says of these objects, once each. */
function complaints(objects: Json[]): string[] {
  const scored: Json[] = JSON.parse(kubeScore(['score', '--output-format', 'json', '-'], Yaml.stringify(...objects)));
  expect(scored).toHaveLength(objects.length);
  const all = scored.flatMap(({ type_meta, checks }) =>
    checks
      .filter(({ skipped, grade }: Json) => !skipped && grade < ALL_OK)
      .flatMap(({ check, comments }: Json) => comments.map(({ summary }: Json) => `${check.id}: ${type_meta.kind}: ${summary}`)),
  );
  return [...new Set<string>(all)].sort();
}

(reason ? describe.skip : describe)('given kube-score with its default checks', () => {
  test('they are the ones that docs/peer-checks.md lists', () => {
    const byDefault = kubeScore(['list'])
      .trim()
      .split('\n')
      .filter((line) => line.endsWith(',default'))
      .map((line) => line.split(',')[0]);
    expect(byDefault).toEqual(KUBE_SCORE_CHECKS);
  });

  test.each(Object.entries(SERVICES))('of %s it says nothing but the listed exceptions', (_name, synthesise) => {
    expect(complaints(synthesise()).filter((one) => !LISTED.includes(one))).toEqual([]);
  });

  test('every listed exception is one that our output needs', () => {
    expect([...new Set(Object.values(SERVICES).flatMap((synthesise) => complaints(synthesise())))].sort()).toEqual([...LISTED].sort());
  });

  test('it would notice: the same objects with one safe default taken back', () => {
    const [, synthesise] = Object.entries(SERVICES)[0];
    const objects = synthesise();
    const { spec } = objects.find(({ kind }) => kind === 'Deployment').spec.template;
    spec.containers[0].readinessProbe = undefined;
    expect(complaints(objects)).toContainEqual(expect.stringMatching(/^pod-probes: /));
  });
});
