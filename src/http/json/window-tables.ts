/** Windows of backtests as lines of CSV. */
import {
  type BacktestWindow,
  csvCell,
  type Formulas,
  type KindName,
  type KindTypes,
} from '../../contracts/schemas/index.ts';

interface WindowTable<Kind extends KindName> {
  columns(window: KindTypes[Kind]['window']): string[];
  /** A line for each target, or each symbol. */
  lines(window: KindTypes[Kind]['window'], formulas: Formulas): string;
}

/** A line for each target. */
const numericWindows: WindowTable<'numeric'> = {
  columns: (window) => [
    'series_id',
    'origin',
    'step',
    'time',
    'actual',
    'median',
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
const symbolWindows: WindowTable<'symbols'> = {
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

const tables: { [Kind in KindName]: WindowTable<Kind> } = { numeric: numericWindows, symbols: symbolWindows };

/** Windows as CSV. @param hasHeader whether the names of the columns come first */
export function windowTable<Kind extends KindName>(
  kind: Kind,
  windows: readonly KindTypes[Kind]['window'][],
  { formulas, hasHeader }: { formulas: Formulas; hasHeader: boolean },
): string {
  const table: WindowTable<Kind> = tables[kind];
  const header = hasHeader && windows.length > 0 ? `${table.columns(windows[0]).join(',')}\n` : '';
  return header + windows.map((window) => table.lines(window, formulas)).join('');
}

/** Quantile levels in ascending order, because the database does not keep the order of names. */
function levelsOf({ quantiles }: BacktestWindow): string[] {
  return Object.keys(quantiles).sort((a, b) => Number(a) - Number(b));
}

function baselinesOf({ baselines }: { baselines: object }): string[] {
  return Object.keys(baselines).sort();
}
