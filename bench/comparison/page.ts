import { Peer } from '../../suites/peers/checks';
import type { Incident } from './incidents';
import { ASKS_THE_NETWORK, type Absent, type Installed } from './peers';
import { median, type Measurement } from './measurement';

/** What each tool saw of an incident: the names of its rules or checks; those in `unasked` only with every check switched on. */
export interface Sighting {
  readonly incident: Incident;
  readonly probewise: readonly string[];
  readonly peers: ReadonlyMap<Peer, { readonly byDefault: readonly string[]; readonly unasked: readonly string[] }>;
}

/** What was timed, in rounds in which every tool had its turn. */
export interface Timing {
  readonly input: string;
  readonly tool: string;
  readonly rounds: readonly Measurement[];
}

/** Everything that the page tells. */
export interface Comparison {
  readonly probewise: string;
  readonly machine: string;
  readonly installed: readonly Installed[];
  readonly absent: readonly Absent[];
  readonly inputs: readonly string[];
  readonly timings: readonly Timing[];
  readonly sightings: readonly Sighting[];
}

/** The goals, on the large input: so many times faster than the fastest peer, and not more memory than the one that takes most. */
const GOAL = 3;

export function comparisonPage(comparison: Comparison): string {
  const { installed, absent, sightings } = comparison;
  return `# probewise review beside its peers

<!-- Written by npm run bench:comparison. -->

kube-score, kube-linter and Polaris judge manifests for hardening and good practice, mostly object by object; \`probewise review\` judges the
way of a request, the probes over time, and the worker pool. They run well beside each other. This page says what each sees, and what it costs.

Compared: probewise ${comparison.probewise}${installed.map(({ peer, version }) => `, ${peer} ${version}`).join('')}, on ${comparison.machine}. A version is
what the binary says of itself.${installed.map(({ note }) => (note === undefined ? '' : ` ${note}`)).join('')}
${absent.map(({ peer, reason }) => `\n**${peer} was not measured**: ${reason}.\n`).join('')}
\`npm run bench:comparison\` writes this page anew. It builds kube-score with Go unless \`KUBE_SCORE\` names a binary, and takes the
others from \`KUBE_LINTER\` and \`POLARIS\`, or from the path; one that is not there is called not measured.
${timingSection(comparison)}
## Who sees what

${sightings.length} incidents, each in the manifests that said so beforehand: [examples/incidents](../examples/incidents). ${totals(comparison)}

A tool sees an incident when, of the file as it is, it reports something that names the cause. For probewise that is the rule which the
file names. For a peer it is one of the checks that \`bench/comparison/same-cause.ts\` lists for that cause; a check that speaks of
the same object for another reason does not count, and one that speaks of every object without looking (such as one that asks for an
annotation) does not either. *(opt)* marks a check that the tool makes only when it is switched on: the peers were run with their
defaults and with every check that they have, except kube-linter's \`${ASKS_THE_NETWORK}\`, which loads its schemas from the network. Polaris has
every check on by default. The incidents are ours, at least one for each rule of probewise, so the first part of the table flatters it; the second
part is what the peers see and probewise leaves to them, and it is as short as it is only because we stopped there.

### At least one for each rule of probewise

${table(comparison, ({ incident }) => incident.rules.length > 0)}

### General hardening, which probewise leaves to its peers

${table(comparison, ({ incident }) => incident.rules.length === 0)}
`;
}

function totals({ sightings, installed }: Comparison): string {
  const count = (sees: (sighting: Sighting) => boolean) => sightings.filter(sees).length;
  const peers = installed.map(({ peer }) => {
    const byDefault = count(({ peers: seen }) => seen.get(peer)!.byDefault.length > 0);
    const all = count(({ peers: seen }) => seen.get(peer)!.byDefault.length + seen.get(peer)!.unasked.length > 0);
    return `${peer} ${byDefault}${all > byDefault ? ` (${all} with every check)` : ''}`;
  });
  return `Seen: probewise ${count(({ probewise }) => probewise.length > 0)}${peers.map((each) => `, ${each}`).join('')}.`;
}

function table({ sightings, absent }: Comparison, shown: (sighting: Sighting) => boolean): string {
  const header = ['incident', 'probewise', ...Object.values(Peer)];
  const rows = sightings.filter(shown).map(({ incident, probewise, peers }) => [
    `**${incident.name}**: ${incident.story.replace(/\|/g, '\\|')}`,
    cell(probewise.map((rule) => `[${rule}](rules.md#${rule})`)),
    ...Object.values(Peer).map((peer) => {
      const seen = peers.get(peer);
      return absent.some((one) => one.peer === peer) || !seen
        ? 'not measured'
        : cell([...seen.byDefault, ...seen.unasked.map((check) => `${check} *(opt)*`)]);
    }),
  ]);
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cell(names: readonly string[]): string {
  return names.length ? `✓ ${names.join(', ')}` : '–';
}

function timingSection({ timings, inputs }: Comparison): string {
  if (timings.length === 0) {
    return '';
  }
  const [large] = inputs;
  const sections = inputs.map((input) => {
    const ours = timings.find((timing) => timing.input === input && timing.tool === 'probewise')!;
    const rows = timings
      .filter((timing) => timing.input === input)
      .map(({ tool, rounds }) => [
        tool,
        `${median(rounds.map(({ seconds }) => seconds)).toFixed(2)} s (${range(rounds.map(({ seconds }) => seconds))})`,
        tool === 'probewise' ? '' : ratio(rounds.map(({ seconds }, round) => seconds / ours.rounds[round].seconds)),
        memory(rounds),
      ]);
    const header = ['tool', 'wall time, median (range)', 'times that of probewise', 'peak memory'];
    return `${input}:\n\n${[header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`;
  });
  return `
## What it costs

The whole process, from its start to its end, default checks, JSON thrown away. In each of ${timings[0].rounds.length} rounds every tool had its turn; a ratio is
taken within a round, and the median and the range of the ratios are shown. Peak memory is the
high-water mark of the resident set, asked for every few milliseconds: of a process that is over sooner it comes out too small.

${sections.join('\n\n')}

${verdict(timings.filter((timing) => timing.input === large))}
`;
}

function verdict(timings: readonly Timing[]): string {
  const ours = timings.find(({ tool }) => tool === 'probewise')!;
  const peers = timings.filter(({ tool }) => tool !== 'probewise');
  if (peers.length === 0) {
    return 'No peer was there to compare with.';
  }
  const ratios = peers.map(({ tool, rounds }) => ({
    tool,
    times: median(rounds.map(({ seconds }, round) => seconds / ours.rounds[round].seconds)),
  }));
  const fastest = ratios.reduce((one, other) => (other.times < one.times ? other : one));
  const peak = (timing: Timing) => median(timing.rounds.map(({ mebibytes = 0 }) => mebibytes));
  const largest = peers.reduce((one, other) => (peak(other) > peak(one) ? other : one));
  return (
    `The goal was ${GOAL} times as fast as the fastest peer on the large input: ${fastest.times >= GOAL ? 'met' : '**missed**'} ` +
    `(${fastest.tool} takes ${fastest.times.toFixed(1)} times as long). ` +
    `And less memory than the peer that takes most: ${peak(ours) < peak(largest) ? 'met' : '**missed**'} ` +
    `(${peak(ours).toFixed(0)} MiB, ${largest.tool} ${peak(largest).toFixed(0)} MiB).`
  );
}

function ratio(values: readonly number[]): string {
  return `${median(values).toFixed(1)}× (${Math.min(...values).toFixed(1)}–${Math.max(...values).toFixed(1)})`;
}

function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}`;
}

function memory(rounds: readonly Measurement[]): string {
  const known = rounds.flatMap(({ mebibytes }) => mebibytes ?? []);
  return known.length ? `${median(known).toFixed(0)} MiB` : 'not known here';
}
