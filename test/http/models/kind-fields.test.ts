import { expect, test } from 'vitest';
import {
  backtestInSchema,
  type DatasetHeader,
  forecastInSchema,
  hasFieldsOf,
  modelInSchema,
  numericSettingsSchema,
  symbolBacktestInSchema,
  symbolForecastInSchema,
  symbolSettingsSchema,
} from '../../../src/contracts/schemas/index.ts';
import { foreignFields } from '../../../src/http/kinds/kind-fields.ts';
import { numericSpecOf } from '../../../src/http/kinds/numeric-spec.ts';

const dataset_id = `ds_${'0'.repeat(32)}`;
const model_id = `mdl_${'0'.repeat(32)}`;

test('the fields that another kind has follow from the schemas; a default value is ignored', () => {
  const { dataset_id: _, ...settings } = modelInSchema.parse({
    ...{ dataset_id, horizon: 3, epochs: 2, quantiles: [0.5], loss: 'quantile' },
    ...{ cell: 'lstm', layers: 2, input: 'one_hot' },
  });
  const symbols = foreignFields(settings, symbolSettingsSchema, modelInSchema);
  expect(symbols).toEqual(['horizon', 'epochs', 'quantiles']);
  expect(foreignFields(settings, numericSettingsSchema, modelInSchema)).toEqual(['input']);

  const plain = backtestInSchema.parse({ model_id, refit: false, dataset_id });
  expect(foreignFields(plain, symbolBacktestInSchema, backtestInSchema)).toEqual([]);
  const refit = backtestInSchema.parse({ model_id, refit: true, windows: 3 });
  expect(foreignFields(refit, symbolBacktestInSchema, backtestInSchema)).toEqual(['windows', 'refit']);
});

test('a body is for symbols when it has a field that a forecast of series does not have', () => {
  const isOfSymbols = hasFieldsOf(symbolForecastInSchema, forecastInSchema);
  for (const field of ['context', 'top', 'length', 'beams', 'temperature'])
    expect(isOfSymbols({ [field]: 1 }), field).toBe(true);
  expect(isOfSymbols({ samples: 2, seed: 1, explain: true, horizon: 3 })).toBe(false);
});

test('members whose parameters do not fit into a checkpoint are refused by the call, with how many fit', () => {
  const header = { target: 'y', covariates: [], time_kind: 'integer', time_zone: null } as unknown;
  const specOf = (settings: object) =>
    numericSpecOf(numericSettingsSchema.parse({ horizon: 3, ...settings }), header as DatasetHeader, []);
  const deep = { cell: 'lstm', hidden_size: 512, layers: 4 };
  expect(specOf({ ...deep, members: 7 }).members).toBe(7);
  expect(specOf({ ...deep, cell: 'rnn', members: 16 }).members).toBe(16);
  expect(() => specOf({ ...deep, members: 9 })).toThrow(
    expect.objectContaining({
      code: 'request_invalid',
      message: expect.stringMatching(/240 MiB.*at most 7 members/),
    }),
  );
});
