import { parseArgs } from 'node:util';
import { diagnose as judge } from '../diagnosis/diagnosis';
import { DIAGNOSIS_REPORTERS } from '../diagnosis/reporters';
import { State } from '../diagnosis/state/state';
import { readFiles } from '../manifest/input/files';
import { UsageError, type Command } from './command';
import { optional, time } from './number-option';
import { reporterOf, showsColours } from './report-options';
import { writeWhole } from './whole-file';

export const diagnose: Command = {
  help: `probewise diagnose [options] FILE|FOLDER|GLOB|- …

Which link between a user and the process is broken: reads what kubectl get -o yaml printed of a cluster, with its status:

  kubectl get -o yaml deploy,rs,sts,ds,job,pod,svc,endpointslices,ing,ingressclass,netpol,pdb,hpa,events > state.yaml

  --workload NAME         only the workload of this name, and what stands before it
  --since TIME            how far back events and restarts count: 15m (default 1h)
  --format FORMAT         ${[...DIAGNOSIS_REPORTERS.keys()].join(', ')} (default text)
  --output FILE           write the report to FILE, whole or not at all

Exit codes: 0 no error; 1 an error was found; 2 unusable input or usage.
`,
  run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        workload: { type: 'string' },
        since: { type: 'string' },
        format: { type: 'string', default: 'text' },
        output: { type: 'string' },
      },
    });
    const reporter = reporterOf(DIAGNOSIS_REPORTERS, values);
    const since = optional('--since', values.since, time, '15m');
    if (positionals.length === 0) {
      throw new UsageError('name what was read of the cluster: probewise diagnose state.yaml, or - for the standard input');
    }
    const { documents, problems } = readFiles(positionals);
    const state = new State(
      { objects: documents.map(({ json }) => json), unread: problems.map(({ file, message }) => ({ what: file, because: message })) },
      since,
    );
    if (values.workload !== undefined && !state.scenes.some(({ object }) => object.name === values.workload)) {
      throw new UsageError(`--workload ${values.workload}: there is ${state.scenes.map(({ object }) => object.name).join(', ') || 'none'}`);
    }
    const diagnosis = judge(state, values.workload);
    const report = reporter(diagnosis, showsColours(values));
    if (values.output !== undefined) {
      writeWhole(values.output, report);
    }
    const failed = diagnosis.causes.some(({ severity }) => severity === 'error');
    const unusable = problems.length > 0 || state.scenes.length === 0;
    return {
      exitCode: unusable ? 2 : failed ? 1 : 0,
      out: values.output === undefined ? report : '',
      ...(state.scenes.length === 0 && { err: 'probewise diagnose: there is no workload in what was named\n' }),
    };
  },
};
