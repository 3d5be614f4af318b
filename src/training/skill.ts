import { createRng, exact, type Rng } from '../engine/index.ts';

/** Losses of the model and of a baseline in the windows of one series, ascending by origin. The last origins of all
 *  series count as the same time. */
export interface PairedLosses {
  model: number[];
  baseline: number[];
}

/** Sums of the losses of some windows. */
export interface Sums {
  model: number;
  baseline: number;
}

export interface SkillInterval {
  value: number;
  lower: number;
  upper: number;
}

/** An interval with two one-sided p-values. */
export interface TestedSkill extends SkillInterval {
  /** For the hypothesis that there is no skill. */
  pValue: number;
  /** For the hypothesis that the model is not worse than the baseline. */
  pValueWorse: number;
}

/** Replicates of the bootstrap: fewer for many windows, since the number of windows drawn is bounded. The smallest
 *  p-value is 1/(replicates + 1): with 300 it is below 5 % shared among the 15 methods of a card. */
const replicatesMax = 1_000;
const replicatesMin = 300;
const windowsDrawnMax = 20_000_000;
/** Replicates that are drawn in one call. */
const together = 16;
const confidence = 0.9;
/** Windows without overlap, over all series, that an interval needs. */
const independentMin = 4;

/** 1 - loss / loss of the baseline; null if the baseline makes no error. */
export function skillValue(losses: readonly PairedLosses[]): number | null {
  return skill(losses.reduce(addAll, { model: 0, baseline: 0 }));
}

/** Computes the skill with a 90 % interval by a moving-block bootstrap over series and origins. It draws series with
 *  replacement, and blocks of consecutive origins that are the same for all series: the errors of overlapping windows
 *  depend on each other, and so do those of one day.
 *  @param overlap number of origins within one horizon; a block is twice as long, since calm and stormy times last
 *  @returns null if there are too few windows
 *  Source: Künsch (1989); for panels Gonçalves (2011). */
export function pairedSkill(
  losses: readonly PairedLosses[],
  overlap: number,
  seed: number,
): TestedSkill | null {
  const compared = losses.filter(({ model }) => model.length > 0);
  const independent = compared.reduce((count, { model }) => count + Math.ceil(model.length / overlap), 0);
  const value = skillValue(compared);
  if (independent < independentMin || value === null) return null;

  const windows = compared.reduce((sum, { model }) => sum + model.length, 0);
  const longest = compared.reduce((most, { model }) => Math.max(most, model.length), 0);
  const block = Math.min(longest, 2 * overlap);
  // Origins count back from the last: a short series lacks the early ones.
  const pairs = new Float64Array(2 * windows);
  let at = 0;
  for (const { model, baseline } of compared)
    for (let back = model.length - 1; back >= 0; back--) {
      pairs[at++] = model[back];
      pairs[at++] = baseline[back];
    }
  const offsets = new Int32Array(compared.length + 1);
  for (const [i, { model }] of compared.entries()) offsets[i + 1] = offsets[i] + model.length;
  const [series, blocks] = [compared.length, Math.ceil(longest / block)];
  const starts = new Int32Array(together * blocks);
  const drawn = new Int32Array(together * series);
  const sums = new Float64Array(2 * together);
  return bootstrapInterval(value, windows, seed, (rng, count) => {
    for (let r = 0; r < count; r++) {
      for (let b = 0; b < blocks; b++) starts[r * blocks + b] = rng.int(longest - block + 1);
      for (let i = 0; i < series; i++) drawn[r * series + i] = series === 1 ? 0 : rng.int(series);
    }
    const shape = { series, replicates: count, blocks, block, longest };
    exact.blockSums(shape, pairs, offsets, starts, drawn, sums);
    return Array.from({ length: count }, (_, r) => ({ model: sums[2 * r], baseline: sums[2 * r + 1] }));
  });
}

/** Computes the central 90 % of the skill over replicates, each of which draws `windows` losses. The p-values are the
 *  shares of replicates without skill, and of those that are not worse than the baseline; the value itself
 *  counts as one of either.
 *  @param replicatesOf sums of the next replicates, in their order
 *  @returns null if no replicate has a skill */
export function bootstrapInterval(
  value: number,
  windows: number,
  seed: number,
  replicatesOf: (rng: Rng, count: number) => Sums[],
): TestedSkill | null {
  const rng = createRng(seed);
  const replicates = Math.max(replicatesMin, Math.min(replicatesMax, Math.floor(windowsDrawnMax / windows)));
  const drawn: number[] = [];
  for (let first = 0; first < replicates; first += together)
    for (const sums of replicatesOf(rng, Math.min(together, replicates - first))) {
      const drawnSkill = skill(sums);
      if (drawnSkill !== null) drawn.push(drawnSkill);
    }
  if (drawn.length === 0) return null;
  drawn.sort((a, b) => a - b);
  const at = (p: number) => drawn[Math.round(p * (drawn.length - 1))];
  const shareOf = (isOne: (drawnSkill: number) => boolean) =>
    (drawn.filter(isOne).length + 1) / (drawn.length + 1);
  return {
    value,
    lower: at((1 - confidence) / 2),
    upper: at((1 + confidence) / 2),
    pValue: shareOf((drawnSkill) => drawnSkill <= 0),
    pValueWorse: shareOf((drawnSkill) => drawnSkill >= 0),
  };
}

function addAll(sums: Sums, { model, baseline }: PairedLosses): Sums {
  for (const [j, loss] of model.entries()) {
    sums.model += loss;
    sums.baseline += baseline[j];
  }
  return sums;
}

function skill({ model, baseline }: Sums): number | null {
  return baseline === 0 ? null : 1 - model / baseline;
}
