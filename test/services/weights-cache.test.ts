import { expect, test } from 'vitest';
import { WeightsCache } from '../../src/services/inputs/weights-cache.ts';
import { createMemoryBudget, inCall } from '../../src/sharing/index.ts';

const tenant = 'one';
const of = (sha256: string) => ({ sha256, bytes: 10 });

function source(sha256: string, bytes = 10) {
  const calls = { count: 0 };
  const load = async () => {
    calls.count++;
    return { sha256, bytes: new Uint8Array(bytes) };
  };
  return { calls, load };
}

test('weights are loaded once, also when several calls want them at the same time', async () => {
  const cache = new WeightsCache(100);
  const { calls, load } = source('a');
  await Promise.all([cache.get(tenant, of('a'), load), cache.get(tenant, of('a'), load)]);
  await cache.get(tenant, of('a'), load);
  expect(calls.count).toBe(1);
});

test('over the bound the least recently used go first', async () => {
  const cache = new WeightsCache(20);
  const [a, b, c] = [source('a'), source('b'), source('c')];
  await cache.get(tenant, of('a'), a.load);
  await cache.get(tenant, of('b'), b.load);
  await cache.get(tenant, of('a'), a.load);
  await cache.get(tenant, of('c'), c.load);
  await cache.get(tenant, of('a'), a.load);
  await cache.get(tenant, of('b'), b.load);
  expect([a.calls.count, b.calls.count, c.calls.count]).toEqual([1, 2, 1]);
});

test('weights over the bound are not kept, and a failed load is tried again', async () => {
  const cache = new WeightsCache(5);
  const { calls, load } = source('a');
  await cache.get(tenant, of('a'), load);
  await cache.get(tenant, of('a'), load);
  expect(calls.count).toBe(2);
  await expect(cache.get(tenant, of('b'), () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  await expect(cache.get(tenant, of('b'), source('b').load)).resolves.toMatchObject({ sha256: 'b' });
});

test('tenants share no entry', async () => {
  const cache = new WeightsCache(100);
  const { calls, load } = source('a');
  await cache.get('one', of('a'), load);
  await cache.get('two', of('a'), load);
  expect(calls.count).toBe(2);
});

/** A call with memory of the budget, which can hang up. */
function caller(budget: ReturnType<typeof createMemoryBudget>) {
  const gone = new AbortController();
  const memory = budget.reserve(tenant);
  return {
    call: { tenant, signal: gone.signal, memory },
    hangUp() {
      gone.abort();
      memory.release();
    },
  };
}

/** A load that goes on when it is told to. */
function pausedLoad() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const load = async (beforePart: () => void) => {
    await promise;
    beforePart();
    return { sha256: 'a', bytes: new Uint8Array(10) };
  };
  return { load, goOn: resolve };
}

test('a shared read holds its memory once, for a call that still waits', async () => {
  const [cache, budget] = [new WeightsCache(100), createMemoryBudget(1_000)];
  const [first, second] = [caller(budget), caller(budget)];
  const { load, goOn } = pausedLoad();
  const gets = [first, second].map(({ call }) => inCall(call, () => cache.get(tenant, of('a'), load)));
  expect(budget.bytes).toBe(10);
  first.hangUp();
  expect(budget.bytes).toBe(0);
  goOn();
  await Promise.all(gets);
  expect(budget.bytes).toBe(10);
});

test('a read ends when its last call has gone, and the next call begins its own', async () => {
  const [cache, budget] = [new WeightsCache(100), createMemoryBudget(1_000)];
  const [first, second] = [caller(budget), caller(budget)];
  const { load, goOn } = pausedLoad();
  const abandoned = inCall(first.call, () => cache.get(tenant, of('a'), load));
  first.hangUp();
  goOn();
  await expect(abandoned).rejects.toMatchObject({ code: 'call_abandoned' });
  const { calls, load: again } = source('a');
  await inCall(second.call, () => cache.get(tenant, of('a'), again));
  expect(calls.count).toBe(1);
});

test('weights are not read where there is no memory for them', async () => {
  const [cache, budget] = [new WeightsCache(100), createMemoryBudget(1_000)];
  budget.reserve('another').add(750); // its share
  budget.reserve('a third').add(245);
  const { calls, load } = source('a');
  const refused = inCall(caller(budget).call, () => cache.get(tenant, of('a'), load));
  await expect(refused).rejects.toMatchObject({ code: 'overloaded' });
  expect(calls.count).toBe(0);
});
