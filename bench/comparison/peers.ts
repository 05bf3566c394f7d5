import { spawnSync } from 'node:child_process';
import { KUBE_SCORE, Peer } from '../../suites/peers/checks';
import { binaryOf, install } from '../../test/go-tool';

/** What a peer says of an object. */
export interface Remark {
  readonly check: string;
  readonly object: string;
  readonly says: string;
}

/** A peer on this machine. */
export interface Installed {
  readonly peer: Peer;
  readonly binary: string;
  /** As it says itself. */
  readonly version: string;
  /**
   * How the binary was come by, where whoever runs the bench has to say something about that: the variable of the peer, with
   * _NOTE behind it.
   */
  readonly note?: string;
}

/** A peer that is not on this machine is not measured, and said to be so. */
export interface Absent {
  readonly peer: Peer;
  readonly reason: string;
}

/** As a peer is run without settings, and with every check that it has. */
export type Checks = 'default' | 'all';

interface Tool {
  /** The environment variable with the path of the binary. */
  readonly variable: string;
  readonly binary: () => string | undefined;
  readonly versionArguments: readonly string[];
  /** To review one file and write JSON. */
  readonly arguments: (file: string, checks: Checks) => readonly string[];
  readonly remarks: (output: any) => Remark[]; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/* eslint-disable @typescript-eslint/no-explicit-any */
const TOOLS: Readonly<Record<Peer, Tool>> = {
  [Peer.KUBE_SCORE]: {
    variable: 'KUBE_SCORE',
    binary: () => (install(KUBE_SCORE) === undefined ? binaryOf(KUBE_SCORE) : undefined),
    versionArguments: ['version'],
    arguments: (file, checks) => [
      'score',
      '--output-format',
      'json',
      ...(checks === 'all' ? OPTIONAL_IN_KUBE_SCORE.flatMap((id) => ['--enable-optional-test', id]) : []),
      file,
    ],
    remarks: (output) =>
      (output ?? []).flatMap(({ type_meta, object_meta, checks }: any) =>
        checks
          .filter(({ grade, skipped }: any) => !skipped && grade < BEST_GRADE)
          .flatMap(({ check, comments }: any) =>
            (comments ?? [{}]).map(({ summary = '', description = '' }: any) => ({
              check: check.id,
              object: `${type_meta.kind} ${object_meta.name}`,
              says: `${summary} ${description}`.trim(),
            })),
          ),
      ),
  },
  [Peer.KUBE_LINTER]: {
    variable: 'KUBE_LINTER',
    binary: () => onPath('kube-linter'),
    versionArguments: ['version'],
    arguments: (file, checks) => [
      'lint',
      '--format',
      'json',
      ...(checks === 'all' ? ['--add-all-built-in', '--exclude', ASKS_THE_NETWORK] : []),
      file,
    ],
    remarks: ({ Reports }) =>
      (Reports ?? []).map(({ Check, Diagnostic, Object: { K8sObject } }: any) => ({
        check: Check,
        object: `${K8sObject.GroupVersionKind.Kind} ${K8sObject.Name}`,
        says: Diagnostic.Message,
      })),
  },
  [Peer.POLARIS]: {
    variable: 'POLARIS',
    binary: () => onPath('polaris'),
    versionArguments: ['version'],
    // Its default configuration switches on every check that it has.
    arguments: (file) => ['audit', '--format', 'json', '--only-show-failed-tests', '--audit-path', file],
    remarks: ({ Results }) =>
      Results.flatMap(({ Kind, Name, Results: own, PodResult }: any) =>
        [own, PodResult?.Results, ...(PodResult?.ContainerResults ?? []).map((container: any) => container.Results)]
          .flatMap((results) => Object.values(results ?? {}))
          .filter(({ Success }: any) => !Success)
          .map(({ ID, Message }: any) => ({ check: ID, object: `${Kind} ${Name}`, says: Message })),
      ),
  },
};
/* eslint-enable @typescript-eslint/no-explicit-any */

/** kube-score's mark for nothing to say. */
const BEST_GRADE = 10;
/** As `kube-score list` gives them. */
const OPTIONAL_IN_KUBE_SCORE = [
  'container-resource-requests-equal-limits',
  'container-cpu-requests-equal-limits',
  'container-memory-requests-equal-limits',
  'container-ephemeral-storage-request-equals-limit',
  'container-ports-check',
  'container-seccomp-profile',
];
/** kube-linter's check against JSON schemas loads them from the network, so what it says depends on more than the file. */
export const ASKS_THE_NETWORK = 'schema-validation';

/** Looks for every peer: its environment variable first, then the path; kube-score is built when it is nowhere. */
export function findPeers(): { readonly installed: readonly Installed[]; readonly absent: readonly Absent[] } {
  const installed: Installed[] = [];
  const absent: Absent[] = [];
  for (const peer of Object.values(Peer)) {
    const { variable, versionArguments, binary: find } = TOOLS[peer];
    const binary = process.env[variable] || find();
    const { status, stdout, error } =
      binary === undefined
        ? { status: 1, stdout: '', error: undefined }
        : spawnSync(binary, [...versionArguments], { encoding: 'utf8', env: QUIET });
    // A binary that `go install` made does not know its own version.
    const version = binary === binaryOf(KUBE_SCORE) ? KUBE_SCORE.version : /\d+\.\d+\.\d+[^\s,]*/.exec(stdout ?? '')?.[0].replace(/^/, 'v');
    if (binary !== undefined && status === 0) {
      installed.push({ peer, binary, version: version ?? '(it does not say its version)', note: process.env[`${variable}_NOTE`] });
    } else {
      absent.push({
        peer,
        reason:
          binary === undefined
            ? `name its binary in ${variable}, or have it on the PATH`
            : `${binary} does not run: ${error?.message ?? `exit code ${status}`}`,
      });
    }
  }
  return { installed, absent };
}

/** The arguments with which a peer reviews a file. */
export function argumentsOf(peer: Peer, file: string, checks: Checks): readonly string[] {
  return TOOLS[peer].arguments(file, checks);
}

/** No cluster is asked, whatever the user has set up. */
export const QUIET = { ...process.env, KUBECONFIG: '/dev/null' };

/** Runs a peer on a file, and reads what it says. */
export function remarksOf({ peer, binary }: Installed, file: string, checks: Checks): Remark[] {
  const { stdout, stderr, error } = spawnSync(binary, [...argumentsOf(peer, file, checks)], {
    encoding: 'utf8',
    env: QUIET,
    maxBuffer: 2 ** 28,
    timeout: 60_000,
  });
  try {
    return TOOLS[peer].remarks(JSON.parse(stdout));
  } catch {
    throw new Error(`${peer} said nothing that can be read of ${file}: ${error?.message ?? stderr.trim().split('\n').pop()}`);
  }
}

function onPath(command: string): string | undefined {
  return spawnSync(command, ['version'], { env: QUIET }).error === undefined ? command : undefined;
}
