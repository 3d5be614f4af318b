import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  title: ComponentChildren;
  /** Numbers stand at the right. */
  isNumber?: boolean;
  /** It names the row. */
  isHead?: boolean;
  cell: (row: Row) => ComponentChildren;
}

/** A table of at most some hundred rows; longer lists are a `VirtualList`. It scrolls sideways where it is too wide. */
export function Table<Row>(props: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}) {
  const { label, columns, rows, keyOf } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: the keyboard scrolls it sideways
    <div role="group" class="scroll-x" aria-label={label} tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            {columns.map((column, i) => (
              <th key={i} scope="col" class={column.isNumber ? 'number' : undefined}>
                <span class="table-title">{column.title}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, i) => {
                const attributes = { class: column.isNumber ? 'number' : undefined };
                const content = column.cell(row);
                return column.isHead ? (
                  <th key={i} scope="row" {...attributes}>
                    {content}
                  </th>
                ) : (
                  <td key={i} {...attributes}>
                    {content}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
