import { expect, test } from 'vitest';
import { createMemory } from '../../src/engine/kernels/wasm/memory.ts';

test('memory beyond 4 GiB is refused as an allocation that failed', () => {
  const { allocate } = createMemory(1);
  expect(() => allocate('float32', 2 ** 30)).toThrow(RangeError);
  expect(() => allocate('float32', 2 ** 30)).toThrow('allocation failed');
});

test('a call that threw keeps no scope from its end', () => {
  const memory = createMemory(1);
  const close = memory.openScope();
  const changed = new Float32Array(4);
  memory.output(changed);
  close();
  memory.finish();
  expect([...changed]).toEqual([0, 0, 0, 0]);
  expect(memory.allocate('float32', 4)).toHaveLength(4);
});
