import { expect, test } from 'vitest';
import { WeightsCache } from '../../src/services/weights-cache.ts';

const tenant = 'one';

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
  await Promise.all([cache.get(tenant, 'a', load), cache.get(tenant, 'a', load)]);
  await cache.get(tenant, 'a', load);
  expect(calls.count).toBe(1);
});

test('over the bound the least recently used go first', async () => {
  const cache = new WeightsCache(20);
  const [a, b, c] = [source('a'), source('b'), source('c')];
  await cache.get(tenant, 'a', a.load);
  await cache.get(tenant, 'b', b.load);
  await cache.get(tenant, 'a', a.load);
  await cache.get(tenant, 'c', c.load);
  await cache.get(tenant, 'a', a.load);
  await cache.get(tenant, 'b', b.load);
  expect([a.calls.count, b.calls.count, c.calls.count]).toEqual([1, 2, 1]);
});

test('weights over the bound are not kept, and a failed load is tried again', async () => {
  const cache = new WeightsCache(5);
  const { calls, load } = source('a');
  await cache.get(tenant, 'a', load);
  await cache.get(tenant, 'a', load);
  expect(calls.count).toBe(2);
  await expect(cache.get(tenant, 'b', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  await expect(cache.get(tenant, 'b', source('b').load)).resolves.toMatchObject({ sha256: 'b' });
});

test('tenants share no entry', async () => {
  const cache = new WeightsCache(100);
  const { calls, load } = source('a');
  await cache.get('one', 'a', load);
  await cache.get('two', 'a', load);
  expect(calls.count).toBe(2);
});
