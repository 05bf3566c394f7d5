import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, resolve } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { Pod } from './deployed';
import { Postgres } from './postgres';
import { Proxy } from './proxy';
import { Redis } from './redis';
import { compared } from './situation';
import { LASTS, ROWS } from './situations';
import { describeApplication } from './suite';
import { differences, type Compared, type Verification } from './verification';

/** What the page of the verification is made of. */
const RECORD = resolve(__dirname, '../../.cache/verification.json');
const outcomes = new Map<string, Promise<Compared>>();

/** One boots after the other, as if on nodes of their own; then all go through their situations at the same time. */
async function startAll(): Promise<void> {
  const [postgres, redis] = [await Postgres.start(), await Redis.start()];
  expect(await (await Pod.create({ database: postgres.url() })).migrate().ends(60)).toBe(0);
  let go = () => {};
  const all = new Promise<void>((settle) => {
    go = settle;
  });
  for (const row of ROWS) {
    const network = await Proxy.to(postgres.port);
    await new Promise<void>((booted, fail) => {
      const outcome = compared(row, { servers: { database: postgres.url(network.port), cache: redis.url }, network }, booted, all);
      outcome.catch(fail);
      outcomes.set(row.name, outcome);
    });
  }
  go();
}

describeApplication('what the model predicts is what real servers do', () => {
  beforeAll(async () => {
    await startAll();
    const rows = await Promise.all([...outcomes].map(async ([name, outcome]) => ({ name, ...(await outcome) })));
    mkdirSync(dirname(RECORD), { recursive: true });
    const verification: Verification = { cores: cpus().length, lasts: LASTS, rows };
    writeFileSync(RECORD, JSON.stringify(verification, undefined, 2));
  }, 480_000);

  test.each(ROWS.map((row) => [row.name, row] as const))('%s', async (name, { must }) => {
    const { model, real } = await outcomes.get(name)!;
    must(real);
    expect(differences({ model, real })).toEqual([]);
  });
});
