import { expect, test } from 'vitest';
import { ChainCounts, orderMax } from '../../src/sequences/evaluation/chains.ts';
import { fitChains } from '../../src/sequences/evaluation/fit-chains.ts';

const [a, b, c] = [2, 3, 4]; // 0 and 1 are the boundary and the unknown symbol
const codeCount = 5;
const wittenBell = Array<number>(orderMax + 1).fill(1);

/** Probabilities of a code after others, by `uniform`, `unigram` and the chains of order 1 to 5. */
function after(counts: ChainCounts, context: number[], code: number): number[] {
  let found: number[] = [];
  counts.chains(wittenBell).score(Uint16Array.of(...context, code), context.length, (_, byOrder) => {
    found = Array.from(byOrder);
  });
  return found;
}

test('Witten–Bell by hand: an order is mixed with the shorter one by the number of different next symbols', () => {
  const counts = new ChainCounts(codeCount, { hasUnknown: false });
  counts.add(Uint16Array.of(a, b, a, b, a, c)); // the first is only a context
  // Of 5 targets of 3 kinds 2 are b; uniform is a fifth.
  const unigram = { a: (2 + 3 / 5) / 8, b: (2 + 3 / 5) / 8, c: (1 + 3 / 5) / 8 };
  expect(after(counts, [a], b).slice(0, 2)).toEqual([1 / 3, expect.closeTo(unigram.b, 12)]);
  // After a came b, b and c; after b came a twice.
  expect(after(counts, [a], b)[2]).toBeCloseTo((2 + 2 * unigram.b) / 5, 12);
  expect(after(counts, [a], c)[2]).toBeCloseTo((1 + 2 * unigram.c) / 5, 12);
  expect(after(counts, [b], b)[2]).toBeCloseTo((0 + 1 * unigram.b) / 3, 12);
  // After b a came b and c.
  expect(after(counts, [b, a], c)[3]).toBeCloseTo((1 + 2 * ((1 + 2 * unigram.c) / 5)) / 4, 12);
  // A context that never came up says what the shorter one says.
  const [, , first, second] = after(counts, [c, a], b);
  expect(second).toBe(first);
});

test('the probabilities of all codes add up to one, in every order', () => {
  const counts = new ChainCounts(codeCount, { hasUnknown: false });
  counts.add(Uint16Array.of(0, a, b, b, c, a, b, c, 0));
  for (const context of [[0], [a, b], [c, a, b, c], [b, b, b, b, b, b]]) {
    const sums = Array<number>(orderMax + 1).fill(0);
    for (let code = 0; code < codeCount; code++)
      for (const [order, probability] of after(counts, context, code).slice(1).entries())
        sums[order] += probability;
    for (const sum of sums) expect(sum).toBeCloseTo(1, 12);
  }
});

test('unknown symbols in the data are one more possible symbol', () => {
  for (const [hasUnknown, kinds] of [
    [false, 3],
    [true, 4],
  ] as const) {
    const counts = new ChainCounts(codeCount, { hasUnknown });
    counts.add(Uint16Array.of(0, a, b, 0));
    expect(after(counts, [a], b)[0]).toBe(1 / kinds);
  }
});

test('only the last symbols are counted if there are more than the limit', () => {
  // b follows a at first, and c in the last two millions.
  const [early, late] = [Uint16Array.of(a, b), Uint16Array.of(a, c)].map((pair) => {
    const long = new Uint16Array(1_000_000);
    for (let i = 0; i < long.length; i++) long[i] = pair[i % 2];
    return long;
  });
  const sequences = [early, late, late].map((codes, i) => ({ id: `s${i}`, codes }));
  const train = sequences.map((_, sequence) => ({ sequence, from: 0, to: 1_000_000 }));
  const chains = fitChains({
    ...{ codeCount, sequences, scored: [], areCounted: true },
    split: { train, validation: [], boundary: false },
  })!;
  chains.score(Uint16Array.of(a, c), 1, (_, byOrder) => expect(byOrder[2]).toBeGreaterThan(0.999));
  const validated = fitChains({
    ...{ codeCount, sequences, scored: [], areCounted: false },
    split: { train: train.slice(1), validation: [{ ...train[0], to: 1_000 }], boundary: false },
  })!;
  // What chose κ is counted too, though the training part would have filled the room.
  validated.score(Uint16Array.of(a, b), 1, (_, byOrder) => {
    expect(byOrder[2]).toBeGreaterThan(1e-4);
    expect(byOrder[2]).toBeLessThan(1e-3);
  });
});

test('without a validation part the chains are smooth, unless they score what they count', () => {
  const sequences = [{ id: 's', codes: Uint16Array.of(a, b, a, c, a, b) }];
  const split = { train: [{ sequence: 0, from: 0, to: 6 }], validation: [], boundary: false };
  // c never follows b.
  const [counted, other] = [true, false].map((areCounted) => {
    const chains = fitChains({ codeCount, sequences, split, scored: [], areCounted })!;
    let probability = Number.NaN;
    chains.score(Uint16Array.of(b, c), 1, (_, byOrder) => {
      probability = byOrder[2];
    });
    return probability;
  });
  expect(counted).toBeLessThan(0.001);
  expect(other).toBeGreaterThan(0.05);
});
