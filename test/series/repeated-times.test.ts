import { afterEach, expect, test, vi } from 'vitest';
import { distinctCount, repeatsOf } from '../../src/series/times/repeats.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Lowers the limit of V8 for the members of a Map or a Set, which is 2^24. */
function limitMembers(most: number): void {
  const [set, add] = [Map.prototype.set, Set.prototype.add];
  vi.spyOn(Map.prototype, 'set').mockImplementation(function (this: Map<unknown, unknown>, key, value) {
    if (this.size >= most && !this.has(key)) throw new RangeError('Map maximum size exceeded');
    return set.call(this, key, value);
  });
  vi.spyOn(Set.prototype, 'add').mockImplementation(function (this: Set<unknown>, value) {
    if (this.size >= most && !this.has(value)) throw new RangeError('Set maximum size exceeded');
    return add.call(this, value);
  });
}

test('repeats are found in the order of the rows, with the first row of their time', () => {
  const times = Float64Array.of(3, 1, 2, 1, 3, 1);
  expect([...repeatsOf(times)]).toEqual([
    { row: 3, firstRow: 1 },
    { row: 4, firstRow: 0 },
    { row: 5, firstRow: 1 },
  ]);
  expect(distinctCount(times)).toBe(3);
  expect([...repeatsOf(Float64Array.of(2, 1))]).toEqual([]);
  expect(distinctCount(new Float64Array())).toBe(0);
});

test('there may be more different times than a Map has members', () => {
  const times = Float64Array.from({ length: 200 }, (_, i) => (i * 7) % 199);
  limitMembers(50);
  const repeats = [...repeatsOf(times)];
  const count = distinctCount(times);
  vi.restoreAllMocks();
  expect(repeats).toEqual([{ row: 199, firstRow: 0 }]);
  expect(count).toBe(199);
});
