import { expect, test } from 'vitest';
import { createMemoryBudget } from '../../src/sharing/index.ts';

test('an answer takes the place of its estimate, and what it needs less is given back', () => {
  const budget = createMemoryBudget(100);
  const call = budget.reserve('a');
  call.add(10);
  call.expect(50);
  call.expect(20);
  expect(budget.bytes).toBe(80);
  call.answer(30);
  expect(budget.bytes).toBe(40);
  call.release();
  expect(budget.bytes).toBe(0);
  call.answer(30);
  expect(budget.bytes).toBe(0);
});

test('an answer that is expected is refused as one that is made, and then holds nothing', () => {
  const budget = createMemoryBudget(100, 1);
  const first = budget.reserve('a');
  first.expect(80);
  const second = budget.reserve('b');
  expect(() => second.expect(30)).toThrow(expect.objectContaining({ code: 'overloaded' }));
  expect(budget.bytes).toBe(80);
  second.expect(10);
  expect(() => second.answer(40)).toThrow(expect.objectContaining({ code: 'overloaded' }));
  first.answer(20);
  second.expect(70);
  expect(budget.bytes).toBe(100);
});
