/** Shares of the specialists in the mixture. They are fitted to the windows of the series that each of them is for: in
 *  others it has no say, so that its losses there are no evidence. */
import { familyOf, type ResolvedSpec } from '../families/index.ts';
import type { Specialist } from '../methods/index.ts';
import { inThousandths, isClearlyWorse, lossOverBestMax, type WindowCounts } from './choose-weights.ts';
import type { CandidateName, EnsembleWeights } from './mixture-weights.ts';
import { type ComparedWindow, compare, lossesOf, type Mix, mixBy } from './window-losses.ts';

/** Shares that are tried are multiples of one over this. */
const steps = 10;

export interface SpecialistTask {
  spec: ResolvedSpec;
  /** All candidates of the mixture, in the order of the quantiles of the windows, after the network. */
  candidates: readonly CandidateName[];
  windows: readonly ComparedWindow[];
  counts: WindowCounts;
  /** Weights of the network and of the other candidates. */
  general: EnsembleWeights;
}

/** The weight of a specialist beside the general weights where it takes part: the one with the smallest loss, drawn
 *  towards that of the prior. It is not drawn so far that the loss is clearly higher. */
export function specialistWeight(name: Specialist, task: SpecialistTask): number {
  const { spec, candidates, counts, general } = task;
  const { prior, priorWindows, weighsByPinballAlone } = familyOf(spec);
  const levels = spec.quantiles;
  const size = prior[name] ?? 0;
  // The prior weights of the others sum to about 1.
  const priorShare = size / (1 + size);
  const at = 1 + candidates.indexOf(name);
  const windows = task.windows.filter(({ asleep }) => !asleep.includes(at));
  if (windows.length === 0) return priorShare;
  const mixAt = (share: number): Mix => {
    const weights = withSpecialists(general, { [name]: share });
    return mixBy(
      ['network', ...candidates].map((one) => weights[one] ?? 0),
      levels,
    );
  };
  const without = lossesOf(windows, mixAt(0), levels);
  const lossAt = (share: number) =>
    compare(lossesOf(windows, mixAt(share), levels), without, weighsByPinballAlone);
  const shares = Array.from({ length: steps + 1 }, (_, k) => k / steps);
  const losses = shares.map(lossAt);
  const best = losses.indexOf(Math.min(...losses));
  const separate = (counts.separate * windows.length) / task.windows.length;
  const trust = separate / (separate + priorWindows);
  const drawn = (1 - trust) * priorShare + trust * shares[best];
  const isBehind =
    lossAt(drawn) > lossOverBestMax * losses[best] &&
    isClearlyWorse(windows, [mixAt(drawn), mixAt(shares[best])], without, spec);
  return isBehind ? shares[best] : drawn;
}

/** General weights with specialists beside them, one after the other. */
export function withSpecialists(
  general: EnsembleWeights,
  shares: Readonly<Partial<Record<Specialist, number>>>,
): EnsembleWeights {
  let weights: Record<string, number> = { ...general };
  for (const [name, share] of Object.entries(shares)) {
    weights = Object.fromEntries(
      Object.entries(weights).map(([other, weight]) => [other, (1 - share) * weight]),
    );
    weights[name] = share;
  }
  return inThousandths(weights);
}
