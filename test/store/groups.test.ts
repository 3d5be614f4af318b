import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { currentCall, inCall } from '../../src/sharing/index.ts';
import { createGroups } from '../../src/store/database/groups.ts';

interface Item {
  tenant: string;
  lane: string;
  name: string;
}

/** Statements that end when a test lets them. */
function source(fails: (names: string[]) => Error | null = () => null, waitsFor = 0) {
  const groups: string[][] = [];
  const tenants: string[] = [];
  const ends: (() => void)[] = [];
  const ask = createGroups<Item, string>({
    laneOf: ({ lane }) => lane,
    take: ({ length }) => Math.min(3, length),
    isOfOne: (error) => (error as Error).message === 'of one',
    waitsFor,
    async run(items) {
      const names = items.map(({ name }) => name);
      groups.push(names);
      tenants.push(currentCall().tenant);
      await new Promise<void>((resolve) => ends.push(resolve));
      const error = fails(names);
      if (error !== null) throw error;
      return names.map((name) => (name === 'unknown' ? new Error('is unknown') : name.toUpperCase()));
    },
  });
  const endAll = async () => {
    for (let n = 0; n < 20; n++) {
      for (const end of ends.splice(0)) end();
      await nextTurn();
    }
  };
  return {
    groups,
    tenants,
    endAll,
    ask: (name: string, lane = 'one', tenant = 'acme') => ask({ name, lane, tenant }),
  };
}

test('items that arrive while a statement runs share the next ones, in their order', async () => {
  const { groups, ask, endAll } = source();
  const answers = Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => ask(name)));
  await endAll();
  expect(await answers).toEqual(['A', 'B', 'C', 'D', 'E']);
  expect(groups).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
});

/** No wait of a lane ends for its time, however slow the machine is. */
function stopTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
}

test('after a statement for several items, the next one waits for the callers that have their answers', async () => {
  stopTime();
  const { groups, ask, endAll } = source(() => null, 1_000);
  const first = ['a', 'b', 'c'].map((name) => ask(name));
  await endAll();
  await Promise.all(first);
  expect(groups).toEqual([['a'], ['b', 'c']]);
  const again = [ask('d')];
  await endAll();
  expect(groups).toHaveLength(2);
  again.push(ask('e'));
  await endAll();
  expect(await Promise.all(again)).toEqual(['D', 'E']);
  expect(groups.slice(2)).toEqual([['d', 'e']]);
});

test('items do not wait for callers if they fill a statement without them', async () => {
  stopTime();
  const { groups, ask, endAll } = source(() => null, 1_000);
  const answers = Promise.all([...'abcdefgh'].map((name) => ask(name)));
  await endAll();
  expect(groups.slice(0, 3)).toEqual([['a'], [...'bcd'], [...'efg']]);
  vi.runAllTimers();
  await endAll();
  expect(await answers).toEqual([...'ABCDEFGH']);
});

test('the wait for callers ends when they do not call again', async () => {
  const { groups, ask, endAll } = source(() => null, 1_000);
  const first = ['a', 'b', 'c'].map((name) => ask(name));
  await endAll();
  await Promise.all(first);
  const alone = ask('d');
  while (groups.length < 3) await nextTurn();
  await endAll();
  expect(await alone).toBe('D');
  const later = ask('e');
  expect(groups[3]).toEqual(['e']);
  await endAll();
  expect(await later).toBe('E');
});

test('a lane does not wait for another one', async () => {
  const { groups, ask, endAll } = source();
  const answers = Promise.all([ask('a'), ask('b'), ask('c', 'two')]);
  expect(groups).toEqual([['a'], ['c']]);
  await endAll();
  expect(await answers).toEqual(['A', 'B', 'C']);
});

test('an error of one item does not affect the others', async () => {
  const { groups, ask, endAll } = source((names) => (names.includes('bad') ? new Error('of one') : null));
  const answers = Promise.allSettled(['a', 'b', 'bad', 'unknown'].map((name) => ask(name)));
  await endAll();
  const [a, b, bad, unknown] = await answers;
  expect([a, b]).toMatchObject([{ value: 'A' }, { value: 'B' }]);
  expect([bad, unknown]).toMatchObject([
    { reason: { message: 'of one' } },
    { reason: { message: 'is unknown' } },
  ]);
  expect(groups).toEqual([['a'], ['b', 'bad', 'unknown'], ['b'], ['bad'], ['unknown']]);
});

test('an error of the statement is that of each of its items, and the next ones are run', async () => {
  const { groups, ask, endAll } = source((names) => (names.includes('b') ? new Error('lost') : null));
  const answers = Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => ask(name)));
  await endAll();
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', ...Array(3).fill('rejected')]);
  expect(groups).toEqual([['a'], ['b', 'c', 'd']]);
  const next = ask('e');
  await endAll();
  expect(await next).toBe('E');
});

test('a statement runs as the tenant of its items, whoever began the lane, and as the service for several', async () => {
  const { groups, tenants, ask, endAll } = source();
  const asked = (name: string, tenant: string) =>
    inCall({ tenant, signal: null }, () => ask(name, 'one', tenant));
  const answers = [asked('a', 'acme'), ...['b', 'c', 'd'].map((name) => asked(name, 'globex'))];
  answers.push(asked('e', 'globex'), asked('f', 'acme'));
  await endAll();
  await Promise.all(answers);
  expect(groups).toEqual([['a'], ['b', 'c', 'd'], ['e', 'f']]);
  expect(tenants).toEqual(['acme', 'globex', '']);
});

test('a call cannot write rows of another tenant', async () => {
  const { groups, ask } = source();
  const asked = inCall({ tenant: 'acme', signal: null }, () => ask('a', 'one', 'globex'));
  await expect(asked).rejects.toThrow('rows of another tenant');
  expect(groups).toEqual([]);
});
