/** Networks and statistical methods mixed into one forecast: what each of them says is computed once, then mixed by any
 *  shares. N windows, K horizon steps, Q quantiles. */
import type { ForecastWindow } from './fitted-model.ts';
import type { Layout, MemberSpec, ResolvedSpec } from './layout.ts';
import type { Network } from './network.ts';
import { basePrediction, type Prediction, predict } from './prediction.ts';
import { quantileGrid } from './quantiles.ts';
import { type CandidateName, methodQuantiles, type Shares } from './shares.ts';
import { createSourceReader } from './sources.ts';
import { exponentMax } from './target.ts';

/** A network and what it was built from. */
export interface Member {
  network: Network;
  layout: Layout;
  spec: MemberSpec;
}

/** Networks that make one forecast. */
export interface Ensemble {
  spec: ResolvedSpec;
  members: readonly Member[];
  /** Windows that the networks take at once. */
  batchMax: number;
}

/** Quantiles of N windows, in logarithms where `isLog`. */
export interface RawFans {
  usable: boolean[]; // [N]
  isLog: boolean[]; // [N]
  quantiles: Float64Array; // [N, K, Q], ascending in Q
}

/** What the networks say together, and what each candidate says, in the units of the series. */
export interface Ingredients {
  /** Whether all of them can read the window; the rows of the others mean nothing. */
  usable: boolean[]; // [N]
  /** Whether every network read logarithms: then the fan between its quantiles is one of logarithms. */
  isLog: boolean[]; // [N]
  network: Float64Array; // [N, K, Q], the mean over the networks
  others: Partial<Record<CandidateName, Float64Array>>; // [N, K, Q] each
}

/** Networks without a share are not asked. */
export function ingredientsOf(
  { spec, members, batchMax }: Ensemble,
  candidates: readonly CandidateName[],
  windows: readonly ForecastWindow[],
): Ingredients {
  const reader = createSourceReader(spec);
  const rowLength = spec.horizon * quantileGrid(spec.quantiles).levels.length;
  const usable = windows.map(() => true);
  const isLog = windows.map(() => true);
  const network = new Float64Array(windows.length * rowLength);
  // In the order of the candidates.
  const others: Ingredients['others'] = Object.fromEntries(
    candidates.map((name) => [name, new Float64Array(network.length)]),
  );
  for (const [m, { network: one, layout }] of members.entries()) {
    const ready = windows.map(({ series, origin }) => reader.read(series, origin, layout));
    const add = (to: Float64Array, share: number, prediction: Prediction) => {
      for (const [w, isUsable] of prediction.usable.entries()) {
        usable[w] &&= isUsable;
        const inLogs = ready[w].source.isLog;
        isLog[w] &&= inLogs;
        for (let i = w * rowLength; i < (w + 1) * rowLength; i++) {
          const value = prediction.quantiles[i];
          to[i] += share * (inLogs ? Math.exp(Math.min(exponentMax, value)) : value);
        }
      }
    };
    add(network, 1 / members.length, predict(one, layout, ready, batchMax));
    // What the networks start from hardly differs between them: the first one's.
    if (m === 0 && others.ewma) add(others.ewma, 1, basePrediction(one, layout, ready, batchMax));
  }
  const tail = Math.max(...members.map(({ layout }) => layout.tail));
  for (const [name, rows] of Object.entries(others) as [CandidateName, Float64Array][]) {
    if (name === 'ewma') continue;
    for (const [w, window] of windows.entries()) {
      const quantiles = usable[w] ? methodQuantiles(name, window, tail, spec) : null;
      usable[w] &&= quantiles !== null;
      if (quantiles !== null) rows.set(quantiles, w * rowLength);
    }
  }
  return { usable, isLog, network, others };
}

/** The mean of the quantiles by shares, uncalibrated. */
export function mixed({ usable, isLog, network, others }: Ingredients, shares: Shares): RawFans {
  const quantiles = network.map((value) => value * (shares.network ?? 0));
  for (const [name, rows] of Object.entries(others)) {
    const share = shares[name] ?? 0;
    if (share === 0) continue;
    for (let i = 0; i < quantiles.length; i++) quantiles[i] += share * rows[i];
  }
  const rowLength = quantiles.length / Math.max(1, usable.length);
  const inLogs = isLog.map((isOne, w) => {
    if (!isOne) return false;
    const row = quantiles.subarray(w * rowLength, (w + 1) * rowLength);
    if (!row.every((value) => value > 0)) return false;
    for (let i = 0; i < rowLength; i++) row[i] = Math.log(row[i]);
    return true;
  });
  return { usable: [...usable], isLog: inLogs, quantiles };
}
