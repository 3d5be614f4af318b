import assert from 'node:assert/strict';
import { integrate } from '../../attribution/index.ts';
import {
  columnsOfFeature,
  type DatasetHeader,
  type Explanation,
  formatTime,
} from '../../contracts/schemas/index.ts';
import {
  type Member,
  type ModelParts,
  observationsRead,
  statisticalMembers,
  stepFactors,
} from '../ensemble/index.ts';
import { type Batch, type Layout, seriesKindOf, tailBefore } from '../families/index.ts';
import { rangeFor, type SeriesHistory, shownTime, trailingGap } from '../history/index.ts';
import { createSourceReader } from '../sampling/index.ts';
import { explainedValue, type Mixing, type QuantileRow } from './explained-value.ts';
import type { InputSource } from './input-sources.ts';
import { type Add, addDecoder, addEncoder, neutralWindow, pathWindows } from './integrated-gradients.ts';
import { readWindows } from './window-batch.ts';

/** Tolerance of the sum of the contributions, in scales of the window: a tenth of the promised one. */
const toleranceInScales = 1e-4;
/** Relative tolerance: float32 arithmetic of the network has no more digits. */
const rounding = 1e-7;
/** Most points of a path. Quantiles that cross are sorted, and the gradient jumps there, so that many points
 *  are needed. */
const pointsMax = 2_048;

const unbounded = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };

/** A network and the window that is explained, as it reads it. */
interface MemberWindow {
  member: Member;
  batch: Batch; // of one window
  neutral: Batch;
  isLog: boolean;
}

/** Contributions of all inputs to K steps. C context. */
interface Contributions {
  lags: Float64Array[]; // [C][K], the last observation first
  context: Float64Array; // [K]
  covariates: Float64Array[]; // [past, known-future and static ones][K], a cycle of the calendar twice
}

/** Contribution of each input to the first `horizon` steps after the end of a series that can be forecast. All
 *  networks move along their paths together, since a forecast is the mean of their quantiles. They have to be
 *  built for gradients of several windows.
 *  @throws AppError explanation_inexact */
export function explainForecast(
  parts: ModelParts,
  history: SeriesHistory,
  header: DatasetHeader,
  horizon: number,
): Explanation {
  const windows = parts.members.map((member) => readEnd(member, history));
  const mixing = mixingOf(parts, history);
  const context = Math.max(...parts.members.map(({ layout }) => layout.context));
  const baseline = valuesAt(windows, mixing, horizon, 0);
  const forecast = valuesAt(windows, mixing, horizon, 1);
  const named = explainedCovariates(parts.spec);
  const columns = named.at(-1)?.to ?? 0;
  const contributions = noContributions(context, columns, horizon);
  const gap = trailingGap(history.raw);
  integrate(
    {
      valuesAt: (share) => valuesAt(windows, mixing, horizon, share).values,
      along: (shares, weights) =>
        alongPath(windows, mixing, noContributions(context, columns, horizon), shares, weights, gap),
      sumsOf: (part) => Float64Array.from(baseline.values, (_, h) => sumAt(part, h)),
    },
    {
      tolerances: forecast.scales.map((scale, h) => {
        const size = Math.abs(forecast.values[h]) + Math.abs(baseline.values[h]);
        return Math.max(
          toleranceInScales * Math.max(scale, baseline.scales[h]),
          rounding * size,
          Number.MIN_VALUE,
        );
      }),
      pointsMax,
    },
    (part) => addTo(contributions, part),
  );
  return {
    explains: parts.members[0].layout.fixedMedian ? 'interval_width' : 'median',
    forecast: Array.from(forecast.values),
    baseline: Array.from(baseline.values),
    contributions: [
      ...contributions.lags.map((values, i) => ({
        source: 'lag' as const,
        lag: i + 1,
        time: timeOf(history, header, i + 1),
        name: null,
        values: Array.from(values),
      })),
      {
        source: 'context' as const,
        lag: null,
        time: null,
        name: null,
        values: Array.from(contributions.context),
      },
      ...named.map(({ name, from, to }) => ({
        source: 'covariate' as const,
        lag: null,
        time: null,
        name,
        values: summed(contributions.covariates.slice(from, to)),
      })),
    ],
    statistical_members: statisticalMembers(parts.ensembleWeights.members),
  };
}

function timeOf({ times }: SeriesHistory, header: DatasetHeader, lag: number): string | number | null {
  const at = times.length - lag;
  return at < 0 ? null : formatTime(shownTime(times[at]), header.time_kind, header.time_zone);
}

function readEnd(member: Member, history: SeriesHistory): MemberWindow {
  const { batch, usable, isLog } = readWindows(member, [{ series: history, origin: history.raw.length }]);
  assert(usable[0], 'a series that can be forecast can be explained');
  return { member, batch, neutral: neutralWindow(batch, 0, member), isLog: isLog[0] };
}

/** The mixture as `createEnsemble` makes it, at each step. [K] */
function mixingOf(
  { spec, members, ensembleWeights, calibration }: ModelParts,
  history: SeriesHistory,
): Mixing[] {
  const [{ layout }] = members;
  const { raw } = history;
  const tail = Math.max(...members.map((member) => member.layout.tail));
  const read = observationsRead(members, ensembleWeights.members, spec);
  const { lower, upper } = rangeFor(spec, tailBefore(raw, raw.length, read));
  const common = {
    grid: layout.grid,
    median: layout.median,
    fixedMedian: layout.fixedMedian,
    isLog: createSourceReader(spec).isLog(history, raw.length, tail),
    lower,
    upper,
  };
  const kind = seriesKindOf(raw, spec);
  return stepFactors(calibration.members, kind, layout.grid, layout.horizon).map((factors) => ({
    ...common,
    factors,
  }));
}

/** Explained values at one point of the path (0 neutral, 1 the window itself), and the change of each by one scaled
 *  unit without its bounds: at a bound a value does not change, but elsewhere on the path it may. */
function valuesAt(
  windows: readonly MemberWindow[],
  mixing: readonly Mixing[],
  horizon: number,
  share: number,
) {
  const outputs = windows.map((window) => quantilesAt(window, [share], false));
  const values = new Float64Array(horizon);
  const scales = new Float64Array(horizon);
  for (let h = 0; h < horizon; h++) {
    const rows = rowsOf(outputs, windows, 0, h);
    values[h] = explainedValue(mixing[h], rows, 0);
    for (const { dY } of outputs) dY.fill(0);
    explainedValue({ ...mixing[h], ...unbounded }, rows, 1);
    for (const { dY } of outputs) for (const d of dY) scales[h] += Math.abs(d);
  }
  return { values, scales };
}

/** Scaled quantiles of one network at S points of the path, and their gradient. */
interface PathQuantiles {
  y: Batch['inputs']; // [S, K, Q]
  dY: Float32Array; // [S, K, Q]
}

function quantilesAt(
  { member, batch, neutral }: MemberWindow,
  shares: readonly number[],
  training: boolean,
): PathQuantiles {
  const y = member.network.forward(
    pathWindows(batch, 0, neutral, shares, member.layout),
    training,
  ) as Float32Array;
  return { y: training ? y : y.slice(), dY: new Float32Array(y.length) };
}

function rowsOf(
  outputs: readonly PathQuantiles[],
  windows: readonly MemberWindow[],
  point: number,
  h: number,
): QuantileRow[] {
  return outputs.map(({ y, dY }, n) => {
    const { member, batch, isLog } = windows[n];
    const { horizon: K, quantiles: Q } = member.layout;
    return { y, dY, offset: (point * K + h) * Q, base: batch.base[h], unit: batch.unit[h], isLog };
  });
}

/** Adds the contributions of the inputs at the given points of the path to `contributions`. */
function alongPath(
  windows: readonly MemberWindow[],
  mixing: readonly Mixing[],
  contributions: Contributions,
  shares: readonly number[],
  weights: readonly number[],
  gap: number,
): Contributions {
  const horizon = contributions.context.length;
  const outputs = windows.map((window) => quantilesAt(window, shares, true));
  for (let h = 0; h < horizon; h++) {
    for (const { dY } of outputs) dY.fill(0);
    for (const [j, weight] of weights.entries())
      explainedValue(mixing[h], rowsOf(outputs, windows, j, h), weight);
    const add: Add = (source, amount) => {
      sumsOf(contributions, source)[h] += amount;
    };
    for (const [n, { member, batch, neutral }] of windows.entries()) {
      const { dInputs, dStepInputs } = member.network.backward(outputs[n].dY);
      addEncoder(batch, 0, neutral, dInputs!, member, add);
      if (dStepInputs !== null) addDecoder(batch, 0, neutral, h, gap, dStepInputs, member, add);
    }
  }
  for (const { member } of windows) member.network.parameters.zeroGradients();
  return contributions;
}

/** Adds the contributions of one piece of the path to those of the pieces before it. */
function addTo(sums: Contributions, part: Contributions): void {
  const add = (to: Float64Array, from: Float64Array) => {
    for (const [h, value] of from.entries()) to[h] += value;
  };
  for (const [i, lag] of part.lags.entries()) add(sums.lags[i], lag);
  for (const [i, covariate] of part.covariates.entries()) add(sums.covariates[i], covariate);
  add(sums.context, part.context);
}

function noContributions(context: Layout['context'], covariates: number, horizon: number): Contributions {
  const rows = (length: number) => Array.from({ length }, () => new Float64Array(horizon));
  return { lags: rows(context), context: new Float64Array(horizon), covariates: rows(covariates) };
}

function sumsOf({ lags, context, covariates }: Contributions, source: InputSource): Float64Array {
  if (source === 'context') return context;
  return typeof source === 'number' ? lags[source - 1] : covariates[source.covariate];
}

function sumAt({ lags, context, covariates }: Contributions, h: number): number {
  return [...lags, ...covariates].reduce((sum, values) => sum + values[h], context[h]);
}

/** Names of the covariates in the order of a `CovariateSource`, each with the range of its columns. */
function explainedCovariates({
  covariates,
}: ModelParts['spec']): { name: string; from: number; to: number }[] {
  if (!covariates) return [];
  const single = (name: string) => ({ name, columns: 1 });
  const named = [
    ...[...covariates.past, ...covariates.future].map(single),
    ...(covariates.time_features ?? []).map((name) => ({ name, columns: columnsOfFeature(name).length })),
    ...covariates.static.map(single),
  ];
  let to = 0;
  return named.map(({ name, columns }) => {
    const from = to;
    to += columns;
    return { name, from, to };
  });
}

function summed(columns: readonly Float64Array[]): number[] {
  return Array.from(columns[0], (_, h) => columns.reduce((sum, values) => sum + values[h], 0));
}
