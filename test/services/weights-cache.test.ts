import { expect, test } from 'vitest';
import { WeightsCache } from '../../src/services/weights-cache.ts';

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
  await Promise.all([cache.get('a', load), cache.get('a', load)]);
  await cache.get('a', load);
  expect(calls.count).toBe(1);
});

test('over the bound the least recently used go first', async () => {
  const cache = new WeightsCache(20);
  const [a, b, c] = [source('a'), source('b'), source('c')];
  await cache.get('a', a.load);
  await cache.get('b', b.load);
  await cache.get('a', a.load);
  await cache.get('c', c.load);
  await cache.get('a', a.load);
  await cache.get('b', b.load);
  expect([a.calls.count, b.calls.count, c.calls.count]).toEqual([1, 2, 1]);
});

test('weights over the bound are not kept, and a failed load is tried again', async () => {
  const cache = new WeightsCache(5);
  const { calls, load } = source('a');
  await cache.get('a', load);
  await cache.get('a', load);
  expect(calls.count).toBe(2);
  await expect(cache.get('b', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  await expect(cache.get('b', source('b').load)).resolves.toMatchObject({ sha256: 'b' });
});
