/** Exact kernels: each instruction set writes what the reference writes, for any sizes, with values of very different
 *  sizes, with NaN, and in arrays that begin anywhere. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng, type Rng } from '../../src/engine/index.ts';
import {
  type EtsForm,
  etsParametersOf,
  etsSeasons,
  etsTrends,
} from '../../src/engine/kernels/contract/ets.ts';
import { type ExactKernels, lagChanges } from '../../src/engine/kernels/contract/exact.ts';
import { createNativeExact } from '../../src/engine/kernels/native/exact.ts';
import { instructionSets } from '../../src/engine/kernels/native/index.ts';
import { createWorkArray } from '../../src/engine/kernels/native/work-array.ts';
import { exactReference } from '../../src/engine/kernels/reference/exact/index.ts';

type Draw = (rng: Rng) => number;
const wide: Draw = (rng) => (rng.uniform() - 0.4) * 10 ** (12 * rng.uniform() - 6);
const few: Draw = (rng) => rng.int(4) - 1;
const withGaps: Draw = (rng) => (rng.uniform() < 0.1 ? Number.NaN : wide(rng));
const huge: Draw = (rng) => (rng.uniform() - 0.5) * 10 ** (300 * rng.uniform());
const draws = { wide, few, withGaps, huge };

/** An array that begins at any multiple of 8 bytes. */
function numbers(length: number, rng: Rng, draw: Draw = wide): Float64Array {
  const offset = rng.int(8);
  const all = new Float64Array(length + offset);
  for (let i = 0; i < length; i++) all[offset + i] = draw(rng);
  return all.subarray(offset);
}

/** Results of one call; the arrays hold 9 before it, so that what is not written is seen. */
type Call = (kernels: ExactKernels, rng: Rng, draw: Draw) => (Float64Array | Float32Array)[];
const results = (length: number) => new Float64Array(length).fill(9);
const floats = (length: number) => new Float32Array(length).fill(9);

const calls: Record<string, Call> = {
  empiricalQuantiles(kernels, rng, draw) {
    // A sample has no NaN.
    const n = 1 + rng.int(600);
    const sample = numbers(n + 3, rng, draw).map((value) => (Number.isNaN(value) ? 0 : value));
    const p = Float64Array.from({ length: rng.int(30) }, () => rng.int(21) / 20);
    const to = results(p.length + 1);
    kernels.empiricalQuantiles(sample, n, p, to);
    return [to];
  },
  lagQuantiles(kernels, rng, draw) {
    const n = 2 + rng.int(500);
    const change = lagChanges[rng.int(3)];
    const values = numbers(n, rng, draw).map((value) => {
      if (Number.isNaN(value)) return 1; // a sample has no NaN
      return change === 'relative_size' ? Math.abs(value) + 1e-3 : value; // levels of it are above 0
    });
    const p = Float64Array.from({ length: 1 + rng.int(30) }, () => rng.int(21) / 20);
    const to = results(p.length);
    kernels.lagQuantiles(values, rng.int(n), change, p, to);
    return [to];
  },
  windowLosses(kernels, rng, draw) {
    const shape = { windows: rng.int(20), steps: 1 + rng.int(9), levels: 1 + rng.int(12), median: 0 };
    shape.median = rng.int(shape.levels);
    const { windows, steps, levels: Q } = shape;
    const actual = numbers(windows * steps, rng, draw);
    const mixed = numbers(windows * steps * Q, rng, draw);
    if (windows > 0) mixed[shape.median] = actual[0]; // no error
    const levels = Float64Array.from({ length: Q }, (_, k) => (k + 1) / (Q + 1));
    const losses = results(3 * windows + 1);
    kernels.windowLosses(
      shape,
      mixed,
      actual,
      numbers(windows, rng, () => rng.uniform()),
      levels,
      losses,
    );
    return [losses];
  },
  meanLosses(kernels, rng, draw) {
    const shape = { windows: rng.int(20), steps: 1 + rng.int(9), levels: 1 + rng.int(12), median: 0 };
    shape.median = rng.int(shape.levels);
    const { windows, steps, levels: Q } = shape;
    const places = 1 + rng.int(5);
    const losses = results(3 * windows + 1);
    kernels.meanLosses(
      shape,
      numbers(windows * steps * Q, rng, draw),
      numbers(places * steps * Q, rng, draw),
      Int32Array.from({ length: windows }, () => rng.int(places) * steps * Q),
      1 + rng.int(10),
      numbers(windows * steps, rng, draw),
      numbers(windows, rng, () => rng.uniform()),
      Float64Array.from({ length: Q }, (_, k) => (k + 1) / (Q + 1)),
      losses,
    );
    return [losses];
  },
  blockSums(kernels, rng, draw) {
    const [series, replicates, block] = [1 + rng.int(9), rng.int(20), 1 + rng.int(5)];
    const lengths = Array.from({ length: series }, () => rng.int(20));
    const longest = Math.max(block, ...lengths);
    const blocks = Math.ceil(longest / block);
    const offsets = new Int32Array(series + 1);
    for (const [i, length] of lengths.entries()) offsets[i + 1] = offsets[i] + length;
    const pairs = numbers(2 * offsets[series], rng, draw);
    const starts = Int32Array.from({ length: replicates * blocks }, () => rng.int(longest - block + 1));
    const drawn = Int32Array.from({ length: replicates * series }, () => rng.int(series));
    const sums = results(2 * replicates + 1);
    const shape = { series, replicates, blocks, block, longest };
    kernels.blockSums(shape, pairs, offsets, starts, drawn, sums);
    return [sums];
  },
  choose(kernels, rng) {
    const state = Uint32Array.from({ length: 4 }, () => 1 + rng.int(2 ** 32 - 1));
    const to = floats(1 + rng.int(70)).subarray(rng.int(2));
    kernels.choose(state, to, Float64Array.of(rng.uniform() * 2 ** 32, 0, 1 / 0.9));
    return [to, Float64Array.from(state)];
  },
  multiply(kernels, rng, draw) {
    const [x, factor] = [numbers(rng.int(70), rng, draw), numbers(70, rng, draw)].map((all) =>
      Float32Array.from(all),
    );
    const y = floats(x.length);
    kernels.multiply(y, x, factor);
    kernels.multiply(x, x, factor);
    return [y, x];
  },
  smoothLevels(kernels, rng, draw) {
    const [L, from] = [1 + rng.int(40), rng.int(5)];
    const to = from + rng.int(50);
    const states = results(3 * L);
    const alphas = numbers(L, rng, () => rng.uniform());
    kernels.smoothLevels(numbers(to, rng, draw), from, to, alphas, numbers(1, rng), states);
    return [states];
  },
  smoothTrends(kernels, rng, draw) {
    const [L, from] = [1 + rng.int(40), rng.int(5)];
    const to = from + rng.int(50);
    const states = results(3 * L);
    const parameters = numbers(3 * L, rng, () => rng.uniform());
    kernels.smoothTrends(numbers(to, rng, draw), from, to, parameters, numbers(2, rng), states);
    return [states];
  },
  searchEts(kernels, rng, draw) {
    const form: EtsForm = {
      error: rng.int(2) ? 'additive' : 'multiplicative',
      trend: etsTrends[rng.int(3)],
      season: etsSeasons[rng.int(3)],
    };
    const season = form.season === 'none' ? 1 : 1 + rng.int(6);
    const searches = rng.int(40);
    const seasonal = form.season === 'multiplicative' ? 1 : 0;
    // Most histories are positive and alike, since a search in others ends soon.
    const isPlain = rng.int(3) > 0;
    const observed = () => (isPlain ? 10 ** (4 * Math.sin(searches)) * (3 + rng.uniform()) : draw(rng));
    const histories = new Int32Array(2 * searches);
    let length = 0;
    for (let f = 0; f < searches; f++) {
      const n = 1 + rng.int(isPlain ? 200 : 60);
      histories.set([length, n], 2 * f);
      length += n;
    }
    const values = numbers(length, rng, observed);
    const names = etsParametersOf(form);
    const points = results(searches * names.length + 1);
    const steps = numbers(searches * names.length, rng, () => 0.3 * (rng.uniform() - 0.4));
    for (let f = 0; f < searches; f++)
      points.set(
        names.map((name) => {
          if (name === 'level') return observed();
          return name === 'phi' ? 0.7 + 0.3 * rng.uniform() : 0.5 * rng.uniform();
        }),
        f * names.length,
      );
    const costs = results(searches + 1);
    const seasons = numbers(searches * season, rng, () => seasonal + 0.1 * rng.uniform());
    const shape = { form, season, searches, evaluationsMax: 20 + rng.int(200) };
    kernels.searchEts(shape, values, histories, seasons, points, steps, costs);
    return [points, costs];
  },
  seasonDistances(kernels, rng, draw) {
    const [season, candidates] = [1 + rng.int(9), 1 + rng.int(20)];
    const length = rng.int(3 * season);
    const n = candidates * season + length + rng.int(4);
    const distances = results(candidates + 2);
    kernels.seasonDistances(
      { n, season, length, candidates },
      numbers(n, rng, draw),
      numbers(candidates + 1, rng),
      distances,
    );
    return [distances];
  },
  weekShape(kernels, rng, draw) {
    const [season, days] = [1 + rng.int(26), 1 + rng.int(8)];
    const n = season * days * (1 + rng.int(4)) + rng.int(season * days);
    const week = results(season * days + 1);
    const sums = results(2);
    kernels.weekShape({ n, season, days, components: 2, iterations: 4 }, numbers(n, rng, draw), week, sums);
    return [week, sums];
  },
  memberInputs(kernels, rng, draw) {
    const [rows, M] = [rng.int(9), 1 + rng.int(30)];
    const inputSize = M + rng.int(5);
    const [members, inputs, sums] = [floats(rows * M), floats(rows * inputSize), results(2 * rows)];
    const shape = { rows, members: M, inputSize, center: rng.int(M) };
    kernels.memberInputs(
      shape,
      numbers(rows * M, rng, draw),
      Float64Array.of(wide(rng), rng.uniform() + 1e-3, 2_000),
      members,
      inputs,
      sums,
    );
    return [members, inputs, sums];
  },
  memberErrors(kernels, rng, draw) {
    const [rows, M] = [rng.int(60), 1 + rng.int(30)];
    const sums = results(2 * M);
    const scale = Float64Array.of(rng.uniform() + 1e-3, 50);
    kernels.memberErrors(rows, M, numbers(rows * M, rng, draw), numbers(rows, rng, draw), scale, sums);
    return [sums];
  },
};

for (const instructionSet of instructionSets) {
  const kernels = createNativeExact(instructionSet)!;
  describe(instructionSet, () => {
    for (const [name, call] of Object.entries(calls))
      test(`${name} is that of the reference`, () => {
        fc.assert(
          fc.property(fc.nat(), fc.constantFrom(...Object.values(draws)), (seed, draw) => {
            expect(call(kernels, createRng(seed), draw)).toEqual(call(exactReference, createRng(seed), draw));
          }),
          { numRuns: 200 },
        );
      });
  });
}

test('quantiles of long samples with many equal values are those of a sort', () => {
  const rng = createRng(1);
  for (const kernels of [exactReference, ...instructionSets.map((set) => createNativeExact(set)!)])
    for (const kinds of [1, 2, 50, 1e9]) {
      const sample = Float64Array.from({ length: 20_000 }, () => rng.int(kinds));
      for (const ordered of [sample, sample.toSorted(), sample.toSorted().reverse()]) {
        const p = Float64Array.from({ length: 101 }, (_, i) => i / 100);
        const to = new Float64Array(p.length);
        kernels.empiricalQuantiles(ordered.slice(), ordered.length, p, to);
        const sorted = ordered.toSorted();
        const last = sorted.length - 1;
        const expected = p.map((one) => {
          const below = Math.floor(one * last);
          return sorted[below] + (one * last - below) * (sorted[Math.min(last, below + 1)] - sorted[below]);
        });
        expect(to).toEqual(expected);
      }
    }
});

test('memory of a call is shared and grows; that of a large call is not kept', () => {
  const workOf = createWorkArray();
  const small = workOf(2_000);
  expect(workOf(10)).toBe(small);
  expect(workOf(2_000_000)).toHaveLength(2_000_000);
  expect(workOf(2_000)).toBe(small);
  const largest = workOf(131_072);
  expect(largest).toHaveLength(131_072);
  expect(workOf(2_000)).toBe(largest);
});

test('native kernels refuse arrays that do not fit', ({ skip }) => {
  const kernels = createNativeExact();
  if (kernels === null) return skip('the native kernel was not built');
  const of = (length: number) => new Float64Array(length);
  const integers = (...values: number[]) => Int32Array.from(values);
  const refused: [string, () => void][] = [
    ['numbers', () => kernels.empiricalQuantiles(of(3), 4, of(1), of(1))],
    ['a size', () => kernels.empiricalQuantiles(of(3), 0, of(1), of(1))],
    ['a level', () => kernels.empiricalQuantiles(of(3), 3, Float64Array.of(1.1), of(1))],
    ['a level', () => kernels.empiricalQuantiles(of(3), 3, Float64Array.of(Number.NaN), of(1))],
    ['numbers', () => kernels.empiricalQuantiles(of(3), 3, of(2), of(1))],
    ['a size', () => kernels.lagQuantiles(of(3), 3, 'size', of(1), of(1))],
    [
      'a size',
      () =>
        kernels.windowLosses(
          { windows: 1, steps: 1, levels: 1, median: 1 },
          ...([of(1), of(1), of(1), of(1), of(3)] as const),
        ),
    ],
    [
      'numbers',
      () =>
        kernels.windowLosses(
          { windows: 2, steps: 1, levels: 1, median: 0 },
          ...([of(2), of(2), of(2), of(1), of(5)] as const),
        ),
    ],
    ...[integers(-1), integers(3)].map((offsets): [string, () => void] => [
      'an offset',
      () =>
        kernels.meanLosses(
          { windows: 1, steps: 1, levels: 2, median: 0 },
          ...([of(2), of(4), offsets, 1, of(1), of(1), of(2), of(3)] as const),
        ),
    ]),
    ...(
      [
        ['an offset', integers(0, 3), integers(0), integers(0)],
        ['an offset', integers(1, 0), integers(0), integers(0)],
        ['a start', integers(0, 2), integers(-1), integers(0)],
        ['a series', integers(0, 2), integers(0), integers(1)],
        ['integers', integers(0), integers(0), integers(0)],
      ] as const
    ).map(([fault, offsets, starts, drawn]): [string, () => void] => [
      fault,
      () =>
        kernels.blockSums(
          { series: 1, replicates: 1, blocks: 1, block: 1, longest: 1 },
          ...([of(4), offsets, starts, drawn, of(2)] as const),
        ),
    ]),
    ['numbers', () => kernels.smoothLevels(of(3), 0, 4, of(1), of(1), of(3))],
    ['a size', () => kernels.smoothTrends(of(3), 3, 2, of(3), of(2), of(3))],
    ['numbers', () => kernels.smoothTrends(of(3), 0, 3, of(6), of(2), of(3))],
    ...(
      [
        ['the shape', 'none', 0, integers(0, 2), of(1), of(2)],
        ['a history', 'none', 1, integers(0, 4), of(1), of(2)],
        ['a history', 'none', 1, integers(-1, 2), of(1), of(2)],
        ['a history', 'none', 1, integers(0, 0), of(1), of(2)],
        ['integers', 'none', 1, integers(0), of(1), of(2)],
        ['numbers', 'additive', 2, integers(0, 2), of(1), of(3)],
        ['numbers', 'additive', 2, integers(0, 2), of(2), of(2)],
      ] as const
    ).map(([fault, season, length, histories, seasons, points]): [string, () => void] => [
      fault,
      () =>
        kernels.searchEts(
          {
            form: { error: 'additive', trend: 'none', season },
            season: length,
            searches: 1,
            evaluationsMax: 9,
          },
          ...([of(3), histories, seasons, points, of(3), of(1)] as const),
        ),
    ]),
    [
      'the shape',
      () => kernels.seasonDistances({ n: 9, season: 3, length: 4, candidates: 2 }, of(9), of(3), of(3)),
    ],
    [
      'the shape',
      () =>
        kernels.weekShape({ n: 9, season: 2, days: 5, components: 1, iterations: 1 }, of(9), of(10), of(2)),
    ],
    [
      'inputs',
      () =>
        kernels.memberInputs(
          { rows: 2, members: 3, inputSize: 4, center: 0 },
          ...([of(6), of(3), new Float32Array(6), new Float32Array(7), of(4)] as const),
        ),
    ],
    [
      'the shape',
      () =>
        kernels.memberInputs(
          { rows: 1, members: 3, inputSize: 2, center: 0 },
          ...([of(3), of(3), new Float32Array(3), new Float32Array(3), of(2)] as const),
        ),
    ],
    ['numbers', () => kernels.memberErrors(2, 3, of(6), of(1), of(2), of(6))],
  ];
  for (const [fault, call] of refused) expect(call).toThrow(fault);
});
