import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, resolve } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { Pod } from './deployed';
import { Postgres } from './postgres';
import { Proxy } from './proxy';
import { Redis } from './redis';
import { observed, predicted, type Seen } from './situation';
import { ROWS, type Row } from './situations';
import { describeApplication } from './suite';

/** What the page of the verification is made of. */
const RECORD = resolve(__dirname, '../../.cache/verification.json');
/** The period of the probes that the synthesised manifest asks readiness with. Seconds. */
const PERIOD = 5;

interface Compared {
  readonly row: Row;
  readonly model: Seen;
  readonly real: Seen;
}

const outcomes = new Map<string, Promise<Compared>>();

/** One boots after the other, as they would on nodes of their own; then all go through their situations at the same time. */
async function startAll(): Promise<void> {
  const [postgres, redis] = [await Postgres.start(), await Redis.start()];
  expect(await (await Pod.create({ database: postgres.url() })).migrate().ends(60)).toBe(0);
  for (const row of ROWS) {
    const network = await Proxy.to(postgres.port);
    await new Promise<void>((booted, fail) => {
      let boot = NaN;
      const outcome = observed(row, { servers: { database: postgres.url(network.port), cache: redis.url }, network }, (_, seconds) => {
        boot = seconds;
        booted();
      }).then((real) => ({ row, model: predicted(row, boot), real }));
      outcome.catch(fail);
      outcomes.set(row.name, outcome);
    });
  }
}

describeApplication('what the model predicts is what real servers do', () => {
  beforeAll(async () => {
    await startAll();
    const all = await Promise.all(outcomes.values());
    mkdirSync(dirname(RECORD), { recursive: true });
    writeFileSync(RECORD, JSON.stringify({ cores: cpus().length, rows: all.map(({ row: { name }, model, real }) => ({ name, predicted: model, observed: real })) }, undefined, 2));
  }, 360_000);

  test.each(ROWS.map((row) => [row.name, row] as const))('%s', async (name, { must }) => {
    const { model, real } = await outcomes.get(name)!;
    must(real);
    expect(Math.abs(model.restarts - real.restarts)).toBeLessThanOrEqual(1);
    expect(Math.abs(model.answered - real.answered)).toBeLessThanOrEqual(0.1);
    expect(moment(model.unreadyAfter, real.unreadyAfter)).toBeLessThanOrEqual(PERIOD);
    expect(moment(model.readyAgainAfter, real.readyAgainAfter)).toBeLessThanOrEqual(PERIOD);
  });
});

/** How far apart; endlessly where only one of them happened. */
function moment(one: number | undefined, other: number | undefined): number {
  return one === other ? 0 : Math.abs((one ?? Infinity) - (other ?? Infinity));
}
