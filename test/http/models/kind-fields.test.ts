import { expect, test } from 'vitest';
import {
  backtestInSchema,
  forecastInSchema,
  hasFieldsOf,
  modelInSchema,
  numericSettingsSchema,
  symbolBacktestInSchema,
  symbolForecastInSchema,
  symbolSettingsSchema,
} from '../../../src/contracts/schemas/index.ts';
import { foreignFields } from '../../../src/http/kinds/kind-fields.ts';

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
