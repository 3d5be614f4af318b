import type {
  BacktestWindow,
  Page,
  PageQuery,
  SymbolBacktestWindow,
} from '../../../contracts/schemas/index.ts';

const windowsPerRead = 200;

type Window = BacktestWindow | SymbolBacktestWindow;

/** Every window of a backtest: a line for each target, or each symbol. */
export async function* windowLines(
  read: (query: PageQuery) => Promise<Page<Window>>,
): AsyncGenerator<string> {
  let cursor: string | undefined;
  let isFirst = true;
  do {
    const page = await read({ limit: windowsPerRead, cursor });
    if (isFirst && page.data.length > 0) yield headerOf(page.data[0]);
    isFirst = false;
    if (page.data.length > 0) yield page.data.map(linesOf).join('');
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}

function headerOf(window: Window): string {
  const columns =
    'bits' in window
      ? ['series_id', 'position', 'symbol', 'bits']
      : [
          ...['series_id', 'origin', 'step', 'time', 'actual', 'median'],
          ...levelsOf(window).map((level) => `quantile_${level}`),
        ];
  return `${[...columns, ...baselinesOf(window)].join(',')}\n`;
}

function linesOf(window: Window): string {
  return 'bits' in window ? symbolLines(window) : targetLines(window);
}

function targetLines(window: BacktestWindow): string {
  const { series_id, origin, times, actual, median, quantiles, baselines } = window;
  const columns = [
    ...levelsOf(window).map((level) => quantiles[level]),
    ...baselinesOf(window).map((name) => baselines[name]),
  ];
  return times
    .map((time, h) => {
      const values = [actual[h] ?? '', median[h], ...columns.map((column) => column[h])];
      return `${[quoted(series_id), origin, h + 1, time, ...values].join(',')}\n`;
    })
    .join('');
}

function symbolLines(window: SymbolBacktestWindow): string {
  const { series_id, start, symbols, bits, baselines } = window;
  const columns = [bits, ...baselinesOf(window).map((name) => baselines[name])];
  return symbols
    .map((symbol, i) => {
      const values = [quoted(symbol ?? ''), ...columns.map((column) => column[i])];
      return `${[quoted(series_id), start + i, ...values].join(',')}\n`;
    })
    .join('');
}

/** The database does not keep the order of names. */
function levelsOf({ quantiles }: BacktestWindow): string[] {
  return Object.keys(quantiles).sort((a, b) => Number(a) - Number(b));
}

function baselinesOf({ baselines }: Window): string[] {
  return Object.keys(baselines).sort();
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
