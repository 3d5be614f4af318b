/** What the evaluation of a training decides beside the steps: the shares of networks and methods, and how much wider or
 *  narrower the fan has to be. */
import { calibrationOf, type Outcome } from './calibration.ts';
import { decimated } from './decimation.ts';
import { combined, type Member } from './ensemble.ts';
import type { ForecastWindow } from './fitted-model.ts';
import { insampleError } from './insample-error.ts';
import type { ResolvedSpec } from './layout.ts';
import { quantileGrid } from './quantiles.ts';
import { type PreparedSeries, separateWindows } from './sampling.ts';
import {
  type ComparedWindow,
  candidatesFor,
  chooseShares,
  methodQuantiles,
  networkOnly,
  type Shares,
} from './shares.ts';
import type { Group } from './weights-file.ts';

/** Windows that are looked at. */
const windowsMax: Record<ResolvedSpec['preset'], number> = { fast: 600, balanced: 1_500, accurate: 3_000 };
/** Windows between two looks at orders. */
const windowsAtOnce = 64;

export interface Weighed {
  shares: Record<Group, Shares>;
  calibration: Float32Array; // [2]
}

/** The evaluation itself, and so the card, knows only the validation windows; the model the held-out ones too.
 *  Null where `proceed` says false. */
export function weigh(options: {
  spec: ResolvedSpec;
  evaluation: readonly Member[];
  series: readonly PreparedSeries[];
  proceed: () => boolean;
}): Weighed | null {
  const { spec, evaluation, series, proceed } = options;
  const fitted = series.reduce((sum, { split }) => sum + Math.max(0, split.fitEnd - spec.horizon), 0);
  const trained = fitted / spec.horizon;
  const grid = quantileGrid(spec.quantiles);
  if (evaluation.length === 0) {
    const calibration = calibrationOf([], grid, { fitted: trained, validation: 0 });
    const shares = chooseShares(candidatesOf(spec, series), [], 0, spec);
    return {
      shares: { members: shares, evaluation: networkOnly },
      calibration: Float32Array.from(calibration),
    };
  }
  const most = windowsMax[spec.preset];
  const validation = windowsOf(series, ({ split }) => split.validationOrigins, most);
  const heldOut = windowsOf(series, ({ split }) => split.backtestOrigins, most);
  // Series of a market move together: what they show at one time counts once.
  const together = spec.family === 'prices' ? Math.max(1, series.length) : 1;
  const separate = separateWindows(series, evaluation[0].layout, most) / together;
  const candidates = candidatesOf(spec, series);
  const seen = compareAll(validation);
  if (seen === null) return null;
  const later = compareAll(heldOut);
  if (later === null) return null;
  const shares = {
    evaluation: chooseShares(candidates, seen, separate, spec),
    members: chooseShares(candidates, [...seen, ...later], 2 * separate, spec),
  };

  const outcomes: Outcome[] = [];
  const fans = combined(
    { members: evaluation, shares: shares.evaluation, spec, batchMax: spec.batch_size },
    validation,
  );
  for (const [w, { series: one, origin }] of validation.entries()) {
    if (!fans.usable[w] || together > 1) continue;
    for (let h = 0; h < spec.horizon; h++) {
      const y = one.raw[origin + h];
      const target = fans.isLog[w] ? Math.log(y) : y;
      const offset = (w * spec.horizon + h) * grid.levels.length;
      if (Number.isFinite(target)) outcomes.push({ quantiles: fans.quantiles, offset, target });
    }
  }
  const calibration = calibrationOf(outcomes, grid, { fitted: trained, validation: separate });
  return { shares, calibration: Float32Array.from(calibration) };

  /** Null where it was told to stop. */
  function compareAll(windows: readonly ForecastWindow[]): ComparedWindow[] | null {
    const compared: ComparedWindow[] = [];
    for (let first = 0; first < windows.length; first += windowsAtOnce) {
      if (!proceed()) return null;
      compared.push(...compare(windows.slice(first, first + windowsAtOnce)));
    }
    return compared;
  }

  function compare(windows: readonly ForecastWindow[]): ComparedWindow[] {
    const { horizon, season_length: season } = spec;
    const tail = Math.max(...evaluation.map(({ layout }) => layout.tail));
    const network = combined(
      { members: evaluation, shares: networkOnly, spec, batchMax: spec.batch_size },
      windows,
    );
    const rowLength = horizon * grid.levels.length;
    return windows.flatMap((window, w) => {
      if (!network.usable[w]) return [];
      const { raw } = window.series;
      const own = network.quantiles.slice(w * rowLength, (w + 1) * rowLength);
      if (network.isLog[w]) for (let i = 0; i < rowLength; i++) own[i] = Math.exp(own[i]);
      const others = candidates.map((name) => methodQuantiles(name, window, tail, spec));
      if (others.includes(null)) return [];
      const actual = Float64Array.from({ length: horizon }, (_, h) => raw[window.origin + h] ?? Number.NaN);
      const unit = insampleError(raw, window.origin, season);
      return unit === null ? [] : [{ quantiles: [own, ...(others as Float64Array[])], actual, unit }];
    });
  }
}

function candidatesOf(spec: ResolvedSpec, series: readonly PreparedSeries[]) {
  return candidatesFor(
    spec,
    series.map(({ raw, split }) => raw.subarray(0, split.fitEnd)).filter(({ length }) => length > 0),
  );
}

function windowsOf(
  series: readonly PreparedSeries[],
  originsOf: (series: PreparedSeries) => readonly number[],
  max: number,
): readonly ForecastWindow[] {
  return decimated(
    series.flatMap((one) => originsOf(one).map((origin) => ({ series: one, origin }))),
    max,
  );
}
