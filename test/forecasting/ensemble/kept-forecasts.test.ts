import { expect, test } from 'vitest';
import { selectKernel } from '../../../src/engine/index.ts';
import { keepQuantiles, methodQuantiles } from '../../../src/forecasting/ensemble/candidate-forecasts.ts';
import { keepForecasts } from '../../../src/forecasting/ensemble/kept-forecasts.ts';
import { decodeParts } from '../../../src/forecasting/ensemble/weights-file.ts';
import { historiesOf } from '../../../src/forecasting/history/target.ts';
import { header, run, seasonalSeries, seriesOf, specOf, succeeded } from '../support.ts';

const tail = 1_000;
const kernel = selectKernel();

async function resolved() {
  const settings = { steps: 3, family: 'seasonal', season_length: 12, members: 1 } as const;
  const trained = succeeded(
    await run({ series: [seriesOf(seasonalSeries(120, 12, 2))], spec: specOf(settings) }),
  );
  return decodeParts(trained.weights.bytes, ['members'], kernel, 1).spec;
}

function windowsOf(...origins: number[]) {
  const [series] = historiesOf([seriesOf(seasonalSeries(120, 12, 2))], specOf(), header);
  return origins.map((origin) => ({ series, origin }));
}

test.each(['theta', 'instant'] as const)(
  '%s: the forecast of a window is computed once, whatever windows are asked for with it',
  async (name) => {
    const spec = await resolved();
    const kept = keepForecasts();
    const windows = windowsOf(60, 72, 84, 96);
    const plain = methodQuantiles(name, windows, tail, { spec, kernel }, 3);
    const first = methodQuantiles(name, windows.slice(0, 2), tail, { spec, kernel, kept }, 3);
    const again = methodQuantiles(name, windows, tail, { spec, kernel, kept }, 3);
    expect(again).toEqual(plain);
    expect(again[0]).toBe(first[0]);
    expect(again[1]).toBe(first[1]);
    expect(methodQuantiles(name, windows, tail, { spec, kernel, kept }, 3)[3]).toBe(again[3]);
  },
);

test('another method, window, series, history or number of steps is another forecast', async () => {
  const spec = await resolved();
  const kept = keepForecasts();
  const [one, later] = windowsOf(60, 61);
  const [other] = windowsOf(60);
  const ask = (name: 'theta' | 'ets', window: typeof one, length: number, steps: number) =>
    methodQuantiles(name, [window], length, { spec, kernel, kept }, steps)[0]!;
  const asked = [
    ask('theta', one, tail, 3),
    ask('ets', one, tail, 3),
    ask('theta', later, tail, 3),
    ask('theta', other, tail, 3),
    ask('theta', one, 30, 3),
    ask('theta', one, tail, 2),
  ];
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked[5]).toEqual(asked[0].subarray(0, asked[5].length));
  expect(ask('theta', one, tail, 3)).toBe(asked[0]);
});

test('a forecast that another thread has made is not computed again; one without a forecast is', async () => {
  const spec = await resolved();
  const kept = keepForecasts();
  const [first, second] = windowsOf(60, 72);
  const made = [new Float64Array(3 * spec.quantiles.length).fill(7), null];
  keepQuantiles(kept, 'theta', [first, second], made, tail, 3);
  const asked = methodQuantiles('theta', [first, second], tail, { spec, kernel, kept }, 3);
  const plain = methodQuantiles('theta', [second], tail, { spec, kernel }, 3);
  expect(asked).toEqual([made[0], plain[0]]);
});

test('a window without an observation is kept as such, and no more is kept than there is room for', () => {
  const kept = keepForecasts();
  const [{ series }] = windowsOf(60);
  kept.set(series, 'nothing', null);
  expect(kept.get(series, 'nothing')).toBeNull();
  const large = new Float64Array(2 ** 22); // 32 MiB
  for (const key of ['first', 'second', 'third']) kept.set(series, key, large);
  expect(kept.get(series, 'first')).toBe(large);
  expect(kept.get(series, 'third')).toBeUndefined();
});
