import { tailBefore } from './batch.ts';
import { calibrate, factorsByQuantile } from './calibration.ts';
import type { Fans, FittedModel, ForecastWindow } from './fitted-model.ts';
import { type Layout, type MemberSpec, observedNeeded, type ResolvedSpec } from './layout.ts';
import type { MethodName } from './methods/index.ts';
import type { Network } from './network.ts';
import { predict } from './prediction.ts';
import { quantileAt, quantileGrid } from './quantiles.ts';
import type { PathCorrelation } from './sample-paths.ts';
import { methodQuantiles, type Shares } from './shares.ts';
import { createSourceReader } from './sources.ts';
import { exponentMax, rangeFor, restored } from './target.ts';

/** A network and what it was built from. */
export interface Member {
  network: Network;
  layout: Layout;
  spec: MemberSpec;
}

/** Quantiles of N windows, in logarithms where `isLog`. */
export interface RawFans {
  usable: boolean[]; // [N]
  isLog: boolean[]; // [N]
  quantiles: Float64Array; // [N, K, Q], ascending in Q
}

export interface EnsembleOptions {
  spec: ResolvedSpec;
  members: readonly Member[];
  /** Of the networks and of statistical methods. */
  shares: Shares;
  /** Factors of the widths, inner and outer. */
  calibration: Float32Array; // [2]
  paths: PathCorrelation | null;
  batchMax: number;
}

/** Networks and methods as one model: the mean of their quantiles, in the units of the series, calibrated and bounded. */
export function createEnsemble(options: EnsembleOptions): FittedModel {
  const { spec, members, shares, calibration, paths, batchMax } = options;
  const grid = quantileGrid(spec.quantiles);
  const Q = grid.levels.length;
  const { horizon } = spec;
  const median = grid.levels.indexOf(0.5);
  const context = Math.max(...members.map(({ layout }) => layout.context));
  const tail = Math.max(...members.map(({ layout }) => layout.tail));
  const factors = factorsByQuantile(grid, calibration);
  const first = members[0].layout;

  return {
    spec,
    horizon,
    levels: grid.levels,
    context,
    tail,
    season: spec.base === 'naive' ? 1 : spec.season_length,
    paths,
    parameterCount: members.reduce((sum, { network }) => sum + network.parameters.values.length, 0),
    observedNeeded: (length) => observedNeeded(first, length),
    forecast: (windows) => fansOf(windows),
  };

  function fansOf(windows: readonly ForecastWindow[]): Fans {
    const { usable, isLog, quantiles } = combined({ members, shares, spec, batchMax }, windows);
    const row = new Float64Array(Q);
    for (let at = 0; at < quantiles.length; at += Q) {
      calibrate(row, quantiles, at, factors, median);
      quantiles.set(row, at);
    }
    const ranges = windows.map(({ series: { raw }, origin }) =>
      rangeFor(spec, tailBefore(raw, origin, tail)),
    );
    return {
      usable,
      at: (window, h, score) =>
        restored(
          quantileAt(grid, quantiles, (window * horizon + h) * Q, score),
          isLog[window] ? 'log' : 'identity',
          ranges[window],
        ),
    };
  }
}

/** The mean over the networks of their quantiles, and that of methods by their shares; uncalibrated. A window is usable
 *  where every network can read it. */
export function combined(
  { members, shares, spec, batchMax }: Pick<EnsembleOptions, 'members' | 'shares' | 'spec' | 'batchMax'>,
  windows: readonly ForecastWindow[],
): RawFans {
  const reader = createSourceReader(spec);
  const rowLength = spec.horizon * quantileGrid(spec.quantiles).levels.length;
  const usable = windows.map(() => true);
  const tail = Math.max(...members.map(({ layout }) => layout.tail));
  const isLog = windows.map(({ series, origin }) => reader.isLog(series, origin, tail));
  const sums = new Float64Array(windows.length * rowLength);
  for (const { network, layout } of members) {
    const ready = windows.map(({ series, origin }) => reader.read(series, origin, layout));
    const prediction = predict(network, layout, ready, batchMax);
    for (const [w, isUsable] of prediction.usable.entries()) {
      usable[w] &&= isUsable;
      const { isLog: inLogs } = ready[w].source;
      for (let i = w * rowLength; i < (w + 1) * rowLength; i++) {
        const value = prediction.quantiles[i];
        sums[i] += inLogs ? Math.exp(Math.min(exponentMax, value)) : value;
      }
    }
  }
  const { network = 0, ...methodShares } = shares;
  for (let i = 0; i < sums.length; i++) sums[i] *= network / members.length;
  for (const [name, share] of Object.entries(methodShares))
    for (const [w, window] of windows.entries()) {
      if (!usable[w]) continue;
      const quantiles = methodQuantiles(name as MethodName, window, tail, spec);
      usable[w] &&= quantiles !== null;
      if (quantiles !== null)
        for (let i = 0; i < rowLength; i++) sums[w * rowLength + i] += share * quantiles[i];
    }
  for (let w = 0; w < windows.length; w++) {
    const row = sums.subarray(w * rowLength, (w + 1) * rowLength);
    isLog[w] &&= row.every((value) => value > 0);
    if (isLog[w]) for (let i = 0; i < rowLength; i++) row[i] = Math.log(row[i]);
  }
  return { usable, isLog, quantiles: sums };
}
