import { describe, expect, test } from '@jest/globals';
import { isKnown } from '../lib/application/process/setting';
import { differenceOf } from '../lib/difference/difference';
import { objectInWords } from '../lib/manifest/api-object';
import { probeBudgets } from '../lib/manifest/probe-budget';
import { Reading } from '../lib/reading/reading';
import { reviewDocuments } from '../lib/review';
import { scenarioNamed } from '../lib/scenarios/catalogue';
import { modelOf } from '../lib/simulation/model';
import { servingOf } from '../lib/simulation/pod/pool-pod-template';
import { simulate, simulatedWorkloads } from '../lib/simulation/simulation';
import { corpus } from './case';

describe.each(corpus().map((each) => [each.name, each] as const))('%s: two commands say the same', (_, { documents, images }) => {
  const reading = Reading.ofDocuments(documents, images);
  const modelled = simulatedWorkloads(reading).map((workload) => ({ workload, model: modelOf(workload) }));

  test('of the budget of each probe: diff and simulate', () => {
    const budgets = probeBudgets(reading.bundle);
    const simulated = modelled.flatMap(({ workload: { workload }, model: { template, assumptions } }) =>
      template(assumptions).containers.flatMap(({ name, probes }) =>
        Object.entries(probes).map(([role, { timing }]) => ({
          probe: `${role} probe of ${name} in ${objectInWords(workload.object)}`,
          budget: [timing.earliestVerdict, timing.latestVerdict],
        })),
      ),
    );
    expect(
      simulated.map(({ probe }) => ({ probe, budget: [budgets.get(probe)?.earliestVerdict, budgets.get(probe)?.latestVerdict] })),
    ).toEqual(simulated);
  });

  test('of the workers and threads of a pool: review and simulate', () => {
    for (const { workload, model } of modelled) {
      const { settings, gunicorn } = workload.serving.process;
      const read = [settings?.processes, gunicorn?.threads].map((setting) => (setting && isKnown(setting) ? setting.value : undefined));
      const [workers, threads] = read.map((value) => (typeof value === 'number' ? value : undefined));
      const { settings: played } = servingOf(model.template(model.assumptions));
      expect(played.workers).toBe(workers === undefined ? played.workers : Math.max(workers, 1));
      expect(played.threads).toBe(played.concurrency === 'gthread' && threads !== undefined ? threads : played.threads);
    }
  });

  test('of the rollout, the grace period and who is sent to it: review and simulate', () => {
    for (const { workload, model } of modelled) {
      const { rollout } = model;
      const { rollout: read, workload: written } = workload;
      expect(rollout.minReady).toBe(read.minReady * 1000);
      if (rollout.kind === 'Deployment' && read.strategy !== 'other') {
        expect(rollout.progressDeadline).toBe((read.progressDeadline ?? Infinity) * 1000);
        expect(rollout.recreate).toBe(read.strategy === 'recreate');
      }
      expect(model.template(model.assumptions).gracePeriod).toBe(written.gracePeriod * 1000);
      expect(model.users).toBe(workload.servicesForUsers.length > 0);
    }
  });

  test('of a pod that never becomes ready: where review is certain of it, simulate boots none', () => {
    const findings = reviewDocuments(documents, { images });
    const hopeless = new Set(
      findings
        .filter(
          ({ severity, suppressed, consequence = '' }) => severity === 'error' && !suppressed && /never becomes ready/.test(consequence),
        )
        .map(({ object }) => object.name),
    );
    const held = modelled
      .filter(({ workload }) => hopeless.has(workload.workload.object.name))
      .filter(({ workload }) => simulate(workload, [scenarioNamed('boot')!]).results[0].verdict === 'held');
    expect(held.map(({ workload }) => objectInWords(workload.workload.object))).toEqual([]);
  });

  test('of what is the same on both sides: diff finds no change in it', () => {
    const inputs = { inputs: [], documents, problems: [] };
    const { findings, paths, probes, outcomes } = differenceOf('0.0.0', inputs, inputs, { images });
    expect([...findings.added, ...findings.fixed, ...paths, ...probes, ...outcomes]).toEqual([]);
  });
});
