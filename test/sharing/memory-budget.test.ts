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

test('a call that is alone in its tenant is served beyond the share of the tenant, and the rest stays free for others', () => {
  const budget = createMemoryBudget(100);
  const [large, other, third] = [budget.reserve('a'), budget.reserve('b'), budget.reserve('c')];
  large.add(400);
  other.add(20);
  third.add(5);
  expect(() => third.add(1)).toThrow('in flight');
  large.add(50);
  expect(() => budget.reserve('a').add(1)).toThrow('of the tenant');
  expect(budget.bytes).toBe(475);
  large.release();
  third.add(75);
  other.add(5);
  expect(() => other.add(1)).toThrow('in flight');
  for (const call of [other, third]) call.release();
  expect(budget.bytes).toBe(0);
});

test('small bodies and a large call of a tenant do not refuse each other, in either order', () => {
  for (const isSmallFirst of [true, false]) {
    const budget = createMemoryBudget(100);
    const [large, small] = [budget.reserve('a'), budget.reserve('a')];
    const adds = [() => small.addSmall(2), () => large.add(80)];
    for (const add of isSmallFirst ? adds : adds.toReversed()) add();
    expect(budget.bytes).toBe(82);
    // The small bodies of a tenant have a bound of their own, and leave room for others.
    expect(() => budget.reserve('a').addSmall(11)).toThrow('small calls in flight of the tenant');
    budget.reserve('b').addSmall(12);
    for (const call of [large, small]) call.release();
    expect(budget.bytes).toBe(12);
  }
});
