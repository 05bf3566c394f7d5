import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { documentsIn } from '../manifest/input/documents-in';
import { Rejection } from '../props/rejection';
import { checkShape, checkShapes, duration, number, required, text, texts } from '../props/shape';
import { Reading } from '../reading/reading';
import { SCENARIOS } from '../scenarios';
import { text as simulationText } from '../simulation/reporters/text';
import { simulate, simulatedWorkloads, survives, type WorkloadSimulation } from '../simulation/simulation';
import { objectsOf } from './objects-of';
import { boundOutcome, ScenarioVerdict, SimulatedScenario, type ScenarioOutcome } from './scenario-outcome';

/** What is played, and what the manifests cannot say about the world. */
export interface SimulationProps {
  /** @default - all there are */
  readonly scenarios?: SimulatedScenario[];
  /**
   * From the start of a container until its workers serve.
   *
   * @default - what the pod's annotation `probewise.dev/boot-seconds` says, else 5 s
   */
  readonly boot?: Duration;
  /**
   * Requests of users, over all pods.
   *
   * @default - the annotation `probewise.dev/requests-per-second`, else half a request in service for each CPU
   */
  readonly requestsPerSecond?: number;
  /**
   * Mean time of a request on an idle process.
   *
   * @default - the annotation `probewise.dev/service-time-seconds`, else 100 ms
   */
  readonly serviceTime?: Duration;
}

/** What becomes of the workloads of a chart when the world is disturbed, in virtual time, to be asserted in a test. */
export class Simulation {
  /**
   * Of each workload that keeps running, in a chart or an app.
   *
   * @throws if the chart cannot be synthesised, or has no such workload
   */
  public static of(scope: IConstruct, props: SimulationProps = {}): Simulation {
    check(props);
    return new Simulation(Reading.ofObjects(objectsOf('Simulation', scope)), props);
  }

  /**
   * Of each workload in the manifests of a file or a folder.
   *
   * @throws if a part of them cannot be read, or none is a workload that keeps running
   */
  public static ofFile(path: string, props: SimulationProps = {}): Simulation {
    checkShape('path', path, required(text('manifests/web.yaml')));
    check(props);
    return new Simulation(Reading.ofDocuments(documentsIn(path)), props);
  }

  private readonly workloads: readonly WorkloadSimulation[];

  private constructor(
    reading: Reading,
    { scenarios = Object.values(SimulatedScenario), boot, requestsPerSecond, serviceTime }: SimulationProps,
  ) {
    const options = { boot: secondsOf(boot), load: requestsPerSecond, serviceTime: secondsOf(serviceTime) };
    const played = SCENARIOS.filter(({ name }) => scenarios.includes(name as SimulatedScenario));
    const workloads = simulatedWorkloads(reading);
    if (workloads.length === 0) {
      throw new Rejection(
        'simulation of objects without a workload',
        'only what keeps running and has a pod can be disturbed',
        'give a Deployment',
      );
    }
    this.workloads = workloads.map((workload) => simulate(workload, played, options));
  }

  /** What came of each scenario for each workload, the worst first within one. */
  public get outcomes(): ScenarioOutcome[] {
    return this.workloads.flatMap(({ workload, results }) => results.map((result) => boundOutcome(workload, result)));
  }

  /** What was broken. */
  public get broken(): ScenarioOutcome[] {
    return this.outcomes.filter(({ verdict }) => verdict === ScenarioVerdict.BROKEN);
  }

  /** Whether nothing was broken, and something was there to be judged. */
  public get survived(): boolean {
    return survives({ workloads: this.workloads });
  }

  /**
   * Ends the test unless everything was survived.
   *
   * @throws what was broken and why, in words
   */
  public assertSurvived(): void {
    if (!this.survived) {
      throw new Error(`expected all scenarios to be survived\n\n${this.explain()}`);
    }
  }

  /** A table of the scenarios for each workload, and what was assumed. */
  public explain(): string {
    return simulationText({ version: '', problems: [], workloads: this.workloads }, false);
  }
}

const secondsOf = (time?: Duration) => time?.toSeconds({ integral: false });

function check(props: SimulationProps): void {
  checkShapes('simulation', props, {
    scenarios: texts(SimulatedScenario.ROLLOUT),
    boot: duration(40),
    requestsPerSecond: number(50),
    serviceTime: duration(1),
  });
  const unknown = props.scenarios?.find((scenario) => !Object.values(SimulatedScenario).includes(scenario));
  if (unknown !== undefined || props.scenarios?.length === 0) {
    throw new Rejection(
      `scenarios ${unknown === undefined ? '[]' : `'${unknown}'`}`,
      unknown === undefined ? 'nothing would be played' : 'there is none of this name',
      `use some of ${Object.values(SimulatedScenario).join(', ')}`,
    );
  }
  checkPositive('boot', secondsOf(props.boot));
  checkPositive('requestsPerSecond', props.requestsPerSecond);
  checkPositive('serviceTime', secondsOf(props.serviceTime));
}

function checkPositive(name: string, value?: number): void {
  if (value !== undefined && !(value > 0 && Number.isFinite(value))) {
    throw new Rejection(`${name} ${value}`, 'it has to be more than 0', 'leave it out where it is not known');
  }
}
