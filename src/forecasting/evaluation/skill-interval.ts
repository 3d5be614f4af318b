/** Skill over a baseline with its 90 % interval. */
import { type PairedLosses, pairedSkill, skillValue, type TestedSkill } from '../../training/index.ts';
import { studentTQuantile, twoSidedTail } from '../statistics/index.ts';

/** With at least this many series they are drawn by bootstrap; a bootstrap of fewer series is too narrow. */
const bootstrapSeriesMin = 8;
/** Separate stretches of time that an interval needs. */
const stretchesMin = 4;
/** Normal score of the upper end of a central 90 % interval. */
const upperScore = 1.6448536269514722;

/** Origins that are close to each other, as numbers of origins. */
export interface Neighbours {
  /** Origins within one horizon: the length of a stretch. */
  horizon: number;
  /** Origins whose losses share a target. It is smaller than the horizon where the losses are
   *  those of the first steps. */
  sharing: number;
}

/** Computes the skill with its 90 % interval; null if there are too few windows. A panel is drawn by block bootstrap.
 *  With few series the windows are cut into stretches of one horizon, and the interval is that of Student's t for the
 *  ratio of their sums: it stays valid with few stretches, where a bootstrap claims too much.
 *  Source: Ibragimov & Müller (2010); for the ratio of sums Cochran (1977), ch. 6. */
export function skillInterval(
  losses: readonly PairedLosses[],
  { horizon, sharing }: Neighbours,
  seed: number,
): TestedSkill | null {
  const compared = losses.filter(({ model }) => model.length > 0);
  if (compared.length >= bootstrapSeriesMin) return pairedSkill(compared, horizon, seed);
  const stretches = stretchesOf(compared, horizon);
  const value = skillValue(compared);
  if (stretches.length < stretchesMin || value === null) return null;
  const total = stretches.reduce((sum, { baseline }) => sum + baseline, 0);
  const squares = stretches.reduce(
    (sum, { model, baseline }) => sum + (baseline * (1 - value) - model) ** 2,
    0,
  );
  const freedom = stretches.length - 1;
  const deviation =
    Math.sqrt((squares * stretches.length * sharedTargets(horizon, sharing)) / freedom) / total;
  const half = deviation * studentTQuantile(upperScore, freedom);
  return {
    value,
    lower: value - half,
    upper: value + half,
    pValue: upperTail(value, deviation, freedom),
    pValueWorse: upperTail(-value, deviation, freedom),
  };
}

/** P(T > value / deviation) for Student's t distribution. */
function upperTail(value: number, deviation: number, freedom: number): number {
  if (deviation === 0) return value > 0 ? 0 : 1;
  const tail = twoSidedTail(value / deviation, freedom) / 2;
  return value > 0 ? tail : 1 - tail;
}

/** Factor of the variance of a sum of stretches, since windows at their borders share targets: 1 + 2ρ, with ρ the
 *  correlation of the sums of a stretch and of the next, if the losses of different targets are uncorrelated. Two
 *  windows at a distance of d share `sharing` − d parts.
 *  @param windows windows of a stretch, at least `sharing` */
function sharedTargets(windows: number, sharing: number): number {
  let within = 0;
  let across = 0;
  for (let d = 0; d < sharing; d++) {
    within += (d === 0 ? 1 : 2) * (windows - d) * (sharing - d);
    across += d * (sharing - d);
  }
  return 1 + (2 * across) / within;
}

interface Stretch {
  windows: number;
  model: number;
  baseline: number;
}

/** Sums of the losses in stretches of about one horizon of origins. Stretches at the same time are one, because series
 *  of a panel fail together; if there are too few, those of each series count. */
function stretchesOf(losses: readonly PairedLosses[], overlap: number): Stretch[] {
  const longest = losses.reduce((most, { model }) => Math.max(most, model.length), 0);
  const count = Math.floor((longest - 1) / overlap) + 1;
  const empty = () => Array.from({ length: count }, (): Stretch => ({ windows: 0, model: 0, baseline: 0 }));
  const bySeries = losses.map(({ model, baseline }) => {
    const sums = empty();
    for (let back = 0; back < model.length; back++) {
      const sum = sums[Math.floor((back * count) / longest)];
      sum.windows++;
      sum.model += model[model.length - 1 - back];
      sum.baseline += baseline[model.length - 1 - back];
    }
    return sums;
  });
  // A stretch in which the baseline makes no error counts as well.
  if (count < stretchesMin) return bySeries.flat().filter(({ windows }) => windows > 0);
  return bySeries.reduce((all, sums) => {
    for (const [i, { windows, model, baseline }] of sums.entries()) {
      all[i].windows += windows;
      all[i].model += model;
      all[i].baseline += baseline;
    }
    return all;
  }, empty());
}
