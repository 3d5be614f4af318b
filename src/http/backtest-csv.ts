import type { BacktestWindow } from '../contracts/backtest-run.ts';
import type { Page, PageQuery } from '../contracts/page.ts';

const windowsPerRead = 200;

/** Every forecast of a backtest, a line for each target. */
export async function* windowLines(
  read: (query: PageQuery) => Promise<Page<BacktestWindow>>,
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

/** The database does not keep the order of names. */
function levelsOf({ quantiles }: BacktestWindow): string[] {
  return Object.keys(quantiles).sort((a, b) => Number(a) - Number(b));
}

function baselinesOf({ baselines }: BacktestWindow): string[] {
  return Object.keys(baselines).sort();
}

function headerOf(window: BacktestWindow): string {
  const levels = levelsOf(window).map((level) => `quantile_${level}`);
  const names = ['series_id', 'origin', 'step', 'time', 'actual', 'median', ...levels];
  return `${[...names, ...baselinesOf(window)].join(',')}\n`;
}

function linesOf(window: BacktestWindow): string {
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

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
