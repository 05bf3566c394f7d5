import { expect, test } from '@jest/globals';
import { SCENARIOS, runScenario } from '../../../lib/scenarios';
import { Reading } from '../../../lib/reading/reading';
import { deployment, ingress, service } from '../../review/shop';

test(
  'given an outage of a dependency, the requests that were sent in it are the ones that are lost, and all that were ' + 'sent are there',
  () => {
    const [workload] = Reading.ofObjects([ingress(), service(), deployment()]).workloads;
    const outage = SCENARIOS.find(({ name }) => name === 'dependency-outage')!;

    const { course, requests, endings } = runScenario(outage, workload, { trace: true });

    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    const window = (seconds: number) => Math.round((seconds * 1000) / course!.window);
    const within = (from: number, to: number, counts: readonly number[]) => sum(counts.slice(window(from), window(to)));
    expect(sum(course!.sent)).toBe(requests);
    expect(sum(course!.answered)).toBe(endings.ok);
    expect(within(35, 85, course!.answered)).toBe(0);
    expect(within(0, 25, course!.answered)).toBe(within(0, 25, course!.sent));
  },
);
