import { expect, test } from 'vitest';
import { createRng, selectKernel } from '../../src/engine/index.ts';
import { compareWithChains, skillOf } from '../../src/sequences/evaluation/comparison.ts';
import { fitChains } from '../../src/sequences/evaluation/fit-chains.ts';
import { segmentsOf } from '../../src/sequences/evaluation/scoring.ts';
import { sequenceSkill } from '../../src/sequences/evaluation/skill.ts';
import { splitSequences } from '../../src/sequences/network/split.ts';
import { decodeSymbolWeights } from '../../src/sequences/network/weights-file.ts';
import { letters, runSymbols, succeeded, symbolSpec } from './support.ts';

const rng = createRng(5);
/** A sequence of blocks whose model is so much better, with noise. */
const sequence = (blocks: number, gain: number, noise = 0.05) => ({
  model: Array.from({ length: blocks }, () => 1 - gain + noise * rng.normal()),
  baseline: Array.from({ length: blocks }, () => 1),
});

test('one long sequence among many short ones does not decide alone', () => {
  const losses = [sequence(50, -0.1), ...Array.from({ length: 999 }, () => sequence(1, 0.1))];
  const { value, lower, upper } = sequenceSkill(losses, 1)!;
  expect(value).toBeCloseTo(0.09, 2);
  expect(lower).toBeGreaterThan(0.07);
  expect(upper).toBeLessThan(0.105);
});

test('the interval contains the true skill about as often as its level states', () => {
  for (const [sequences, blocks] of [
    [60, 1],
    [40, 4],
    [1, 200],
  ]) {
    let [held, width] = [0, 0];
    const runs = 200;
    for (let run = 0; run < runs; run++) {
      const losses = Array.from({ length: sequences }, () => sequence(blocks, 0.02, 0.2));
      const { lower, upper } = sequenceSkill(losses, run)!;
      if (lower <= 0.02 && 0.02 <= upper) held++;
      width += (upper - lower) / runs;
    }
    const name = `${sequences} of ${blocks}`;
    expect(held / runs, name).toBeGreaterThan(0.82);
    expect(held / runs, name).toBeLessThan(0.96);
    // 90 % of a normal distribution lie within 1.645 standard errors.
    const expected = (2 * 1.645 * 0.2) / Math.sqrt(sequences * blocks);
    expect(width / expected, name).toBeGreaterThan(0.85);
    expect(width / expected, name).toBeLessThan(1.1);
  }
});

test('too little data, or a baseline without errors, gives no skill', () => {
  expect(sequenceSkill([sequence(3, 0.1)], 1)).toBeNull();
  expect(sequenceSkill([sequence(1, 0.1), sequence(2, 0.1)], 1)).toBeNull();
  expect(sequenceSkill([{ model: [1, 1, 1, 1, 1], baseline: [0, 0, 0, 0, 0] }], 1)).toBeNull();
});

test('the skill does not depend on the number of segments in a batch', async () => {
  const pick = createRng(2);
  const text = Array.from({ length: 40_000 }, (_, i) => 'abcd'[pick.int(i % 3 === 0 ? 4 : 2)]).join('');
  const { sequences, vocabulary } = letters([text]);
  const spec = symbolSpec({ hidden_size: 8, steps: 30 });
  const { weights } = succeeded(await runSymbols({ spec, vocabulary, sequences }));
  const { network, spec: used, batchMax } = decodeSymbolWeights(weights.bytes, selectKernel());
  const split = splitSequences(sequences);
  const segments = segmentsOf(sequences, split.train, false); // 34,000 symbols: seventeen segments
  const [alone, together] = [1, batchMax].map((rows) => {
    const comparison = compareWithChains(
      {
        network,
        segments,
        batch: { rows, steps: 64 },
        chainsFrom: () =>
          fitChains({
            ...{ codeCount: network.codeCount, sequences, split, scored: segments },
            areCounted: true,
          }),
      },
      () => true,
    )!;
    return skillOf(comparison, used.seed)!;
  });
  expect(together.baseline).toBe(alone.baseline);
  for (const name of ['value', 'lower', 'upper'] as const)
    expect(together[name], name).toBeCloseTo(alone[name], 4);
});
