import { expect, test } from 'vitest';
import { availableKernels, returnFreePages } from '../../src/engine/index.ts';
import { freeMemory } from '../../src/free-memory.ts';

const mib = 1024 * 1024;
const usesGlibc = 'glibcVersionRuntime' in (process.report.getReport() as { header: object }).header;
const isNative = availableKernels().some(({ name }) => name === 'native');

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

test.skipIf(!usesGlibc || !isNative)('free memory between blocks in use is given back', () => {
  const blockBytes = 16 * 1024; // glibc takes it from its pools
  const blocks: (ArrayBuffer | null)[] = Array.from(
    { length: 8_000 },
    () => new Uint8Array(blockBytes).fill(1).buffer,
  );
  for (let i = 0; i < blocks.length; i++) if (i % 10 !== 0) blocks[i] = null;
  freeMemory();
  const before = process.memoryUsage().rss;
  freeMemory(returnFreePages);
  expect(process.memoryUsage().rss).toBeLessThan(before - 50 * mib);
  expect(blocks.filter((block) => block !== null).length).toBe(800);
});
