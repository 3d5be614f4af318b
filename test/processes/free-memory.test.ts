import { expect, test } from 'vitest';
import { freeMemory } from '../../src/free-memory.ts';

const mib = 1024 * 1024;

test('memory that loading has left behind is given back', () => {
  let garbage: object[] | null = Array.from({ length: 500_000 }, (_, i) => ({ i, text: `${i}` }));
  expect(garbage.length).toBe(500_000);
  const before = process.memoryUsage().heapTotal;
  garbage = null;
  freeMemory();
  const { heapTotal, heapUsed } = process.memoryUsage();
  expect(heapTotal).toBeLessThan(before - 15 * mib);
  expect(heapTotal - heapUsed).toBeLessThan(15 * mib);
});
