import { useMemo, useState } from 'preact/hooks';
import { polled } from './polled.ts';
import { type Resource, useResource } from './resource.ts';

interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

interface PageQuery {
  limit: number;
  cursor?: string;
}

type PageCall<T> = (
  query: PageQuery,
  headers: Record<string, string>,
  signal: AbortSignal,
) => Promise<{ data?: Page<T>; error?: unknown; response: Response }>;

/** Rows of a page of the API at most. */
const pageMax = 500;
/** Rows that are shown at first, and that are added each time. */
const [rowsFirst, rowsStep] = [50, 150];

/** The first rows of a list. More of them are read on demand. */
export interface FirstRows<T> extends Resource<Page<T>> {
  more(): void;
}

/** Reads the first rows of a list, and with `pollMs` again and again. All rows that are shown are read anew each time,
 *  so that they belong together. `pollMs` is the pause of one page; more pages are read less often. */
export function useFirstRows<T>(
  call: PageCall<T>,
  dependencies: readonly unknown[],
  { pollMs }: { pollMs?: number } = {},
): FirstRows<T> {
  const read = useMemo(() => firstRowsReader(call), [...dependencies]);
  const [asked, setAsked] = useState({ read, count: rowsFirst });
  // Another list begins with its first rows.
  const count = asked.read === read ? asked.count : rowsFirst;
  const list = useResource((signal) => read(count, signal), [read, count], {
    ...(pollMs === undefined ? {} : { pollMs: pollMs * Math.ceil(count / pageMax) }),
    keepsValue: true,
  });
  return {
    ...list,
    more: () =>
      setAsked({ read, count: count < pageMax ? Math.min(pageMax, count + rowsStep) : count + pageMax }),
  };
}

/** Reads pages of a list from its beginning until they have `count` rows. A page that is unchanged is not sent again,
 *  and a list without changes is the same object as before. */
export function firstRowsReader<T>(
  call: PageCall<T>,
): (count: number, signal: AbortSignal) => Promise<Page<T>> {
  const pages = new Map<string, (signal: AbortSignal) => Promise<Page<T>>>();
  let last: { pages: Page<T>[]; value: Page<T> } | undefined;
  return async (count, signal) => {
    const read: Page<T>[] = [];
    const used = new Set<string>();
    let cursor: string | undefined;
    for (let rest = count; rest > 0; rest -= pageMax) {
      const query = { limit: Math.min(pageMax, rest), ...(cursor === undefined ? {} : { cursor }) };
      const name = JSON.stringify(query);
      const readPage = pages.get(name) ?? polled<Page<T>>((headers, own) => call(query, headers, own));
      pages.set(name, readPage);
      used.add(name);
      const page = await readPage(signal);
      read.push(page);
      if (page.next_cursor === null) break;
      cursor = page.next_cursor;
    }
    for (const name of pages.keys()) if (!used.has(name)) pages.delete(name);
    const isSame = last?.pages.length === read.length && read.every((page, i) => page === last?.pages[i]);
    if (last === undefined || !isSame) {
      const value = { data: read.flatMap(({ data }) => data), next_cursor: read.at(-1)?.next_cursor ?? null };
      last = { pages: read, value };
    }
    return last.value;
  };
}
