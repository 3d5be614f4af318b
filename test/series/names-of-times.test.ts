/** Names of months and weekdays: what words mean, and how many of them stay in memory. */
import { expect, test } from 'vitest';
import { monthOfName, weekdaysOfName } from '../../src/series/calendar/index.ts';
import { remembered, startsOf } from '../../src/series/calendar/languages.ts';

test('a memory of words is bounded, and forgets', () => {
  let asked: string[] = [];
  const lengthOf = remembered((word) => {
    asked.push(word);
    return word.length;
  });
  expect([lengthOf('word'), lengthOf('word')]).toEqual([4, 4]);
  expect(asked).toEqual(['word']);
  for (let i = 0; i < 600; i++) lengthOf(`other ${i}`);
  asked = [];
  // Words of one table fill the memory for no other one.
  expect([lengthOf('word'), lengthOf('word')]).toEqual([4, 4]);
  expect(asked).toEqual(['word']);
});

test('a name is known by each of its beginnings from three characters on', () => {
  expect(startsOf('march')).toEqual(['mar', 'marc', 'march']);
  expect(startsOf('ma')).toEqual([]);
  for (const name of ['Mar', 'Marc', 'march', 'März', 'Mrz', 'березень', 'бер']) {
    expect(monthOfName(name), name).toBe(3);
  }
  // March in one language, and May in another.
  expect(monthOfName('ma')).toBeNull();
  for (const name of ['total', 'marx', 'janx', 'x']) expect(monthOfName(name), name).toBeNull();
  expect(weekdaysOfName('Mon')).toEqual([1]);
  expect([...weekdaysOfName('so')].sort()).toEqual([6, 7]);
  expect(weekdaysOfName('total')).toEqual([]);
});

test('unknown words change no meaning', () => {
  const names = ['jan', 'sept', 'okt', 'lis', 'mai', 'juni'];
  const before = names.map(monthOfName);
  for (let i = 0; i < 6_000; i++) monthOfName(`${names[i % names.length]}${'abcdefgh'[i % 8]}${i}`);
  expect(names.map(monthOfName)).toEqual(before);
});
