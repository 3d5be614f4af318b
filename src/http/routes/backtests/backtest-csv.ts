import type {
  BacktestWindow,
  Formulas,
  Page,
  PageQuery,
  SymbolBacktestWindow,
} from '../../../contracts/schemas/index.ts';
import type { RequestKind } from '../../kinds/request-kind.ts';

const windowsPerRead = 200;

type Window = BacktestWindow | SymbolBacktestWindow;

/** Every window of a backtest as CSV, page by page. */
export async function* windowLines(
  table: RequestKind['windows'],
  formulas: Formulas,
  read: (query: PageQuery) => Promise<Page<Window>>,
): AsyncGenerator<string> {
  let cursor: string | undefined;
  let isFirst = true;
  do {
    const page = await read({ limit: windowsPerRead, cursor });
    if (isFirst && page.data.length > 0) yield `${table.columns(page.data[0]).join(',')}\n`;
    isFirst = false;
    if (page.data.length > 0) yield page.data.map((window) => table.lines(window, formulas)).join('');
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}
