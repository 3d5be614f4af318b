import { empiricalQuantile } from './quantiles.ts';

/** Ranges of at most this many values are sorted by insertion. */
const insertedMax = 24;

/** Reorders `values` so that each rank holds the value that a complete sort puts there: what lies between is not sorted.
 *  @param values no NaN
 *  @param ranks ascending
 *  Source: C. A. R. Hoare (1961), "Algorithm 65: Find", for several ranks at once. */
export function placeRanks(values: Float64Array, ranks: ArrayLike<number>): void {
  place(values, 0, values.length - 1, ranks, 0, ranks.length);
}

/** Places the ranks `first` … `end` − 1, which lie in `low` … `high`. */
function place(
  values: Float64Array,
  low: number,
  high: number,
  ranks: ArrayLike<number>,
  first: number,
  end: number,
): void {
  while (first < end && low < high) {
    if (high - low < insertedMax) {
      insert(values, low, high);
      return;
    }
    const pivot = middle(values[low], values[(low + high) >> 1], values[high]);
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const value = values[i];
      values[i++] = values[j];
      values[j--] = value;
    }
    // low … j are at most the pivot, i … high at least; what lies between equals it.
    let split = first;
    while (split < end && ranks[split] <= j) split++;
    place(values, low, j, ranks, first, split);
    while (split < end && ranks[split] < i) split++;
    first = split;
    low = i;
  }
}

function insert(values: Float64Array, low: number, high: number): void {
  for (let i = low + 1; i <= high; i++) {
    const value = values[i];
    let j = i - 1;
    for (; j >= low && values[j] > value; j--) values[j + 1] = values[j];
    values[j + 1] = value;
  }
}

function middle(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** `empiricalQuantile` of a sample that is not sorted, at each p. The sample is reordered.
 *  @param sample at least one value, no NaN */
export function empiricalQuantiles(sample: Float64Array, p: ArrayLike<number>): Float64Array {
  const last = sample.length - 1;
  const ranks = new Float64Array(2 * p.length);
  for (let k = 0; k < p.length; k++) {
    const below = Math.floor(p[k] * last);
    ranks[2 * k] = below;
    ranks[2 * k + 1] = Math.min(below + 1, last);
  }
  placeRanks(sample, ranks.sort());
  return Float64Array.from(p, (one) => empiricalQuantile(sample, one));
}
