import { createRng } from '../engine/index.ts';

/** Losses of the model and of its baseline in the windows of one series, by origin, ascending in time. */
export interface PairedLosses {
  model: number[];
  baseline: number[];
}

const replicates = 1_000;
const confidence = 0.9;
/** Stretches of windows that do not overlap, over all series: with fewer an interval says nothing. */
const independentMin = 4;

/** 1 - loss / loss of the baseline, with a 90 % interval by a moving-block bootstrap: series are drawn with
 *  replacement, and from each blocks of consecutive origins, since overlapping windows fail together.
 *  `overlap` is the number of origins within one horizon; blocks are twice as long, as calm and stormy times last.
 *  Null where there is too little to say, or the baseline makes no error at all. Source: Künsch (1989). */
export function pairedSkill(
  losses: readonly PairedLosses[],
  overlap: number,
  seed: number,
): { value: number; lower: number; upper: number } | null {
  const taking = losses.filter(({ model }) => model.length > 0);
  const independent = taking.reduce((count, { model }) => count + Math.ceil(model.length / overlap), 0);
  const value = skill(taking.reduce(addAll, { model: 0, baseline: 0 }));
  if (independent < independentMin || value === null) return null;

  const rng = createRng(seed);
  const drawn: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const sums = { model: 0, baseline: 0 };
    for (let i = 0; i < taking.length; i++) {
      const series = taking[taking.length === 1 ? 0 : rng.int(taking.length)];
      const windows = series.model.length;
      const block = Math.min(windows, 2 * overlap);
      for (let filled = 0; filled < windows; filled += block) {
        const start = rng.int(windows - block + 1);
        const end = start + Math.min(block, windows - filled);
        for (let j = start; j < end; j++) {
          sums.model += series.model[j];
          sums.baseline += series.baseline[j];
        }
      }
    }
    const replicateSkill = skill(sums);
    if (replicateSkill !== null) drawn.push(replicateSkill);
  }
  drawn.sort((a, b) => a - b);
  const at = (p: number) => drawn[Math.round(p * (drawn.length - 1))];
  return { value, lower: at((1 - confidence) / 2), upper: at((1 + confidence) / 2) };
}

function addAll(sums: { model: number; baseline: number }, { model, baseline }: PairedLosses) {
  for (const [j, loss] of model.entries()) {
    sums.model += loss;
    sums.baseline += baseline[j];
  }
  return sums;
}

function skill({ model, baseline }: { model: number; baseline: number }): number | null {
  return baseline === 0 ? null : 1 - model / baseline;
}
