import { answered } from '../../../clients/typescript/src/index.ts';
import type { BacktestWindow } from '../../../clients/typescript/src/schema.d.ts';
import { client } from './client.ts';

const pageSize = 500;

/** Reads the windows of a numeric backtest: each forecast with the observed values.
 *  @param most windows that are read */
export async function readBacktestWindows(
  backtestId: string,
  most: number,
  signal: AbortSignal,
): Promise<{ windows: BacktestWindow[]; isCut: boolean }> {
  let cursor: string | null | undefined;
  const windows: BacktestWindow[] = [];
  while (cursor !== null && windows.length < most) {
    const page = await answered(
      client.GET('/v1/backtests/{backtest_id}/windows', {
        params: {
          path: { backtest_id: backtestId },
          query: {
            limit: Math.min(pageSize, most - windows.length),
            ...(cursor === undefined ? {} : { cursor }),
          },
        },
        signal,
      }),
    );
    if (typeof page === 'string') break; // a table: the client did not ask for one
    for (const window of page.data) if ('median' in window) windows.push(window);
    cursor = page.next_cursor;
  }
  return { windows, isCut: typeof cursor === 'string' };
}
