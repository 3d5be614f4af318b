import assert from 'node:assert/strict';
import type { DatasetHeader } from '../../contracts/dataset.ts';
import type { Explanation } from '../../contracts/explanation.ts';
import { formatTime } from '../../contracts/time.ts';
import type { SeriesHistory } from '../fitted-model.ts';
import type { ResolvedSpec } from '../layout.ts';
import { rangeFor, restored, transformed } from '../target.ts';
import type { Member } from '../weights-file.ts';
import { createBatch, tailBefore, writeContext } from '../windows.ts';
import { explainedOf, type Outside } from './explained.ts';
import {
  type Add,
  addDecoder,
  addEncoder,
  midpoints,
  pathGradients,
  pathOf,
} from './integrated-gradients.ts';

/** Points of the path, more and more until the contributions sum to what they explain. */
const pathPoints = [16, 64, 256, 1024];
/** What a sum may miss, in scales of the window: a tenth of what callers are promised. */
const missMax = 1e-4;

/** C context, K steps. */
interface Contributions {
  lags: Float64Array[]; // [C][K], the last observation first
  context: Float64Array; // [K]
}

interface NetworkExplanation {
  forecast: Float64Array; // [K]
  baseline: Float64Array; // [K]
  contributions: Contributions;
}

/** What each input adds to the first `horizon` steps after the end of the series, averaged over the networks, which are
 *  built for gradients of `batchMax` windows. The series can be forecast. */
export function explainForecast(
  members: readonly Member[],
  history: SeriesHistory,
  header: DatasetHeader,
  horizon: number,
  batchMax: number,
): Explanation {
  const found = members.map((member) => explainNetwork(member, history, horizon, batchMax));
  const mean = (of: (one: NetworkExplanation) => Float64Array) =>
    Array.from({ length: horizon }, (_, h) => found.reduce((sum, one) => sum + of(one)[h], 0) / found.length);
  const [{ layout, network }] = members;
  const lagsMax = Math.max(...members.map((member) => member.layout.context));
  const nothing = new Float64Array(horizon);
  return {
    explains: explainedOf(network, layout).kind,
    forecast: mean(({ forecast }) => forecast),
    baseline: mean(({ baseline }) => baseline),
    contributions: [
      ...Array.from({ length: lagsMax }, (_, i) => ({
        source: 'lag' as const,
        lag: i + 1,
        time: timeOf(history, header, i + 1),
        name: null,
        values: mean(({ contributions }) => contributions.lags[i] ?? nothing),
      })),
      {
        source: 'context' as const,
        lag: null,
        time: null,
        name: null,
        values: mean(({ contributions }) => contributions.context),
      },
    ],
    statistical_members: [],
  };
}

function timeOf({ times }: SeriesHistory, header: DatasetHeader, lag: number): string | number | null {
  const at = times.length - lag;
  return at < 0 ? null : formatTime(times[at], header.time_kind, header.time_zone);
}

function explainNetwork(
  member: Member,
  { raw }: SeriesHistory,
  horizon: number,
  batchMax: number,
): NetworkExplanation {
  const { network, layout, spec } = member;
  const { horizon: K, quantiles: Q } = layout;
  const values = transformed(raw, spec.transform);
  const batch = createBatch(layout, 1);
  const usable = writeContext(batch, 0, tailBefore(values, values.length, layout.tail), layout);
  assert(usable, 'a series that can be forecast can be explained');
  // What is rounded moves in jumps: the numbers before that are explained.
  const range = { ...rangeFor(spec, tailBefore(raw, raw.length, layout.tail)), isWhole: false };
  const outside = Array.from({ length: horizon }, (_, h): Outside => {
    const [base, unit] = [batch.base[h], batch.unit[h]];
    return (scaled) => {
      const inside = base + unit * scaled;
      const value = restored(inside, spec.transform, range);
      return { value, slope: unit * slopeOf(value, inside, spec.transform) };
    };
  });
  const explained = explainedOf(network, layout);
  const ends = network.forward(pathOf(batch, 0, [0, 1], layout), false);
  const dEnds = new Float32Array(ends.length);
  const at = (end: 0 | 1) =>
    Float64Array.from(outside, (to, h) => explained.write(ends, (end * K + h) * Q, to, 1, dEnds));
  const [baseline, forecast] = [at(0), at(1)];

  let contributions = noContributions(layout, horizon);
  for (const points of pathPoints) {
    contributions = noContributions(layout, horizon);
    const all = midpoints(points);
    for (let first = 0; first < points; first += batchMax) {
      const shares = all.slice(first, first + batchMax);
      const y = network.forward(pathOf(batch, 0, shares, layout), true);
      const dY = new Float32Array(y.length);
      for (const [h, to] of outside.entries()) {
        dY.fill(0);
        for (let j = 0; j < shares.length; j++) explained.write(y, (j * K + h) * Q, to, 1 / points, dY);
        const { dInputs, dStepInputs } = pathGradients(member, dY);
        const add: Add = (source, amount) => {
          (source === 'context' ? contributions.context : contributions.lags[source - 1])[h] += amount;
        };
        addEncoder(batch, 0, dInputs, layout, add);
        addDecoder(batch, 0, h, dStepInputs, layout, add);
      }
      network.parameters.zeroGradients();
    }
    const misses = outside.map((to, h) => {
      const scale = Math.abs(to(0).slope); // of one scaled unit, in those of the series
      return (
        Math.abs(sumAt(contributions, h) - (forecast[h] - baseline[h])) / Math.max(scale, Number.MIN_VALUE)
      );
    });
    if (Math.max(...misses) <= missMax) break;
  }
  return { forecast, baseline, contributions };
}

function noContributions({ context }: Member['layout'], horizon: number): Contributions {
  return {
    lags: Array.from({ length: context }, () => new Float64Array(horizon)),
    context: new Float64Array(horizon),
  };
}

function sumAt({ lags, context }: Contributions, h: number): number {
  return lags.reduce((sum, values) => sum + values[h], context[h]);
}

/** Derivative of `restored` where it gave `value`; none on a bound. */
function slopeOf(value: number, inside: number, transform: ResolvedSpec['transform']): number {
  if (transform === 'log') return value === Math.exp(inside) ? value : 0;
  return value === inside ? 1 : 0;
}
