/** Fits the weights of a mixture to windows with known observations: of all series, of each kind,
 *  and of single series. */
import { familyOf, type ResolvedSpec, type SeriesKind, seriesKinds } from '../families/index.ts';
import { isSpecialist } from '../methods/index.ts';
import { chooseEnsembleWeights, inThousandths, type WindowCounts } from './choose-weights.ts';
import { type KnownLosses, knownLosses } from './known-losses.ts';
import type { CandidateName, EnsembleWeights, MixtureWeights } from './mixture-weights.ts';
import { seriesWeights, weightsOfFew } from './series-weights.ts';
import { specialistWeight, withSpecialists } from './specialist-weights.ts';
import type { ComparedWindow } from './window-losses.ts';

/** A window with the series that it is of. */
export interface MixtureWindow extends ComparedWindow {
  id: string;
  kind: SeriesKind;
}

export interface MixtureTask {
  spec: ResolvedSpec;
  candidates: readonly CandidateName[];
  /** In the order of time within each series. */
  windows: readonly MixtureWindow[];
  /** Earlier windows of few series; empty for many. */
  early: readonly MixtureWindow[];
  counts: WindowCounts;
  /** Losses of the windows, the early ones too, that are computed once for several mixtures. */
  known?: KnownLosses;
}

/** Least weight of a method that moves a fixed median: with less, prices would leave their last value by chance. */
const movingShareMin = 0.05;
/** Parts of a mixture that keep the last value as the median. */
const fixedParts = ['network', 'ewma', 'naive'];

export function fitMixture(task: MixtureTask): MixtureWeights {
  const { spec, candidates, windows, early, counts, known = knownLosses([...early, ...windows]) } = task;
  const settled = familyOf(spec).fixedMedian ? withoutTrifles : (weights: EnsembleWeights) => weights;
  const general = candidates.filter((name) => !isSpecialist(name));
  const ofGeneral = withCandidates(windows, candidates, general);
  const { weights: generalBase, selected } = chooseEnsembleWeights(
    general,
    ofGeneral,
    counts,
    spec,
    null,
    known,
  );
  const shares = Object.fromEntries(
    candidates
      .filter(isSpecialist)
      .map((name) => [
        name,
        specialistWeight(name, { spec, candidates, windows, counts, general: generalBase }),
      ]),
  );
  const base = withSpecialists(generalBase, shares);
  const byKind = Map.groupBy(ofGeneral, ({ kind }) => kind);
  const kinds: Partial<Record<SeriesKind, EnsembleWeights>> = {};
  if (byKind.size > 1)
    for (const kind of seriesKinds) {
      const own = byKind.get(kind);
      if (own === undefined) continue;
      const separate = (counts.separate * own.length) / windows.length;
      const ofKind = chooseEnsembleWeights(general, own, { ...counts, separate }, spec, selected, known);
      kinds[kind] = settled(withSpecialists(ofKind.weights, shares));
    }
  const ids = [...new Set([...early, ...windows].map(({ id }) => id))];
  const earlyOf = Map.groupBy(early, ({ id }) => id);
  const windowsOf = Map.groupBy(windows, ({ id }) => id);
  const series = ids.map((id) => {
    const own = windowsOf.get(id) ?? [];
    const last = own.at(-1);
    return { id, base: (last && kinds[last.kind]) ?? base, windows: own, early: earlyOf.get(id) ?? [] };
  });
  const seriesTask = {
    names: ['network', ...candidates],
    levels: spec.quantiles,
    horizon: spec.horizon,
    isPinballAlone: familyOf(spec).weighsByPinballAlone,
    hasEarlyNetwork: familyOf(spec).networksForecastEarlyWindows,
    known,
  };
  const ofSeries = early.length > 0 ? weightsOfFew(series, seriesTask) : seriesWeights(series, seriesTask);
  const own = Object.fromEntries(Object.entries(ofSeries).map(([id, weights]) => [id, settled(weights)]));
  const weightsOf = ({ id, base: ofKind }: { id: string; base: EnsembleWeights }) =>
    Object.hasOwn(own, id) ? own[id] : settled(ofKind);
  return {
    overall: meanOf(series.length === 0 ? [settled(base)] : series.map(weightsOf), Object.values(kinds)),
    kinds,
    series: own,
  };
}

/** Windows with the forecasts of the networks and of some of the candidates. */
export function withCandidates(
  windows: readonly MixtureWindow[],
  all: readonly CandidateName[],
  wanted: readonly CandidateName[],
): MixtureWindow[] {
  const rows = [0, ...wanted.map((name) => 1 + all.indexOf(name))];
  return windows.map((window) => ({
    ...window,
    quantiles: rows.map((row) => window.quantiles[row]),
    zeroShares: window.zeroShares && rows.map((row) => window.zeroShares![row]),
    asleep: rows.flatMap((row, c) => (window.asleep.includes(row) ? [c] : [])),
  }));
}

/** Weights without the small ones of methods that move the median. */
function withoutTrifles(weights: EnsembleWeights): EnsembleWeights {
  const kept = Object.entries(weights).filter(
    ([name, weight]) => fixedParts.includes(name) || weight >= movingShareMin,
  );
  const sum = kept.reduce((all, [, weight]) => all + weight, 0);
  if (!(sum > 0)) return weights;
  return inThousandths(Object.fromEntries(kept.map(([name, weight]) => [name, weight / sum])));
}

/** Mean weights, which name the candidates of all kinds too. */
function meanOf(all: readonly EnsembleWeights[], kinds: readonly EnsembleWeights[]): EnsembleWeights {
  const sums: Record<string, number> = {};
  for (const weights of kinds) for (const name of Object.keys(weights)) sums[name] = 0;
  for (const weights of all)
    for (const [name, weight] of Object.entries(weights))
      sums[name] = (sums[name] ?? 0) + weight / all.length;
  return inThousandths(sums, 1);
}
