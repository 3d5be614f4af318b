import { expect, test } from 'vitest';
import { NewestEntries } from '../src/newest-entries.ts';

test('the least recently used entries are dropped; a look does not count as use', () => {
  const entries = new NewestEntries<string, number>(2);
  entries.keep('a', 1);
  entries.keep('b', 2);
  expect([entries.take('a'), entries.peek('b')]).toEqual([1, 2]);
  entries.keep('c', 3);
  expect([...entries.values()]).toEqual([1, 3]);
  entries.keep('a', 4);
  entries.keep('d', 5);
  expect([...entries.values()]).toEqual([4, 5]);
  entries.drop('a');
  expect([entries.take('a'), entries.peek('d')]).toEqual([undefined, 5]);
});
