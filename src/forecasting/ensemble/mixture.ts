/** Mixes networks and statistical methods into one forecast: the quantiles of each are computed once, then averaged
 *  with any ensemble weights. The average is one of values in the units of the series, while fans of logarithms are
 *  calibrated and interpolated as logarithms: so quantiles leave the logarithms for the average and return to them.
 *  N windows, K horizon steps, Q quantiles. */
import type { Floats, Kernel } from '../../engine/index.ts';
import {
  kindTail,
  type Layout,
  type ResolvedSpec,
  type SeriesKind,
  seriesKindOf,
  tailBefore,
} from '../families/index.ts';
import { exponentMax, type ForecastWindow } from '../history/index.ts';
import type { Specialist } from '../methods/index.ts';
import {
  createReader,
  haveSameInputs,
  type PredictionWindow,
  type Reading,
  unscaled,
} from '../network/index.ts';
import { createSourceReader } from '../sampling/index.ts';
import { arePositive, boundedExp } from '../statistics/index.ts';
import { asleepIn, keepQuantiles, methodQuantiles } from './candidate-forecasts.ts';
import type { KeptForecasts } from './kept-forecasts.ts';
import type { Member } from './member.ts';
import { type CandidateName, type MixtureWeights, weightsFor } from './mixture-weights.ts';
import { setZeros, zeroLimit, zeroShares } from './rare-demand.ts';

/** Networks that make one forecast. */
export interface Ensemble {
  spec: ResolvedSpec;
  members: readonly Member[];
  kernel: Kernel;
  /** Windows that the networks take at once. */
  batchMax: number;
  /** Forecasts of the methods that were made before, in a training. */
  kept?: KeptForecasts;
}

/** Uncalibrated quantiles of N windows, in logarithms where `isLog`. */
export interface MixedQuantiles {
  usable: boolean[]; // [N]
  isLog: boolean[]; // [N]
  quantiles: Float64Array; // [N, K, Q], ascending in Q
  series: WindowSeries[]; // [N]
}

/** Quantiles of the networks and of each candidate, in the units of the series. */
export interface Ingredients {
  /** Whether all of them can read the window; the rows of other windows are undefined. */
  usable: boolean[]; // [N]
  /** Whether every network read logarithms: then the fan is interpolated in logarithms. */
  isLog: boolean[]; // [N]
  network: Float64Array; // [N, K, Q], the mean over the networks
  statistical: Partial<Record<CandidateName, Float64Array>>; // [N, K, Q] each
  series: WindowSeries[]; // [N]
}

/** The series of a window, as the weights of a mixture depend on it. */
export interface WindowSeries {
  id: string;
  kind: SeriesKind;
  /** Limit below which a forecast of intermittent demand is zero; 0 for other series. */
  zeroLimit: number;
  /** Specialists of the mixture that are for other series. */
  asleep: readonly Specialist[];
}

/** @param tail observations that a method reads */
function windowSeries(
  window: ForecastWindow,
  candidates: readonly CandidateName[],
  tail: number,
  spec: ResolvedSpec,
): WindowSeries {
  const {
    series: { id, raw },
    origin,
  } = window;
  const read = tailBefore(raw, origin, kindTail(spec.season_length));
  const kind = seriesKindOf(read, spec);
  return {
    id,
    kind,
    zeroLimit: kind === 'intermittent' ? zeroLimit(read) : 0,
    asleep: asleepIn(window, candidates, tail, spec),
  };
}

/** Computes the quantiles of all networks and candidates. The networks run even if their weight is 0: a window that
 *  they cannot read has no forecast.
 *  @param steps number K of first steps of the horizon; default: all of them */
export function ingredientsOf(
  ensemble: Ensemble,
  candidates: readonly CandidateName[],
  windows: readonly ForecastWindow[],
  steps = ensemble.spec.horizon,
): Ingredients {
  const { spec, members, kernel, batchMax } = ensemble;
  const reader = createSourceReader(spec);
  const Q = spec.quantiles.length;
  const [rowLength, wholeLength] = [steps * Q, spec.horizon * Q];
  const usable = windows.map(() => true);
  const isLog = windows.map(() => true);
  const network = new Float64Array(windows.length * rowLength);
  // In the order of the candidates.
  const statistical: Ingredients['statistical'] = Object.fromEntries(
    candidates.map((name) => [name, new Float64Array(network.length)]),
  );
  const readings = readingsFor(members, kernel);
  for (let first = 0; first < windows.length; first += batchMax) {
    const part = windows.slice(first, first + batchMax);
    const values = new Float64Array(part.length * wholeLength);
    const add = (to: Float64Array, weight: number, { batch, isLog: inLogs }: Reading, scaled: Floats) => {
      unscaled(values, batch, scaled, Q);
      for (let w = 0; w < part.length; w++)
        addRow(to, (first + w) * rowLength, weight, values, w * wholeLength, rowLength, inLogs[w]);
    };
    const readingOf = readings((layout) =>
      part.map(({ series, origin }) => reader.read(series, origin, layout)),
    );
    for (const [m, { network: one }] of members.entries()) {
      const reading = readingOf(m);
      for (let w = 0; w < part.length; w++) {
        usable[first + w] &&= reading.usable[w];
        isLog[first + w] &&= reading.isLog[w];
      }
      add(network, 1 / members.length, reading, one.forward(reading.batch, false));
      // The base quantiles hardly differ between networks: those of the first are taken.
      if (m === 0 && statistical.ewma) add(statistical.ewma, 1, reading, repeated(one.base, part.length));
    }
  }
  const tail = tailOf(members);
  for (const [name, rows] of Object.entries(statistical) as [CandidateName, Float64Array][]) {
    if (name === 'ewma') continue;
    const readable = [...windows.keys()].filter((w) => usable[w]);
    const ofWindows = readable.map((w) => windows[w]);
    for (const [i, quantiles] of methodQuantiles(name, ofWindows, tail, ensemble, steps).entries()) {
      const w = readable[i];
      usable[w] = quantiles !== null;
      if (quantiles !== null) rows.set(quantiles, w * rowLength);
    }
  }
  const series = windows.map((window) => windowSeries(window, candidates, tail, spec));
  return { usable, isLog, network, statistical, series };
}

/** Keeps the forecasts of methods that another thread has computed, see `ingredientsOf`. */
export function keepIngredients(
  kept: KeptForecasts,
  members: readonly Member[],
  windows: readonly ForecastWindow[],
  { usable, statistical }: Ingredients,
  steps: number,
): void {
  const tail = tailOf(members);
  for (const [name, rows] of Object.entries(statistical) as [CandidateName, Float64Array][]) {
    if (name === 'ewma') continue;
    const length = rows.length / windows.length;
    const ofWindows = windows.map((_, w) => (usable[w] ? rows.subarray(w * length, (w + 1) * length) : null));
    keepQuantiles(kept, name, windows, ofWindows, tail, steps);
  }
}

/** Observations that a method reads, unless it states another number. */
function tailOf(members: readonly Member[]): number {
  return Math.max(...members.map(({ layout }) => layout.tail));
}

/** The statistical methods alone, for windows that the networks cannot read or learnt from. */
export function methodIngredients(
  ensemble: Omit<Ensemble, 'batchMax'>,
  candidates: readonly CandidateName[],
  windows: readonly ForecastWindow[],
): Ingredients {
  const { spec } = ensemble;
  const rowLength = spec.horizon * spec.quantiles.length;
  const tail = tailOf(ensemble.members);
  const made: Ingredients = {
    usable: windows.map(() => true),
    isLog: windows.map(() => true),
    network: new Float64Array(windows.length * rowLength),
    statistical: {},
    series: windows.map((window) => windowSeries(window, candidates, tail, spec)),
  };
  for (const name of candidates) {
    const rows = new Float64Array(made.network.length);
    for (const [w, row] of methodQuantiles(name, windows, tail, ensemble, spec.horizon).entries()) {
      made.usable[w] &&= row !== null;
      if (row !== null) rows.set(row, w * rowLength);
    }
    made.statistical[name] = rows;
  }
  return made;
}

type Readings = (windowsFor: (layout: Layout) => PredictionWindow[]) => (member: number) => Reading;

/** Each forecast reads windows: the arrays that they are written to are kept with the networks. */
const readingsOf = new WeakMap<readonly Member[], Readings>();

/** Reads windows once for all networks of one reading. The readings are valid until the next windows. */
function readingsFor(members: readonly Member[], kernel: Kernel): Readings {
  const readings = readingsOf.get(members) ?? createReadings(members, kernel);
  readingsOf.set(members, readings);
  return readings;
}

function createReadings(members: readonly Member[], kernel: Kernel): Readings {
  const distinct: { layout: Layout; read: ReturnType<typeof createReader> }[] = [];
  const readerAt = members.map(({ layout }) => {
    const found = distinct.findIndex((one) => haveSameInputs(one.layout, layout));
    return found < 0 ? distinct.push({ layout, read: createReader(layout, kernel) }) - 1 : found;
  });
  return (windowsFor) => {
    const made: Reading[] = [];
    return (member: number): Reading => {
      const { layout, read } = distinct[readerAt[member]];
      made[readerAt[member]] ??= read(windowsFor(layout));
      return made[readerAt[member]];
    };
  };
}

/** Adds the weighted values of one window to `to`, in the units of the series. */
function addRow(
  to: Float64Array,
  toAt: number,
  weight: number,
  values: Float64Array,
  at: number,
  length: number,
  inLogs: boolean,
): void {
  for (let i = 0; i < length; i++) {
    const value = values[at + i];
    to[toAt + i] += weight * (inLogs ? boundedExp(value, exponentMax) : value);
  }
}

/** [K, Q] for each of so many windows. */
function repeated(base: Float32Array, windows: number): Float32Array {
  const all = new Float32Array(windows * base.length);
  for (let w = 0; w < windows; w++) all.set(base, w * base.length);
  return all;
}

/** Mean of the quantiles by the weights of each series, before calibration.
 *  @param levels [Q] */
export function mixed(
  { usable, isLog, network, statistical, series }: Ingredients,
  weights: MixtureWeights,
  levels: ArrayLike<number>,
): MixedQuantiles {
  const parts = [['network', network] as const, ...Object.entries(statistical)];
  const rowLength = network.length / Math.max(1, usable.length);
  const quantiles = new Float64Array(network.length);
  const inLogs = new Array<boolean>(usable.length);
  for (const [w, one] of series.entries()) {
    const own = weightsFor(weights, one);
    const row = quantiles.subarray(w * rowLength, (w + 1) * rowLength);
    const zeros = one.zeroLimit > 0 ? new Float64Array(rowLength / levels.length) : null;
    for (const [name, rows] of parts) {
      const weight = own[name] ?? 0;
      if (weight === 0) continue;
      const part = rows.subarray(w * rowLength, (w + 1) * rowLength);
      for (let i = 0; i < rowLength; i++) row[i] += weight * part[i];
      if (zeros === null) continue;
      for (const [h, share] of zeroShares(part, levels, one.zeroLimit).entries()) zeros[h] += weight * share;
    }
    if (zeros !== null)
      for (const [h, share] of zeros.entries()) setZeros(row, h * levels.length, levels, share);
    inLogs[w] = isLog[w] && arePositive(row);
    if (inLogs[w]) for (let i = 0; i < rowLength; i++) row[i] = Math.log(row[i]);
  }
  return { usable: [...usable], isLog: inLogs, quantiles, series };
}
