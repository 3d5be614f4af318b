/** Windows of backtests as lines of CSV. */
import { type BacktestWindow, csvCell } from '../../contracts/schemas/index.ts';
import type { RequestKind } from './request-kind.ts';

/** A line for each target. */
export const numericWindows: RequestKind<'numeric'>['windows'] = {
  columns: (window) => [
    ...['series_id', 'origin', 'step', 'time', 'actual', 'median'],
    ...levelsOf(window).map((level) => `quantile_${level}`),
    ...baselinesOf(window),
  ],
  lines(window, formulas) {
    const { series_id, origin, times, actual, median, quantiles, baselines } = window;
    const columns = [
      ...levelsOf(window).map((level) => quantiles[level]),
      ...baselinesOf(window).map((name) => baselines[name]),
    ];
    return times
      .map((time, h) => {
        const values = [actual[h] ?? '', median[h], ...columns.map((column) => column[h])];
        return `${[csvCell(series_id, formulas), origin, h + 1, time, ...values].join(',')}\n`;
      })
      .join('');
  },
};

/** A line for each symbol. */
export const symbolWindows: RequestKind<'symbols'>['windows'] = {
  columns: (window) => ['series_id', 'position', 'symbol', 'bits', ...baselinesOf(window)],
  lines(window, formulas) {
    const { series_id, start, symbols, bits, baselines } = window;
    const columns = [bits, ...baselinesOf(window).map((name) => baselines[name])];
    return symbols
      .map((symbol, i) => {
        const values = [csvCell(symbol ?? '', formulas), ...columns.map((column) => column[i])];
        return `${[csvCell(series_id, formulas), start + i, ...values].join(',')}\n`;
      })
      .join('');
  },
};

/** Quantile levels in ascending order, because the database does not keep the order of names. */
function levelsOf({ quantiles }: BacktestWindow): string[] {
  return Object.keys(quantiles).sort((a, b) => Number(a) - Number(b));
}

function baselinesOf({ baselines }: { baselines: object }): string[] {
  return Object.keys(baselines).sort();
}
