import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import type { ContainerReading } from '../reading/container-reading';
import type { Reading } from '../reading/reading';
import { containerOf, declaredTcpPorts, type Container } from '../manifest/container';
import type { Image } from '../application/image/image';
import { listOf, objectOf, shown, textOf } from '../manifest/json';
import { hasHole } from '../manifest/partial-text';
import { isKnown } from '../application/process/setting';
import type { Workload } from '../manifest/workload';
import { commandOf, here } from './contained/command';
import { ContainedProcess } from './contained/contained-process';
import { playedEnvironment } from './contained/environment';
import type { Evidence } from './evidence';
import { KubeletPlay } from './kubelet-play';
import { listeningSockets } from './machine/sockets';
import { Interrupted, type Play } from './play';
import { POD_ADDRESS } from './pod-address';
import { watchBoot } from './stages/boot';
import { disturb, Unstartable } from './stages/disturbance';
import { busyPool, slotsOf, underLoad } from './stages/load';
import { poolOf } from './stages/pool';
import { askProbes, probesToAsk } from './stages/probes';
import { serverOf } from './stages/server';
import { shutDown } from './stages/shutdown';
import { socketsOf } from './stages/sockets';
import { askWithStoppedMaster } from './stages/stopped-master';

/** What to play, and how. */
export interface Rehearsal {
  readonly manifests: Reading;
  readonly workload: Workload;
  readonly container: Container;
  /** @default - where the image works, as far as this machine has it; else here */
  readonly cwd?: string;
  /** Variables that stand in for what only the cluster knows. */
  readonly given: ReadonlyMap<string, string>;
  /** Of this machine, for programs to be found: the manifest's own win. */
  readonly machine: Readonly<Record<string, string>>;
  /** In the place of the manifest's command. */
  readonly command?: readonly string[];
  /** What users ask for under load. */
  readonly path: string;
  /** What holds a slot of the pool for a few seconds. */
  readonly slowPath?: string;
  /** A command that disturbs the world, run beside the container. */
  readonly disturbance?: readonly string[];
  readonly signal: AbortSignal;
  /** What is being done, for whoever waits. */
  readonly onStage?: (stage: string) => void;
}

/** Why nothing was played; sentences for the user. */
export interface Refusal {
  readonly problems: readonly string[];
}

/** What was seen, and the container as it was played. */
export interface Rehearsed {
  readonly evidence: Evidence;
  readonly container: Container;
  /** What this machine cannot show. */
  readonly notes: readonly string[];
}

/** Runs the container's process on this machine, plays kubelet to it, and says what it saw. The process never outlives it. */
export async function rehearse(rehearsal: Rehearsal): Promise<Rehearsed | Refusal> {
  const { manifests, workload, given, signal } = rehearsal;
  const written = manifests.container(workload, rehearsal.container);
  const { image } = written;
  const cwd = rehearsal.cwd ?? directoryOf(rehearsal.container, image);
  const played = playedEnvironment(manifests.bundle, workload, rehearsal.container, given, { address: POD_ADDRESS });
  const command = rehearsal.command ? { words: rehearsal.command } : commandOf(played.container, played.environment, image);
  const unseen = played.unseen.map((source) => `${source} is not in the manifests, so the variables that it sets are not known`);
  const problems = [
    ...played.missing,
    ...(given.size ? [] : unseen.map((text) => `${text}; give them with --env-file`)),
    ...('because' in command ? [`container ${rehearsal.container.name}: ${command.because}`] : []),
    ...takenPorts(written.with(played.container)).map((port) => `port ${port} of this machine is in use by something else; end that first`),
  ];
  if (problems.length || !('words' in command)) {
    return { problems };
  }
  const container = containerOf(
    { ...played.container.json, command: command.words, args: [] },
    played.container.path,
    played.container.sidecar,
  );
  const variables = [...played.environment.variables.values()].map(({ name, value }) => [name, value]);
  const env = { ...variablesOf(image), ...rehearsal.machine, ...(Object.fromEntries(variables) as Record<string, string>) };
  const words = rehearsal.command ?? command.words.map((word) => here(image, word));
  const process = new ContainedProcess(words, { env, cwd });
  // Whatever is still being asked is then refused, so nobody waits for a timeout.
  const stop = () => void process.end();
  setMaxListeners(0, signal); // every request under way listens to it
  signal.addEventListener('abort', stop, { once: true });
  try {
    const fault = await process.unstartable();
    if (fault !== undefined) {
      return { problems: [`${words[0]} cannot be started in ${cwd} (${fault}); it is looked for in PATH of this machine`] };
    }
    const asked = {
      ...process.surroundings,
      address: POD_ADDRESS,
      ports: container.ports.map(({ name, number }) => ({ name, containerPort: number })),
    };
    const reading = written.with(container);
    const play: Play = { manifests, workload, container, reading, process, kubelet: new KubeletPlay(container, asked), asked, signal };
    try {
      const evidence = await run(play, rehearsal, words);
      if (signal.aborted) {
        throw new Interrupted('the rehearsal was ended');
      }
      return { evidence, container, notes: [...unseen, ...notesOn(rehearsal)] };
    } finally {
      play.kubelet.over();
    }
  } catch (error) {
    if (error instanceof Unstartable) {
      return { problems: [error.message] };
    }
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await process.end();
  }
}

/** Characters of its output that tell why a process ended: a traceback of each worker, and of the master behind them. */
const MOST_SAID = 20_000;

async function run(
  play: Play,
  { path, slowPath, disturbance, onStage = () => undefined }: Rehearsal,
  command: readonly string[],
): Promise<Evidence> {
  onStage('booting');
  const boot = await watchBoot(play);
  const [sockets, poolAtBoot] = [socketsOf(play), poolOf(play)];
  const begun = { command, boot, sockets, poolAtBoot, transitions: play.kubelet.transitions };
  const ended = () =>
    play.process.exit && { at: play.kubelet.now, exit: play.process.exit, said: play.process.output.slice(-MOST_SAID).trim() };
  if (play.process.exit) {
    return { ...begun, probes: [], ended: ended() };
  }
  onStage('asking the probes');
  const asking = probesToAsk(play, boot);
  const probes = await askProbes(play, asking);
  // What fails with nothing else to do shows nothing of a load.
  const sound = asking.filter(({ role }) => probes.some((probe) => probe.role === role && probe.failed === 0));
  const { gunicorn } = play.reading.process;
  const slots = slotsOf(poolAtBoot, gunicorn && isKnown(gunicorn.threads) ? gunicorn.threads.value : 1);
  const server = serverOf(play, sockets);
  onStage('putting a load on it');
  const load = server && (await underLoad(play, sound, server, path, slots));
  if (server && slowPath !== undefined) {
    onStage('keeping its pool busy');
  }
  const busy = server && slowPath !== undefined ? await busyPool(play, sound, server, slowPath, slots) : undefined;
  const stoppedMaster = sound.length ? await askWithStoppedMaster(play, sound, poolAtBoot) : undefined;
  if (disturbance) {
    onStage(`running ${disturbance.join(' ')}`);
  }
  const disturbed = disturbance && (await disturb(play, disturbance));
  const seen = { ...begun, probes, load, busy, stoppedMaster, disturbance: disturbed };
  if (play.process.exit) {
    return { ...seen, ended: ended() };
  }
  onStage('shutting down');
  return { ...seen, shutdown: await shutDown(play, server, { late: path, slow: slowPath }, slots) };
}

/** An answer of somebody else's server would be taken for that of the container. */
function takenPorts({ container, probes }: ContainerReading): number[] {
  const wanted = [...probes.map(({ port }) => port), ...declaredTcpPorts(container).map(({ number }) => number)];
  const taken = new Set(listeningSockets().map(({ port }) => port));
  return [...new Set(wanted)].filter((port): port is number => port !== undefined && taken.has(port));
}

/** What the image sets, but for what a build argument decides. Programs are found where this machine has them. */
function variablesOf(image: Image | undefined): Record<string, string> {
  return Object.fromEntries([...(image?.environment ?? [])].filter(([, value]) => !hasHole(value)));
}

function directoryOf({ json }: Container, image: Image | undefined): string {
  const directory = here(image, textOf(json.workingDir) ?? image?.workingDir ?? '.');
  return existsSync(directory) ? directory : '.';
}

/** What a container has and this machine does not give. */
function notesOn({ workload, container }: Rehearsal): string[] {
  const init = workload.initContainers.map(({ name }) => name);
  const mounted = listOf(container.json.volumeMounts).map((mount) => shown(objectOf(mount).mountPath));
  const limits = Object.keys(objectOf(objectOf(container.json.resources).limits));
  const missing = [
    ...(mounted.length ? [`the volumes at ${mounted.join(', ')}`] : []),
    ...(limits.length ? [`limits of ${limits.join(' and ')}`] : []),
    ...(objectOf(container.json.securityContext).readOnlyRootFilesystem === true ? ['a read-only root'] : []),
  ];
  return [
    ...(init.length ? [`the init containers (${init.join(', ')}) were not run`] : []),
    ...(missing.length ? [`it did not have what its container has: ${missing.join(', ')}`] : []),
  ];
}
