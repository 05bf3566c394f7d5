import { beyond, recorded, type Expected, type Row } from '../suites/cluster/verification';

/** What `docs/verification.md` says of a cluster: the last column of its table, and a section of its own behind it. */

export const COLUMN = 'on a cluster';
const SECTION = '\n## On a cluster\n';

/** The page, with what the suite of the cluster last recorded: it runs on few machines, so its record lies in the repository. */
export function withCluster(page: string): string {
  const { kubernetes, rows } = recorded();
  const [table] = page.split(SECTION);
  const filled = table
    .split('\n')
    .map((line) => line.replace(/^\| ([^|]+) \|(.*)\| [^|]* \|$/, (whole, name, cells) => cell(rows, whole, name, cells)))
    .join('\n');
  return rows.length ? `${filled.trimEnd()}\n${SECTION}${section(kubernetes, rows)}` : filled;
}

function cell(rows: readonly Row[], whole: string, name: string, cells: string): string {
  const row = rows.find((each) => each.name === name);
  return name === 'situation' ? whole : `| ${name} |${cells}| ${row ? shortly(row) : '–'} |`;
}

function shortly({ real }: Row): string {
  const moments = [real.unreadyAfter, real.readyAgainAfter].map(seconds);
  return `${plural(real.restarts)}, ${percent(real.answered)}, unready after ${moments[0]}, ready again after ${moments[1]}`;
}

function section(kubernetes: string, rows: readonly Row[]): string {
  return `
\`npm run test:cluster\` puts the same manifests on Kubernetes ${kubernetes} (two nodes, \`cluster/README.md\`): the synthesised \`examples/obcms\`
with two pods, and \`before.yaml\` as "the settings of the incident". Users come at an even pace through the ingress and open a connection
each. Each cell is predicted | observed; behind the prediction stands the range of eight courses of chance, with boots up to a tenth shorter
and longer than the one that was measured on the cluster. Times are seconds after the disturbance, of the first pod that became unready.
The suite fails where restarts differ by more than 1, the answered part by more than 5 points, or a moment by more than a period of the
readiness probe; and where of the synthesised manifests a rollout, an eviction, a drain or a smaller scale costs one answer.

| situation | times | users a second | requests | restarts | answered | unready after | ready again after | beyond tolerance |
|---|---|---|---|---|---|---|---|---|
${rows.map(line).join('\n')}

Also held, with nothing to predict: with migrations pending the pods wait in their init container and none restarts; applied again no Job
runs again, and a new release runs one of its own; the process is of user 10001 and its root cannot be written; the examples and
100 services with random props (but for Services of IPv6, which the cluster does not have) pass server-side apply without a warning.
`;
}

function line(row: Row): string {
  const { name, times = 1, load, model, real, moments } = row;
  const pair = (of: (seen: Expected) => string) => {
    const all = model.map(of);
    const sorted = [...all].sort((a, b) => (Number.parseFloat(a) || 1e9) - (Number.parseFloat(b) || 1e9));
    const range = sorted[0] === sorted.at(-1) ? all[0] : `${sorted[0]} to ${sorted.at(-1)}`;
    return `${range} \\| ${of(real)}`;
  };
  return `| ${[
    name,
    times,
    load,
    real.requests,
    pair(({ restarts }) => `${restarts}`),
    pair(({ answered }) => percent(answered)),
    moments ? pair(({ unreadyAfter }) => seconds(unreadyAfter)) : '–',
    moments ? pair(({ readyAgainAfter }) => seconds(readyAgainAfter)) : '–',
    beyond(row).join(', ') || 'nothing',
  ].join(' | ')} |`;
}

function plural(restarts: number): string {
  return `${restarts} restart${restarts === 1 ? '' : 's'}`;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

function seconds(value: number | undefined): string {
  return value === undefined ? 'never' : `${value.toFixed(1)} s`;
}
