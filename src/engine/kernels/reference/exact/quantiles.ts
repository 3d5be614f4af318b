import type { LagChange } from '../../contract/exact.ts';

/** Ranges of at most this many values are sorted by insertion. */
const insertedMax = 24;

/** See `empiricalQuantiles` of the contract. */
export function empiricalQuantiles(sample: Float64Array, n: number, p: Float64Array, to: Float64Array): void {
  const last = n - 1;
  const ranks = new Float64Array(2 * p.length);
  for (let k = 0; k < p.length; k++) {
    const below = Math.floor(p[k] * last);
    ranks[2 * k] = below;
    ranks[2 * k + 1] = Math.min(below + 1, last);
  }
  place(sample, 0, last, ranks.sort(), 0, ranks.length);
  for (let k = 0; k < p.length; k++) {
    const position = p[k] * last;
    const below = Math.floor(position);
    const above = Math.min(below + 1, last);
    to[k] = sample[below] + (position - below) * (sample[above] - sample[below]);
  }
}

/** See `lagQuantiles` of the contract. */
export function lagQuantiles(
  values: Float64Array,
  lag: number,
  change: LagChange,
  p: Float64Array,
  to: Float64Array,
): void {
  const changes = new Float64Array(values.length - lag);
  for (let i = 0; i < changes.length; i++) {
    const difference = values[i + lag] - values[i];
    const size = Math.abs(difference);
    changes[i] = change === 'difference' ? difference : change === 'size' ? size : size / values[i];
  }
  empiricalQuantiles(changes, changes.length, p, to);
}

/** Places the ranks `first` … `end` − 1, which lie in `low` … `high`: each gets the value that a sort puts there.
 *  Source: C. A. R. Hoare (1961), "Algorithm 65: Find", for several ranks at once. */
function place(
  values: Float64Array,
  low: number,
  high: number,
  ranks: Float64Array,
  first: number,
  end: number,
): void {
  while (first < end && low < high) {
    if (high - low < insertedMax) {
      values.subarray(low, high + 1).sort();
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

function middle(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
