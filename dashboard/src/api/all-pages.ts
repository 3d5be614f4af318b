import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { isOnline } from './connection.ts';
import { type Failure, failureOf } from './failure.ts';
import { key } from './key.ts';

interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

/** A whole list, as far as it has been read. */
export interface AllPages<T> {
  rows: ReadonlySignal<readonly T[]>;
  isComplete: ReadonlySignal<boolean>;
  /** Why the next page could not be read. */
  failure: ReadonlySignal<Failure | null>;
  reload(): void;
}

/** Reads all pages of a list one after the other while the component is shown; again when `dependencies` change.
 *  For lists that are searched in the page, such as 10,000 series.
 *  @param options.version of what the list shows: when it changes, the rows stay while they are read again */
export function useAllPages<T>(
  page: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  dependencies: readonly unknown[],
  { version }: { version?: unknown } = {},
): AllPages<T> {
  const list = useMemo(() => createList(page), [...dependencies]);
  useEffect(() => list.start(), [list]);
  const read = useRef({ list, version });
  useEffect(() => {
    const isOlder = read.current.list === list && read.current.version !== version;
    read.current = { list, version };
    if (isOlder) list.reload();
  }, [list, version]);
  return list;
}

/** The list behind `useAllPages`, which starts and stops it. */
export function createList<T>(
  page: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
): AllPages<T> & { start(): () => void } {
  const rows = signal<readonly T[]>([]);
  const isComplete = signal(false);
  const failure = signal<Failure | null>(null);
  let run = new AbortController();

  const read = async (signal: AbortSignal) => {
    let cursor: string | undefined;
    let found: T[] = [];
    isComplete.value = false;
    try {
      do {
        const { data, next_cursor } = await page(cursor, signal);
        if (signal.aborted) return;
        found = [...found, ...data];
        // Rows that are shown stay until as many have been read again.
        if (found.length >= rows.peek().length || next_cursor === null) rows.value = found;
        failure.value = null;
        cursor = next_cursor ?? undefined;
      } while (cursor !== undefined);
      isComplete.value = true;
    } catch (thrown) {
      if (!signal.aborted) failure.value = failureOf(thrown);
    }
  };
  const reload = () => {
    run.abort();
    run = new AbortController();
    void read(run.signal);
  };
  return {
    rows,
    isComplete,
    failure,
    reload,
    start() {
      let shownKey = key.peek();
      const stop = effect(() => {
        if (key.value !== shownKey) rows.value = [];
        shownKey = key.value;
        if (isOnline.value && (!isComplete.peek() || rows.peek().length === 0)) reload();
      });
      return () => {
        stop();
        run.abort();
      };
    },
  };
}
