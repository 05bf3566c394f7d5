import { parseArgs } from 'node:util';
import { NoAccess } from '../cluster/access/access';
import { rolesAsYaml } from '../cluster/role';
import { SnapshotFault } from '../cluster/snapshot/snapshot-fault';
import { writeSnapshot } from '../cluster/snapshot/write-snapshot';
import { diagnose as judge, type Diagnosis } from '../diagnosis/diagnosis';
import { DIAGNOSIS_REPORTERS } from '../diagnosis/reporters';
import { State } from '../diagnosis/state/state';
import { UsageError, type Command, type Outcome } from './command';
import { sourceOf, type Source, type SourceValues } from './diagnose-source';
import { optional, time } from './number-option';
import { deliver, deliveryHelp, DELIVERY_OPTIONS, reporterOf, showsColours, type DeliveryValues } from './report-options';
import { printable } from '../wording/printable';
import { version } from './version';

/** For each answer of a cluster, and for all of them. Seconds. */
const PATIENCE = 10;
const LONGEST = 60;

const OPTIONS = {
  ...DELIVERY_OPTIONS,
  namespace: { type: 'string', short: 'n' },
  'all-namespaces': { type: 'boolean', short: 'A' },
  context: { type: 'string' },
  kubeconfig: { type: 'string' },
  workload: { type: 'string' },
  url: { type: 'string', multiple: true },
  logs: { type: 'boolean' },
  ask: { type: 'boolean' },
  since: { type: 'string' },
  timeout: { type: 'string' },
  snapshot: { type: 'string' },
  role: { type: 'boolean' },
} as const;

export const diagnose: Command = {
  help: `probewise diagnose [options] [WORKLOAD]
probewise diagnose [options] SNAPSHOT|MUST-GATHER|FILE|GLOB|- …

Which link between a user and the process is broken: reads a cluster, and changes nothing in it; or what was read of one before.

  -n, --namespace NAME    the namespace (default: that of the context); -A, --all-namespaces
  --context, --kubeconfig as kubectl takes them
  --url URL               also ask for this address from here; repeatable: compare several paths
  --logs                  also read logs, of the runs before as well
  --ask                   also send the questions of the HTTP probes to the pods, through the API server
  --since TIME            how far back events and restarts count: 15m (default 1h)
  --timeout TIME          for all that is asked of the cluster (default ${LONGEST}s; each answer ${PATIENCE}s)
  --snapshot DIR          write what was read to DIR, without values of Secrets, to be read again: diagnose DIR
  --role                  print the ClusterRoles that it needs, and end
  --workload NAME         of files: only the workload of this name, and what stands before it
${deliveryHelp(DIAGNOSIS_REPORTERS.keys())}

Files may also be what kubectl prints:
  kubectl get -o yaml deploy,rs,sts,ds,job,pod,svc,endpointslices,ing,ingressclass,netpol,pdb,hpa,events > state.yaml

Exit codes: 0 no error; 1 an error was found; 2 no access, unusable input or usage.
`,
  async run(args) {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
    if (values.role) {
      return { exitCode: 0, out: rolesAsYaml() };
    }
    try {
      return await report(positionals, values);
    } catch (error) {
      if (error instanceof NoAccess || error instanceof SnapshotFault) {
        return { exitCode: 2, out: '', err: `probewise diagnose: ${printable(error.message)}\n` };
      }
      throw error;
    }
  },
};

type Values = SourceValues & DeliveryValues & { readonly since?: string; readonly timeout?: string; readonly snapshot?: string };

async function report(positionals: readonly string[], values: Values): Promise<Outcome> {
  const reporter = reporterOf(DIAGNOSIS_REPORTERS, values);
  const since = optional('--since', values.since, time, '15m');
  const longest = optional('--timeout', values.timeout, time, '30s') ?? LONGEST;
  const source = await sourceOf(positionals, values, { each: Math.min(PATIENCE, longest) * 1000, all: longest * 1000 });
  if (values.snapshot !== undefined) {
    writeSnapshot(values.snapshot, source.record, `probewise ${version()}`);
  }
  const state = new State(source.record, since);
  const diagnosis = judge(state, checked(source, state));
  const out = await deliver(values, reporter(diagnosis, showsColours(values)), async () => await pageOf(diagnosis));
  const nothing = state.scenes.length === 0;
  const failed = diagnosis.causes.some(({ severity }) => severity === 'error');
  return {
    exitCode: source.problems > 0 || nothing ? 2 : failed ? 1 : 0,
    out,
    ...(nothing && { err: `probewise diagnose: there is no workload in ${whereOf(source)}\n` }),
  };
}

function checked({ workload }: Source, { scenes }: State): string | undefined {
  if (workload !== undefined && !scenes.some(({ object }) => object.name === workload)) {
    // They come from whoever wrote the snapshot.
    const names = scenes.slice(0, 20).map(({ object }) => printable(object.name));
    throw new UsageError(
      `there is no workload ${printable(workload)}; there is ${names.join(', ') || 'none'}${scenes.length > names.length ? ', …' : ''}`,
    );
  }
  return workload;
}

function whereOf({ record: { namespace } }: Source): string {
  return namespace === undefined ? 'what was named' : `the namespace ${namespace}`;
}

async function pageOf(diagnosis: Diagnosis): Promise<string> {
  const { diagnosisPage } = await import('../page/diagnosis-page');
  return diagnosisPage(diagnosis, version());
}
