/** Chooses the weights of the networks and of statistical methods by their losses in windows that the networks were not
 *  trained on. C candidates, the network first. */
import { futureColumns } from '../../contracts/schemas/index.ts';
import { familyOf, type ResolvedSpec } from '../families/index.ts';
import { type KnownLosses, knownLosses } from './known-losses.ts';
import type { CandidateName, EnsembleWeights } from './mixture-weights.ts';
import { createSelection, type Selection } from './selection.ts';
import {
  type ComparedWindow,
  compare,
  type Losses,
  lossesOf,
  type Mix,
  mixBy,
  windowLosses,
} from './window-losses.ts';

/** Loss of the prior, over that of the chosen weights, up to which the prior keeps its part of the weights, and from
 *  which it keeps none. */
const tenableLossRatio = { whole: 1.05, none: 1.2 };
/** Training windows with which the network has half of its prior weight: it learns little from few. */
const trainingWindowsMin = 300;
/** So many times its prior weight the instant forecast has in addition where the network learns nothing. */
const instantOfFew = 2;
/** Separate training windows with which the networks know half of what MSTL does about several seasons. */
const separateTrainingMin = 100;
/** Rounds of the selection: weights are multiples of one over this before the prior is mixed in. */
const rounds = 10;
/** Largest loss of the weights over that of the best candidate alone. */
export const lossOverBestMax = 1.03;
/** A higher loss is no chance if its mean is so many standard errors above that of the best candidate, over as many
 *  blocks of windows at least. The best candidate of many is the best one partly by chance. */
const standardErrorsMin = 2;
const blocksMin = 4;
/** Parts of the way to the chosen weights. */
const stepsTowardsChosen = 4;

/** Numbers of windows. */
export interface WindowCounts {
  separate: number; // that do not overlap
  trained: number; // that the network was trained on
}

/** Separate windows of a kind of series that count as much as those of all kinds. */
const pooledWindows = 20;

export interface ChosenWeights {
  weights: EnsembleWeights;
  /** The selected weights alone, without the prior; null without windows. */
  selected: EnsembleWeights | null;
}

/** Selects weights greedily: each round adds one part to the candidate with which the mean of the quantiles has the
 *  smallest loss. The loss is the sum of three, each relative to that of the network: absolute errors of the median
 *  over the unit, symmetric percentage errors, and pinball losses over the unit. The result is then a mean with a
 *  prior, whose weight is larger if there are fewer windows. Weights that are clearly worse than a single candidate
 *  move to the selected ones.
 *  @param pooled weights that were selected for all kinds of series, towards which those of one kind are drawn
 *  @param known losses of the windows that were computed before
 *  Source: Caruana et al. (2004), "Ensemble selection from libraries of models". */
export function chooseEnsembleWeights(
  candidates: readonly CandidateName[],
  windows: readonly ComparedWindow[],
  counts: WindowCounts,
  spec: ResolvedSpec,
  pooled: EnsembleWeights | null = null,
  known: KnownLosses = knownLosses(windows),
): ChosenWeights {
  const prior = priorOf(candidates, counts, spec);
  const { priorWindows, trustMax, weighsByPinballAlone } = familyOf(spec);
  const levels = spec.quantiles;
  const names = ['network' as const, ...candidates];
  const priorWeights = names.map((name) => prior[name] ?? 0);
  if (windows.length === 0) return { weights: named(names, priorWeights), selected: null };
  const selection = createSelection(windows, names, levels, known);
  const alone = names.map((_, c) => selection.lossesWith(c));
  const lossOf = (mix: Mix) => compare(lossesOf(windows, mix, levels), alone[0], weighsByPinballAlone);
  const greedy = greedyWeights(selection, alone, (losses) => compare(losses, alone[0], weighsByPinballAlone));
  const own = pooled === null ? 1 : counts.separate / (counts.separate + pooledWindows);
  const chosen = between(
    names.map((name) => pooled?.[name] ?? 0),
    greedy,
    own,
  );
  const trust = counts.separate / (counts.separate + priorWindows);
  const lossRatio = lossOf(mixBy(priorWeights, levels)) / lossOf(mixBy(chosen, levels));
  const bound = trustMax + (1 - trustMax) * untenableShare(lossRatio);
  const weights = between(priorWeights, chosen, bound * trust);

  const singles = alone.map((losses) => compare(losses, alone[0], weighsByPinballAlone));
  const best = singles.indexOf(Math.min(...singles));
  const bestMix = mixBy(only(best, names.length), levels);
  const selected = Object.fromEntries(names.map((name, c) => [name, greedy[c]]));
  for (let step = 0; step < stepsTowardsChosen; step++) {
    const mixed = between(weights, greedy, step / stepsTowardsChosen);
    const mix = mixBy(mixed, levels);
    if (
      !(lossOf(mix) > lossOverBestMax * singles[best]) ||
      !isClearlyWorse(windows, [mix, bestMix], alone[0], spec)
    )
      return { weights: named(names, mixed), selected };
  }
  return { weights: named(names, greedy), selected };
}

/** Whether the first mixture is worse than the second by more than chance.
 *  @param reference losses in whose units they are compared */
export function isClearlyWorse(
  windows: readonly ComparedWindow[],
  [first, second]: readonly [Mix, Mix],
  reference: Losses,
  spec: Pick<ResolvedSpec, 'family' | 'quantiles'>,
): boolean {
  const { weighsByPinballAlone } = familyOf(spec);
  const own = windowLosses(windows, first, spec.quantiles);
  const other = windowLosses(windows, second, spec.quantiles);
  const differences = new Map<string, number>();
  for (const [w, { block }] of windows.entries()) {
    const difference =
      compare(own[w], reference, weighsByPinballAlone) - compare(other[w], reference, weighsByPinballAlone);
    differences.set(block, (differences.get(block) ?? 0) + difference);
  }
  const sums = [...differences.values()];
  if (sums.length < blocksMin) return false;
  const mean = sums.reduce((sum, one) => sum + one, 0) / sums.length;
  const variance = sums.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (sums.length - 1);
  return mean > standardErrorsMin * Math.sqrt(variance / sums.length);
}

/** Prior weights of the family. If the network was trained on few windows, its part is smaller, and that of the instant
 *  forecast, which learnt from other series, is larger. The part of MSTL is smaller if the
 *  network was trained on many. */
export function priorOf(
  candidates: readonly CandidateName[],
  { trained }: Pick<WindowCounts, 'trained'>,
  { family, covariates, horizon }: Pick<ResolvedSpec, 'family' | 'covariates' | 'horizon'>,
): EnsembleWeights {
  const { prior } = familyOf({ family });
  // The networks alone read the known future.
  const readsFuture = futureColumns(covariates).length > 0;
  const learnt = readsFuture ? 1 : trained / (trained + trainingWindowsMin);
  const names = ['network' as const, ...candidates];
  const learntSeasons = trained / horizon / (trained / horizon + separateTrainingMin);
  const shareOf = (name: string) => {
    if (name === 'network') return learnt;
    if (name === 'instant') return 1 + instantOfFew * (1 - learnt);
    return name === 'mstl' ? 1 - learntSeasons : 1;
  };
  const sizes = names.map((name) => shareOf(name) * (prior[name] ?? 0));
  const sum = sizes.reduce((a, b) => a + b, 0);
  const weights = sum === 0 ? only(0, sizes.length) : sizes.map((size) => size / sum);
  return Object.fromEntries(names.map((name, c) => [name, weights[c]]));
}

/** Weights as thousandths that sum to 1: the largest takes what rounding leaves. Candidates
 *  without weight are left out.
 *  @param least thousandths that every candidate has at least */
export function inThousandths(weights: EnsembleWeights, least = 0): EnsembleWeights {
  const rounded = Object.entries(weights)
    .map(([name, weight]) => ({ name, parts: Math.max(least, Math.round(1_000 * weight)) }))
    .filter(({ parts }) => parts > 0);
  const left = 1_000 - rounded.reduce((sum, { parts }) => sum + parts, 0);
  const largest = rounded.reduce((a, b) => (b.parts > a.parts ? b : a));
  largest.parts += left;
  return Object.fromEntries(rounded.map(({ name, parts }) => [name, parts / 1_000]));
}

function named(names: readonly string[], weights: readonly number[]): EnsembleWeights {
  return inThousandths(Object.fromEntries(names.map((name, c) => [name, weights[c]])));
}

/** Share of the prior's part that it loses. */
function untenableShare(lossRatio: number): number {
  const { whole, none } = tenableLossRatio;
  return Number.isNaN(lossRatio) ? 0 : Math.max(0, Math.min(1, (lossRatio - whole) / (none - whole)));
}

/** @param selection without a selected candidate
 *  @param alone losses of each candidate
 *  @param lossOf the loss that is made small */
function greedyWeights(
  selection: Selection,
  alone: readonly Losses[],
  lossOf: (losses: Losses) => number,
): number[] {
  for (let round = 1; round <= rounds; round++) {
    let best = 0;
    let bestLoss = Number.POSITIVE_INFINITY;
    for (let c = 0; c < alone.length; c++) {
      const loss = lossOf(round === 1 ? alone[c] : selection.lossesWith(c));
      if (loss < bestLoss) [best, bestLoss] = [c, loss];
    }
    selection.add(best);
  }
  return selection.parts.map((part) => part / rounds);
}

function only(c: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i === c ? 1 : 0));
}

function between(from: readonly number[], to: readonly number[], share: number): number[] {
  return from.map((weight, c) => (1 - share) * weight + share * to[c]);
}
