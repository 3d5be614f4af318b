import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';

/** A long list, of which only the rows in view are drawn.
 *  @param onNearEnd called when the last rows come into view, to read the next page */
export function VirtualList<Row>(props: {
  label: string;
  rows: readonly Row[];
  rowHeight: number;
  height: number;
  keyOf: (row: Row) => string;
  /** Rows in the whole list, where more can be read. */
  count?: number;
  onNearEnd?: () => void;
  children: (row: Row, index: number) => ComponentChildren;
}) {
  const { label, rows, rowHeight, height, keyOf, count = rows.length, onNearEnd, children } = props;
  const place = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer((n: number, _: undefined) => n + 1, 0);
  const options = {
    count: rows.length,
    getScrollElement: () => place.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLDivElement, HTMLElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  const shown: VirtualItem[] = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;
  const isNearEnd = rows.length > 0 && last >= rows.length - 20;
  useLayoutEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, rows.length, onNearEnd]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: the keyboard scrolls it
    <div role="group" ref={place} class="virtual" style={{ height }} tabIndex={0} aria-label={label}>
      <ul class="virtual-space" style={{ height: virtualizer.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <li
              key={keyOf(row)}
              class="virtual-row"
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              aria-setsize={count}
              aria-posinset={index + 1}
            >
              {children(row, index)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
