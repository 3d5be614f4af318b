import { expect, test } from 'vitest';
import { limits } from '../../src/contracts/values/limits.ts';
import { backtestSymbols } from '../../src/sequences/evaluation/backtest.ts';
import { type Supervision, unsupervised } from '../../src/training/index.ts';
import { letters, runSymbols, succeeded, symbolSpec } from './support.ts';

const { vocabulary, sequences } = letters(['abcab', 'bcabc', 'cabca']);
const spec = symbolSpec({ hidden_size: 8, embedding_size: 4, steps: 10 });
const { weights } = succeeded(await runSymbols({ spec, vocabulary, sequences }));

function run(other: ReturnType<typeof letters>, order: ReturnType<Supervision['order']> = 'run') {
  const task = { weights, sequences, other, kernel: null };
  return backtestSymbols(task, { ...unsupervised(), order: () => order });
}

test('a backtest scores as many symbols as the bound allows and reports how many are left out', () => {
  const long = 'abc'.repeat(100_000);
  const outcome = run(letters([long, long]));
  if (outcome.status !== 'succeeded') throw new Error(JSON.stringify(outcome));
  const { summary, series } = outcome.report;
  expect(summary).toMatchObject({
    symbols: limits.backtestSymbolsMax,
    left_out: 2 * long.length - limits.backtestSymbolsMax,
    sequences: 2,
  });
  expect(series.map(({ symbols }) => symbols).sort()).toEqual([200_000, 300_000]);
  expect(outcome.windows.flatMap(({ bits }) => bits)).toHaveLength(limits.backtestSymbolsMax);
  expect(outcome.windows).toHaveLength(limits.backtestSymbolsMax / limits.backtestWindowSymbols);
});

test('a cancel or a suspension ends a backtest', () => {
  expect(run(letters(['abcabc']), 'cancel')).toEqual({ status: 'cancelled' });
  expect(run(letters(['abcabc']), 'suspend')).toEqual({ status: 'suspended' });
});

test('all symbols of another vocabulary are unknown', () => {
  const outcome = run(letters(['xyz', 'axa']));
  if (outcome.status !== 'succeeded') throw new Error(JSON.stringify(outcome));
  expect(outcome.report.summary).toMatchObject({ symbols: 6, unknown: 4 });
  expect(outcome.windows[0].symbols).toEqual([null, null, null]);
});
