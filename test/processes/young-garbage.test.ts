import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { UnorderedMembers } from '../../src/sharing/index.ts';
import { openDatabase } from '../../src/store/index.ts';
import { createTestDatabase } from '../support/postgres.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as NodeJS.GCFunction;

const calls = 600;
const callBytes = 10_000;

/** Bytes that a call leaves, when many have been made and only the young generation is collected. */
async function bytesLeft(call: (n: number) => Promise<unknown>): Promise<number> {
  const many = async (count: number) => {
    for (let n = 0; n < count; n++) await call(n);
  };
  await many(calls);
  collect();
  await many(calls / 2); // what is long-lived is old by now
  for (let n = 0; n < 2; n++) collect({ type: 'minor' });
  const before = process.memoryUsage().heapUsed;
  await many(calls);
  for (let n = 0; n < 2; n++) collect({ type: 'minor' });
  return (process.memoryUsage().heapUsed - before) / calls;
}

test('rows of statements die with the young generation', async () => {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const db = openDatabase(url, { isWatched: true });
  onTestFinished(() => db.destroy());
  const read = () => sql`SELECT repeat('x', ${callBytes}::int) AS text`.execute(db);
  expect(await bytesLeft(read)).toBeLessThan(callBytes / 2);
});

test('members that have left a collection without order die with the young generation', async () => {
  const members = new UnorderedMembers<number[]>();
  const leaves: (() => void)[] = [];
  const call = async (n: number) => {
    leaves.push(members.add(new Array(callBytes / 8).fill(n)));
    if (leaves.length > 4) leaves.shift()?.();
    await turn();
  };
  expect(await bytesLeft(call)).toBeLessThan(callBytes / 2);
});

test('a collection without order gives the members that have not left', () => {
  const members = new UnorderedMembers<string>();
  const leaves = ['a', 'b', 'c', 'd'].map((name) => members.add(name));
  leaves[1]();
  leaves[1]();
  leaves[3]();
  expect(members.drain().sort()).toEqual(['a', 'c']);
  leaves[0]();
  members.add('e');
  expect(members.drain()).toEqual(['e']);
  expect(members.drain()).toEqual([]);
});
