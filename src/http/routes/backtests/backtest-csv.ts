import type { StoredWindows } from '../../../contracts/ports/index.ts';
import type { Formulas, KindName, PageQuery } from '../../../contracts/schemas/index.ts';
import { writtenText } from '../../routing/written-json.ts';

const windowsPerRead = 200;

/** Every window of a backtest as CSV, page by page. Threads write large pages. */
export async function* windowLines(
  kind: KindName,
  formulas: Formulas,
  read: (query: PageQuery) => Promise<StoredWindows>,
): AsyncGenerator<string | Buffer> {
  let cursor: string | undefined;
  let hasHeader = true;
  do {
    const { texts, next_cursor } = await read({ limit: windowsPerRead, cursor });
    const bytes = texts.reduce((sum, { length }) => sum + length, 0);
    if (texts.length > 0)
      yield await writtenText('windowsTable', { texts, kind, formulas, hasHeader }, bytes);
    hasHeader = false;
    cursor = next_cursor ?? undefined;
  } while (cursor !== undefined);
}
