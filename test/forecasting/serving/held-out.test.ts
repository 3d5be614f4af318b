import { expect, test } from 'vitest';
import type { BacktestTask } from '../../../src/contracts/ports/index.ts';
import type { BacktestPlan } from '../../../src/contracts/schemas/backtests/backtest.ts';
import { decodeSafetensors, encodeSafetensors, selectKernel } from '../../../src/engine/index.ts';
import { decodeParts, tellsTrainedUntil } from '../../../src/forecasting/index.ts';
import { trainedUntil } from '../../../src/forecasting/sampling/index.ts';
import { rollingBacktest } from '../../../src/forecasting/serving/rolling-backtest.ts';
import { watched } from '../../support/supervision.ts';
import { header, run, seasonalSeries, seriesOf, specOf, succeeded } from '../support.ts';

/** Twenty windows, two observations apart, four ahead: the training ends 42 before the end. */
const spec = specOf({
  ...{ horizon: 4, steps: 6, hidden_size: 4, context_length: 16, members: 1 },
  validation: { windows: 20, step: 2 },
});
const plan: BacktestPlan = { windows: 100, step: 1, horizon: 4, refit: false };
const whole = seriesOf(seasonalSeries(200, 8, 2), 'a');
/** Ends before the other one does. */
const ended = seriesOf(seasonalSeries(120, 8, 2, 2), 'b');
const { weights } = succeeded(await run({ spec, series: [whole, ended] }));
const trainEnds = { a: 158, b: 78 };

function kept(series: typeof whole, isKept: (t: number) => boolean): typeof whole {
  const of = (all: Float64Array) => all.filter((_, t) => isKept(t));
  return { ...series, times: of(series.times), values: of(series.values) };
}

/** First forecast time and number of windows of each series; the code of the error if there is none. */
async function origins(task: Partial<BacktestTask> & Pick<BacktestTask, 'series'>) {
  const { supervision } = watched({});
  const given = { weights, requested: spec, checkpoint: null, header, plan, kernel: null, ...task };
  const outcome = await rollingBacktest(given, supervision);
  if (outcome.status === 'failed') return outcome.problem.code;
  if (outcome.status !== 'succeeded') throw new Error(outcome.status);
  const found = Map.groupBy(outcome.windows, ({ series_id }) => series_id);
  return Object.fromEntries(
    Array.from(found, ([id, all]) => [
      id,
      [Math.min(...all.map(({ times }) => Number(times[0]))), all.length],
    ]),
  );
}

const shortened = kept(whole, (t) => t < 170);
const gap = kept(whole, (t) => t < 100 || t >= 140);
const before = seriesOf(whole.values.subarray(0, 150), 'a');
const isOld = { bytes: withoutEnds(weights.bytes), sha256: 'old' };

test('no window is before the end of the training, whatever was deleted since', async () => {
  const same = { a: [trainEnds.a, 39], b: [trainEnds.b, 39] };
  expect(await origins({ series: [whole, ended] })).toEqual(same);
  expect(await origins({ series: [whole, ended], isTrainedVersion: true })).toEqual(same);
  expect(await origins({ series: [shortened] })).toEqual({ a: [trainEnds.a, 9] });
  expect(await origins({ series: [gap] })).toEqual({ a: [trainEnds.a, 39] });
  expect(await origins({ series: [before] })).toBe('series_too_short');
  // A series under a new id may have values of the training.
  expect(await origins({ series: [{ ...shortened, id: 'new' }] })).toEqual({ new: [trainEnds.a, 9] });
});

test('weights of earlier versions do not tell it: the data of the training do, if they are kept', async () => {
  expect([weights.bytes, isOld.bytes].map(tellsTrainedUntil)).toEqual([true, false]);
  const old = { weights: isOld, series: [shortened] };
  expect(await origins({ ...old, trainedOn: [whole, ended] })).toEqual({ a: [trainEnds.a, 9] });
  expect(await origins({ ...old, trainedOn: null })).toEqual({ a: [170 - 42, 39] });
});

test('a warm training that holds out what its parent has seen begins its held-out network anew', async () => {
  const heldOut = async (series: typeof whole, initialWeights: Uint8Array | null) => {
    const { weights } = succeeded(await run({ spec, series: [series], initialWeights }));
    const { heldOut, members } = decodeParts(weights.bytes, ['heldOut', 'members'], selectKernel(), 1);
    return [heldOut, members].map(([{ network }]) => Array.from(network.parameters.values));
  };
  const [cold, warm, old] = await Promise.all(
    [null, weights.bytes, isOld.bytes].map((initial) => heldOut(before, initial)),
  );
  expect(warm[0]).toEqual(cold[0]);
  expect(warm[1]).not.toEqual(cold[1]);
  expect(old[0]).toEqual(cold[0]);
  const [coldOfWhole, warmOfWhole] = await Promise.all(
    [null, weights.bytes].map((initial) => heldOut(whole, initial)),
  );
  expect(warmOfWhole[0]).not.toEqual(coldOfWhole[0]);
});

function withoutEnds(bytes: Uint8Array): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { trained_until: _, ...others } = metadata;
  const all = Array.from(tensors, ([name, tensor]) => ({ ...tensor, name }));
  return encodeSafetensors(all, others);
}

test('the ends of very many series with long ids fit into the header of the weights', () => {
  const id = (n: number) => String(n).padStart(200, '\u0001');
  const ends = Array.from({ length: 5_001 }, (_, n) => ({
    ...{ id: id(n), times: Float64Array.of(n === 0 ? 2 : 1), split: { trainEnd: 1 } },
  }));
  const found = trainedUntil(ends)!;
  expect(found.latest).toBe(2);
  expect(found.earlier.length).toBeGreaterThan(100);
  expect(JSON.stringify(JSON.stringify(found)).length).toBeLessThan(300_000);
});
