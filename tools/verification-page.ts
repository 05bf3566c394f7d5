// Writes docs/verification.md from what the suites of the application and of the cluster last recorded. Run by `npm run verification`,
// after the suite of the application; where that has no record, what the page says of a cluster is written anew and nothing else.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Verification } from '../suites/app/verification';
import type { Seen } from '../suites/app/situation';
import { differences } from '../suites/app/verification';
import { COLUMN, withCluster } from './verification-on-a-cluster';

const root = resolve(__dirname, '..');

function page({ cores, lasts, rows }: Verification): string {
  return `# Predicted and observed

\`npm run verification\` runs these situations on the incident's application (Django on gunicorn, PostgreSQL, Redis, all real processes) and
writes this page. Each runs twice from the same manifest: in \`simulate\`, and on a process that the kubelet's prober of this library asks in
real time, and ends and starts again when liveness condemns it. Both get the same requests at the same moments, and the model the
measured time of the boot. Users keep their connections, as an ingress does. The manifest is the one that \`examples/obcms\` synthesises (two
gthread workers of four threads with one queue), or what a row says it is.

The suite fails where restarts differ by more than 1, the answered part of the requests by more than 10 points, or becoming unready or
ready again by more than one period of the readiness probe (5 s). This run: ${cores} cores, disturbances and loads of ${lasts} s.

Each cell is predicted | observed, in seconds after the disturbance. Where a little decides (a pool that can just about serve everybody,
workers with a queue each, of which the kernel picks one, or a container that boots again just before a probe or just after), a range stands
behind the prediction: that of 32 courses of chance, with boots up to a tenth shorter and longer, and what is observed is held against it. "slowest" is the 99th percentile of the answered requests; it and "condemned" are shown, not compared.

| situation | restarts | workers killed by \`timeout\` | answered | unready after | ready again after | condemned after | slowest | beyond tolerance | ${COLUMN} |
|---|---|---|---|---|---|---|---|---|---|
${rows
  .map(({ name, model, real }) => {
    const pair = (of: (seen: Seen) => string) => `${of(model[0])}${range(model.map(of))} \\| ${of(real)}`;
    return `| ${[
      name,
      pair(({ restarts }) => `${restarts}`),
      pair(({ workerTimeouts }) => `${workerTimeouts}`),
      pair(({ answered }) => percent(answered)),
      pair(({ unreadyAfter }) => seconds(unreadyAfter)),
      pair(({ readyAgainAfter }) => seconds(readyAgainAfter)),
      pair(({ condemnedAfter }) => seconds(condemnedAfter)),
      pair(({ slowest }) => seconds(slowest)),
      differences({ model, real }).join(', ') || 'nothing',
      '–',
    ].join(' | ')} |`;
  })
  .join('\n')}
`;
}

/** The least and the greatest, where they differ. */
function range(values: readonly string[]): string {
  const sorted = [...values].sort(byNumber);
  const [least, greatest] = [sorted[0], sorted[sorted.length - 1]];
  return least === greatest ? '' : ` (${least} to ${greatest})`;
}

/** "never" last. */
function byNumber(one: string, other: string): number {
  return (Number.parseFloat(one) || (one === 'never' ? Infinity : 0)) - (Number.parseFloat(other) || (other === 'never' ? Infinity : 0));
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

function seconds(value: number | undefined): string {
  return value === undefined ? 'never' : `${value.toFixed(1)} s`;
}

const [target, record] = [resolve(root, 'docs/verification.md'), resolve(root, '.cache/verification.json')];
writeFileSync(target, withCluster(existsSync(record) ? page(JSON.parse(readFileSync(record, 'utf8'))) : readFileSync(target, 'utf8')));
