import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KUBERNETES } from '../../test/kubernetes';
import { before, generated, NAMESPACE, NEXT_IMAGE, one, provide, serving, type Json } from './obcms';
import { COMING_AND_GOING, DRILLS, INCIDENT, OUTAGES, ROLLOUT } from './situations';
import { compared, type Situation } from './situation';
import { Site } from './site';
import { describeOnCluster } from './suite';
import { failed } from './traffic';
import { beyond, RECORD, type Row } from './verification';

/** How often the rollout of the generated manifests is repeated: a run that is recorded has twenty. */
const ROLLOUTS = Number(process.env.ROLLOUTS ?? 3);
/** Seconds after which the pods have been seen to wait. */
const SEEN_TO_WAIT = 15_000;
const PATIENCE = 400_000;

const rows: Row[] = [];

describeOnCluster('examples/obcms, from the incident to its remedy', provide, (cluster) => {
  const site = (objects: readonly Json[] = generated()) => new Site(cluster(), objects);
  const verify = async (place: Site, situation: Situation) => {
    const { tally, ...row } = await compared(cluster(), place, situation);
    rows.push(row);
    expect({ name: row.name, tally, real: row.real, model: row.model[0], beyond: beyond(row) }).toMatchObject({ beyond: [] });
    return tally;
  };
  const jobs = async () => (await cluster().get('jobs', `--namespace=${NAMESPACE}`)).items as Json[];

  afterAll(() => {
    if (process.env.RECORD) {
      writeFileSync(RECORD, `${JSON.stringify({ kubernetes: KUBERNETES, rows }, undefined, 2)}\n`);
    }
  });

  test(
    'given migrations pending, the pods wait, and none restarts; migrated, they are ready on both nodes',
    async () => {
      const objects = generated();
      await cluster().apply(...objects.filter(({ kind }) => kind !== 'Job'));
      await new Promise((settle) => setTimeout(settle, SEEN_TO_WAIT));
      const waiting = await site().pods();
      expect(waiting.map(({ status }) => [status.phase, status.initContainerStatuses[0].restartCount])).toEqual([
        ['Pending', 0],
        ['Pending', 0],
      ]);
      await site().apply();
      await site().settled();
      const pods = await site().pods();
      expect(new Set(pods.map(({ spec }) => spec.nodeName))).toEqual(new Set(['node-1', 'node-2']));
      expect(pods.map(({ status }) => status.containerStatuses[0].restartCount)).toEqual([0, 0]);
    },
    PATIENCE,
  );

  test('its process is of a user without rights, on a root that nobody can write', async () => {
    expect(await site().exec('id', '-u')).toBe('10001\n');
    await expect(site().exec('touch', '/app/src/written')).rejects.toThrow(/Read-only file system/);
    expect(await site().exec('sh', '-c', 'echo kept > /tmp/written && cat /tmp/written')).toBe('kept\n');
  });

  test(
    'applied again, it runs no Job again; a new release runs one of its own',
    async () => {
      const [first] = await jobs();
      await site().apply();
      expect((await jobs()).map(({ metadata }) => metadata.uid)).toEqual([first.metadata.uid]);
      const next = generated({ image: NEXT_IMAGE });
      expect(one(next, 'Job').metadata.name).not.toBe(first.metadata.name);
      await site(next).apply();
      await site(next).settled();
      expect((await jobs()).map(({ status }) => status.succeeded)).toEqual([1, 1]);
      await site().apply();
      await site().settled();
    },
    PATIENCE,
  );

  test.each(COMING_AND_GOING.map((situation) => [situation.name, situation] as const))(
    'given users, %s: every one of them is answered, as predicted',
    async (_, situation) => {
      expect(await verify(site(), situation)).toEqual({ 200: expect.any(Number) });
    },
    PATIENCE,
  );

  test(
    `given users, ${ROLLOUTS} rollouts: every one of them is answered`,
    async () => {
      for (let done = 1; done < ROLLOUTS; done += 1) {
        const { tally, real } = await compared(cluster(), site(), ROLLOUT);
        expect(tally).toEqual({ 200: real.requests });
        again(ROLLOUT.name, real.requests);
      }
    },
    ROLLOUTS * PATIENCE,
  );

  test.each(OUTAGES.map((situation) => [situation.name, situation] as const))(
    '%s: as predicted',
    async (_, situation) => {
      await verify(site(), situation);
    },
    PATIENCE,
  );

  describe('with the drills of the application on', () => {
    const drilled = () => site(serving(generated(), ({ env }) => env.push({ name: 'DRILLS', value: 'on' })));
    beforeAll(async () => {
      await drilled().apply();
      await drilled().settled();
    }, PATIENCE);

    test.each(DRILLS.map((situation) => [situation.name, situation] as const))(
      '%s: as predicted',
      async (_, situation) => {
        await verify(drilled(), situation);
      },
      PATIENCE,
    );
  });

  describe('what was deployed before', () => {
    beforeAll(async () => {
      await cluster().kubectl(
        'delete',
        '--wait=false',
        `--namespace=${NAMESPACE}`,
        `deployment/${one(generated(), 'Deployment').metadata.name}`,
      );
      await site(before()).apply();
      await site(before()).settled();
    }, PATIENCE);

    test.each(INCIDENT.map((situation) => [situation.name, situation] as const))(
      'given users, %s: some are turned away, as predicted',
      async (_, situation) => {
        expect(failed(await verify(site(before()), situation))).toBeGreaterThan(situation.load);
      },
      PATIENCE,
    );
  });
});

function again(name: string, requests: number): void {
  const index = rows.findIndex((row) => row.name === name);
  const { times = 1, real, ...row } = rows[index];
  rows[index] = { ...row, times: times + 1, real: { ...real, requests: real.requests + requests } };
}
