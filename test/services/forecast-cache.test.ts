import { expect, test } from 'vitest';
import type { ForecastText, ServedModel, TextTask } from '../../src/contracts/ports/index.ts';
import type { Dataset, Model } from '../../src/contracts/schemas/index.ts';
import { ForecastCache } from '../../src/services/forecast-cache.ts';

const served = (): ServedModel => ({ model: {} as Model, dataset: {} as Dataset, seriesIds: null });
const task = {
  ...{ horizon: 4, quantiles: [0.5], levels: [80], samples: 0, seed: 1, fittedSteps: 0, isPacked: true },
  form: { type: 'json', order: 'made' },
} as TextTask;

/** Makes texts of 1,000 characters, and counts them. */
function source(errors: ForecastText['errors'] = []) {
  const made: ForecastText[] = [];
  const compute = async () => {
    const one = { count: 1, text: `${made.length}`.padEnd(1_000), lengths: [1_000], packed: null, errors };
    made.push(one);
    return [one];
  };
  return { made, compute };
}

test('a forecast is made twice for the same model, data, series and options, and then kept', async () => {
  const { made, compute } = source();
  const memory = new ForecastCache();
  const present = served();
  await memory.of(present, 'a', task, compute);
  expect(memory.bytes).toBe(0);
  for (let n = 0; n < 3; n++) await memory.of({ ...present }, 'a', task, compute);
  expect(made).toHaveLength(2);
  const others: [ServedModel, string, TextTask][] = [
    [{ ...present, model: {} as Model }, 'a', task],
    [{ ...present, dataset: {} as Dataset }, 'a', task],
    [present, 'b', task],
    ...(
      [
        ...[{ horizon: 3 }, { quantiles: [0.1] }, { levels: [95] }, { samples: 2 }],
        ...[{ seed: 2 }, { fittedSteps: 5 }, { isPacked: false }, { form: { type: 'lines' } }],
      ] as Partial<TextTask>[]
    ).map((change): [ServedModel, string, TextTask] => [present, 'a', { ...task, ...change }]),
  ];
  for (const [i, [model, id, other]] of others.entries()) {
    const [text] = await memory.of(model, id, other, compute);
    expect(text).toBe(made[i + 2]);
  }
  expect(made).toHaveLength(others.length + 2);
});

test('the least recently used forecasts are dropped beyond the bound', async () => {
  const { made, compute } = source();
  const memory = new ForecastCache({ bytesMax: 5_000 });
  const present = served();
  const ask = (id: string) => memory.of(present, id, task, compute);
  for (const id of ['a', 'b', 'c']) await ask(id);
  for (const id of ['a', 'b', 'a', 'c', 'a']) await ask(id);
  expect(memory.bytes).toBeLessThanOrEqual(5_000);
  expect(made).toHaveLength(6);
  await ask('b');
  expect(made).toHaveLength(7);
});

test('a call that was made long ago is not taken for a repeated one', async () => {
  const { made, compute } = source();
  const memory = new ForecastCache();
  const present = served();
  const ask = (id: string) => memory.of(present, id, task, compute);
  await ask('a');
  for (let n = 0; n < 10_000; n++) await ask(`${n}`);
  const before = made.length;
  for (let n = 0; n < 3; n++) await ask('a');
  expect(made.length - before).toBe(2);
});

test('a series that cannot be forecast is tried again', async () => {
  const { made, compute } = source([{ series_id: 'a', problem: {} as never }]);
  const memory = new ForecastCache();
  const present = served();
  for (let n = 0; n < 2; n++) await memory.of(present, 'a', task, compute);
  expect(made).toHaveLength(2);
});
