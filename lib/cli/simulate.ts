import { parseArgs } from 'node:util';
import { objectInWords } from '../manifest/api-object';
import { Reading } from '../reading/reading';
import { isOnPlatform } from '../manifest/entrance';
import { readInputs } from '../platform/inputs';
import type { WorkloadReading } from '../reading/workload-reading';
import { SCENARIOS, type Scenario, type ScenarioOptions } from '../scenarios';
import { scenarioNamed } from '../scenarios/catalogue';
import { SIMULATION_REPORTERS } from '../simulation/reporters';
import { anyBroken, simulate as run, simulatedWorkloads, type Simulation } from '../simulation/simulation';
import { readApplications } from './applications';
import { UsageError, type Command } from './command';
import { optional, rate, share, time, timeShares, whole } from './number-option';
import { showProgress } from './progress';
import { deliver, DELIVERY_OPTIONS, deliveryHelp, reporterOf, showsColours } from './report-options';
import { version } from './version';

export const simulate: Command = {
  help: `probewise simulate [options] FILE|FOLDER|GLOB|- …

Lets the kubelet's probes, the worker pool and its users run in virtual time, and disturbs them: what restarts, for how long no
pod is ready, and which requests are lost.

  --scenario NAME         ${SCENARIOS.map(({ name }) => name).join(', ')}; repeatable (default all)
  --workload NAME         only workloads of this name
  --replicas N            pods (default: as the manifest says)
  --boot TIME             from a container's start until it serves: 40s (default 5s)
  --load RATE             requests over all pods: 50/s (default half a request in service for each CPU)
  --arrivals HOW          random, steady (default random)
  --burst N               requests that come at once beside them, at 10 s
  --service-time TIME     mean time of a request on an idle pod: 80ms (default 100ms), or several with their shares:
                          '95% 20ms, 5% 2s'
  --on-cpu SHARE          the share of it that they compute: 40% (default 30%)
  --seed N                another course of chance (default 1)
  --trace                 what happened to the first pod, as a timeline
  --app IMAGE=DIR         also read the application of an image, as for review
  --dockerfile FILE       the Dockerfile of --app, as for review
${deliveryHelp(SIMULATION_REPORTERS.keys())}

Annotations of the pod template state the same: probewise.dev/boot-seconds, probewise.dev/requests-per-second,
probewise.dev/service-time-seconds. Exit codes: 0 no scenario is broken; 1 one is; 2 unusable input or usage.
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...DELIVERY_OPTIONS,
        scenario: { type: 'string', multiple: true },
        workload: { type: 'string' },
        replicas: { type: 'string' },
        boot: { type: 'string' },
        load: { type: 'string' },
        arrivals: { type: 'string' },
        burst: { type: 'string' },
        'service-time': { type: 'string' },
        'on-cpu': { type: 'string' },
        seed: { type: 'string' },
        trace: { type: 'boolean', default: false },
        app: { type: 'string', multiple: true, default: [] },
        dockerfile: { type: 'string', multiple: true, default: [] },
      },
    });
    const reporter = reporterOf(SIMULATION_REPORTERS, values);
    const scenarios = scenariosNamed(values.scenario);
    const options = {
      replicas: optional('--replicas', values.replicas, whole, '3'),
      boot: optional('--boot', values.boot, time, '40s'),
      load: optional('--load', values.load, rate, '50/s'),
      arrivals: arrivalsNamed(values.arrivals),
      burst: optional('--burst', values.burst, whole, '100'),
      ...serviceTimeOf(values['service-time']),
      cpuShare: optional('--on-cpu', values['on-cpu'], share, '40%'),
      seed: optional('--seed', values.seed, whole, '7'),
      // The page draws them, whether or not the report tells them.
      trace: values.trace || values.html !== undefined,
    };
    if (positionals.length === 0) {
      throw new UsageError('name what to simulate: probewise simulate manifests/, or - for the standard input');
    }
    const { documents, problems: unread } = readInputs(positionals);
    const applications = readApplications(values, documents);
    const reading = Reading.ofDocuments(documents, applications.images);
    const workloads = workloadsNamed(reading, values.workload);
    const simulations = workloads.map((workload) =>
      run(workload, scenarios, options, (scenario) => {
        showProgress(`${objectInWords(workload.workload.object)}: ${scenario.name}`);
      }),
    );
    showProgress('');
    const nothing = workloads.length || unread.length ? [] : [{ file: positionals[0], message: nothingIn(reading) }];
    const simulation: Simulation = {
      version: version(),
      problems: [...unread, ...applications.problems, ...nothing],
      workloads: simulations,
    };
    const out = await deliver(values, reporter(values.trace ? simulation : withoutTraces(simulation), showsColours(values)), async () =>
      (await import('../page/simulation-page')).simulationPage(simulation),
    );
    return { exitCode: simulation.problems.length ? 2 : anyBroken(simulation) ? 1 : 0, out };
  },
};

function nothingIn({ workloads }: Reading): string {
  const foreign = workloads.find(({ workload: { object } }) => isOnPlatform(object));
  return foreign
    ? `${objectInWords(foreign.workload.object)} is run by a platform without a kubelet, whose restarts and rollouts are not ` +
        'simulated; probewise review judges what is written of it'
    : 'there is no workload in what was named that goes on and has a pod';
}

/** One mean, or several times with their shares. */
function serviceTimeOf(given: string | undefined): Pick<ScenarioOptions, 'serviceTime' | 'serviceTimes'> {
  if (!given?.includes('%')) {
    return { serviceTime: optional('--service-time', given, time, '80ms') };
  }
  const serviceTimes = timeShares(given);
  if (!serviceTimes) {
    throw new UsageError(`--service-time ${given}: shares that come to 100 % are missing; write some such as '95% 20ms, 5% 2s'`);
  }
  return { serviceTimes };
}

function arrivalsNamed(given: string | undefined): ScenarioOptions['arrivals'] {
  if (given !== undefined && given !== 'random' && given !== 'steady') {
    throw new UsageError(`--arrivals ${given}: there is random, steady`);
  }
  return given;
}

function withoutTraces(simulation: Simulation): Simulation {
  return {
    ...simulation,
    workloads: simulation.workloads.map((each) => ({
      ...each,
      results: each.results.map((result) => ({ ...result, trace: undefined, course: undefined })),
    })),
  };
}

function scenariosNamed(names: readonly string[] | undefined): readonly Scenario[] {
  return (
    names?.map((name) => {
      const scenario = scenarioNamed(name);
      if (!scenario) {
        throw new UsageError(`--scenario ${name}: there is ${SCENARIOS.map((each) => each.name).join(', ')}`);
      }
      return scenario;
    }) ?? SCENARIOS
  );
}

function workloadsNamed(reading: Reading, name: string | undefined): readonly WorkloadReading[] {
  const all = simulatedWorkloads(reading);
  const named = all.filter(({ workload: { object } }) => name === undefined || object.name === name);
  if (name !== undefined && all.length > 0 && named.length === 0) {
    throw new UsageError(`--workload ${name}: there is ${all.map(({ workload: { object } }) => object.name).join(', ')}`);
  }
  return named;
}
