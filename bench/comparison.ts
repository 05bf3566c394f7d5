import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { version } from '../lib/cli/version';
import { writeWhole } from '../lib/cli/whole-file';
import { estate } from './comparison/estate';
import { findingsIn, incidents, type Incident } from './comparison/incidents';
import { measure, type Measurement } from './comparison/measurement';
import { comparisonPage, type Sighting, type Timing } from './comparison/page';
import { argumentsOf, findPeers, remarksOf, type Installed } from './comparison/peers';
import { checksThatNameIt } from './comparison/same-cause';

/**
 * `probewise review` beside kube-score, kube-linter and Polaris: what each costs, in rounds in which every tool has its
 * turn, and which incidents each sees. Writes docs/comparison.md.
 */
const PAGE = resolve(__dirname, '../docs/comparison.md');
const PROGRAM = resolve(__dirname, '../dist/cli/main.js');
const SERVICES = 1000;
const ROUNDS = 7;
/** With findings a tool ends with 1 or with none of its own; a crash is no review. */
const REVIEWED = [0, 1];

void compare();

async function compare(): Promise<void> {
  const [load] = loadavg();
  const { installed, absent } = findPeers();
  absent.forEach(({ peer, reason }) => console.error(`*** ${peer.toUpperCase()} IS NOT MEASURED: ${reason} ***`));
  const sightings = incidents().map((incident) => sighting(incident, installed));
  const scratch = mkdtempSync(join(tmpdir(), 'probewise-comparison-'));
  try {
    const manifests = estate(SERVICES);
    const large = join(scratch, 'estate.yaml');
    const small = join(scratch, 'one.yaml');
    writeFileSync(large, manifests);
    writeFileSync(small, estate(1));
    const inputs = new Map([
      [`${SERVICES} services, ${3 * SERVICES} objects, ${(Buffer.byteLength(manifests) / 1e6).toFixed(1)} MB in one file`, large],
      ['One service, 3 objects', small],
    ]);
    const timings: Timing[] = [];
    for (const [input, file] of inputs) {
      timings.push(...(await timed(input, file, installed)));
    }
    writeWhole(
      PAGE,
      comparisonPage({
        probewise: version(),
        machine: `${cpus().length} cores, Node ${process.versions.node.split('.')[0]}, load average ${load.toFixed(1)} when it began`,
        installed,
        absent,
        inputs: [...inputs.keys()],
        timings,
        sightings,
      }),
    );
    console.log(`written: ${PAGE}`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function timed(input: string, file: string, installed: readonly Installed[]): Promise<Timing[]> {
  const programs = [
    { tool: 'probewise', run: () => measure(process.execPath, [PROGRAM, 'review', '--format', 'json', file], REVIEWED) },
    ...installed.map(({ peer, binary }) => ({
      tool: peer,
      run: () => measure(binary, argumentsOf(peer, file, 'default'), REVIEWED),
    })),
  ];
  const rounds = new Map<string, Measurement[]>(programs.map(({ tool }) => [tool, []]));
  // The first round warms the file cache, and does not count.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { tool, run } of programs) {
      const measurement = await run();
      if (round > 0) {
        rounds.get(tool)!.push(measurement);
      }
    }
  }
  const timings = programs.map(({ tool }) => ({ input, tool, rounds: rounds.get(tool)! }));
  timings.forEach((timing) =>
    console.log(
      input,
      timing.tool,
      timing.rounds.map(({ seconds, mebibytes }) => `${seconds.toFixed(2)} s ${mebibytes?.toFixed(0)} MiB`).join(', '),
    ),
  );
  return timings;
}

function sighting(incident: Incident, installed: readonly Installed[]): Sighting {
  const causes = incident.rules.length ? incident.rules : [incident.name];
  const found = new Set(findingsIn(incident).map(({ rule }) => rule));
  return {
    incident,
    probewise: incident.rules.filter((rule) => found.has(rule)),
    peers: new Map(
      installed.map((one) => {
        const named = (checks: 'default' | 'all') =>
          causes.flatMap((cause) => checksThatNameIt(one.peer, cause, remarksOf(one, incident.manifests, checks)));
        const byDefault = [...new Set(named('default'))];
        return [one.peer, { byDefault, unasked: [...new Set(named('all'))].filter((check) => !byDefault.includes(check)) }];
      }),
    ),
  };
}
