import { KUBE_SCORE_CHECKS, Peer, VERSIONS } from './checks';
import { EXCEPTIONS } from './exceptions';
import { READINGS } from './readings';

/** `docs/peer-checks.md`, from what the tests hold true. */
export function page(): string {
  const checks = [
    ...KUBE_SCORE_CHECKS.map((check) => ({ peer: Peer.KUBE_SCORE, check })),
    ...READINGS.map(({ peer, check }) => ({ peer, check })),
  ];
  const rows = checks.flatMap(({ peer, check }) => {
    const exceptions = EXCEPTIONS.filter((one) => one.peer === peer && one.check === check);
    return exceptions.length
      ? exceptions.map(
          ({ says, kinds, reason }) => `| ${peer} | ${check} | exception | ${says ? `"${says}": ` : ''}${kinds.join(', ')}. ${reason} |`,
        )
      : [`| ${peer} | ${check} | passed | |`];
  });
  return `# The default checks of our peers

<!-- Written by suites/peers; \`UPDATE_PEER_CHECKS=1 npm test -- peers\` writes it anew. -->

What kube-score, kube-linter and Polaris say about the objects that the constructs write (the report's application, services
with nothing but defaults, one under an autoscaler with a queue worker beside it). A check that finds nothing to judge in them
counts as passed.

${Object.values(Peer)
  .map((peer) => `- ${peer}: ${VERSIONS[peer]}`)
  .join('\n')}

*Run* means that \`npm run test:peers\` builds the tool and judges our output with it. *Read* means that its default checks were
read in its sources and held against our output by \`suites/peers/readings.ts\`: a reading can be wrong where a run cannot.

| tool | check | outcome | reason |
|---|---|---|---|
${rows.join('\n')}
`;
}
