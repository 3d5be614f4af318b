import { expect, test } from 'vitest';
import { oneShotTag } from '../../src/contracts/schemas/index.ts';
import { createModelUses } from '../../src/services/served/model-uses.ts';

test('a one-shot model is marked once on each day of its use, and other models never', async () => {
  const marked: string[] = [];
  let now = new Date('2026-03-01T23:59:00Z');
  const markUsed = createModelUses({ markUsed: async (id) => void marked.push(id) }, () => now);
  const one = { id: 'one', tags: [oneShotTag] };
  await markUsed(one);
  await markUsed(one);
  await markUsed({ id: 'mine', tags: [] });
  expect(marked).toEqual(['one']);
  now = new Date('2026-03-02T00:01:00Z');
  await markUsed(one);
  expect(marked).toEqual(['one', 'one']);
});

test('a model that could not be marked is marked by its next use', async () => {
  let calls = 0;
  const markUsed = createModelUses({
    markUsed: async () => {
      if (++calls === 1) throw new Error('no database');
    },
  });
  const one = { id: 'one', tags: [oneShotTag] };
  await expect(markUsed(one)).rejects.toThrow('no database');
  await markUsed(one);
  await markUsed(one);
  expect(calls).toBe(2);
});
