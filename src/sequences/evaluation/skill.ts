import type { Rng } from '../../engine/index.ts';
import {
  bootstrapInterval,
  type PairedLosses,
  type SkillInterval,
  skillValue,
} from '../../training/index.ts';

/** With fewer sequences blocks of symbols are drawn instead of whole sequences. */
const sequencesMin = 8;
/** Least number of sequences or blocks for an interval. */
const unitsMin = 4;

/** 1 − bits / bits of a chain, with a 90 % interval by bootstrap. Sequences are drawn whole, with replacement.
 *  If they are few, runs of consecutive blocks are drawn from a circle of all blocks. Null if there is too
 *  little data.
 *  @param losses losses of the blocks of each sequence
 *  Source: Politis & Romano (1992), the circular block bootstrap, with runs of n^⅓ blocks. */
export function sequenceSkill(losses: readonly PairedLosses[], seed: number): SkillInterval | null {
  const value = skillValue(losses);
  const blocks = losses.flatMap(({ model, baseline }) =>
    model.map((loss, i) => ({ model: loss, baseline: baseline[i] })),
  );
  const isWhole = losses.length >= sequencesMin;
  const units = isWhole ? losses.map(summed) : blocks;
  if (value === null || units.length < unitsMin) return null;
  const n = units.length;
  const length = isWhole ? 1 : Math.round(n ** (1 / 3));
  const replicate = (rng: Rng) => {
    const sums = { model: 0, baseline: 0 };
    for (let drawn = 0; drawn < n; drawn += length) {
      const start = rng.int(n);
      for (let i = 0; i < Math.min(length, n - drawn); i++) {
        const { model, baseline } = units[(start + i) % n];
        sums.model += model;
        sums.baseline += baseline;
      }
    }
    return sums;
  };
  return bootstrapInterval(value, n, seed, (rng, count) =>
    Array.from({ length: count }, () => replicate(rng)),
  );
}

function summed({ model, baseline }: PairedLosses): { model: number; baseline: number } {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return { model: sum(model), baseline: sum(baseline) };
}
