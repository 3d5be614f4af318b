import type { ComponentChildren } from 'preact';
import { ChartTable } from '../../parts/index.ts';

export interface ColumnBar {
  key: string;
  /** Where the column stands, in words. */
  name: string;
  value: number;
  /** The value as it is written. */
  text: string;
  /** Below the column. */
  label?: string;
  isHigh?: boolean;
}

/** Columns beside each other, such as a histogram, with a line at the value that would be ideal. */
export function Columns(props: {
  label: string;
  /** What stands on the axis, and what the columns measure. */
  titles: readonly [string, string];
  columns: readonly ColumnBar[];
  ideal?: number;
  idealText?: string;
  /** Texts at the left and the right end below the columns. */
  ends?: readonly [ComponentChildren, ComponentChildren];
}) {
  const { label, titles, columns, ideal, idealText, ends } = props;
  const top = 1.08 * Math.max(...columns.map(({ value }) => value), ideal ?? 0, Number.MIN_VALUE);
  const hasLabels = columns.some(({ label }) => label !== undefined);
  return (
    <figure class="stack stack-tight">
      <div class="model-columns" role="img" aria-label={label}>
        {columns.map(({ key, name, value, text, isHigh }) => (
          <span key={key} class="model-column" title={`${name}: ${text}`} data-high={isHigh}>
            <span style={{ height: `${(100 * value) / top}%` }} />
          </span>
        ))}
        {ideal !== undefined && (
          <span class="model-ideal" style={{ bottom: `${(100 * ideal) / top}%` }}>
            <span>{idealText}</span>
          </span>
        )}
      </div>
      {hasLabels && (
        <div class="model-column-labels" aria-hidden="true">
          {columns.map(({ key, label }) => (
            <span key={key}>{label}</span>
          ))}
        </div>
      )}
      {ends !== undefined && (
        <figcaption class="row row-spread small faint">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </figcaption>
      )}
      <ChartTable
        label={label}
        numbers={{
          xTitle: titles[0],
          x: columns.map(({ name }) => name),
          columns: [{ title: titles[1], values: columns.map(({ text }) => text) }],
        }}
      />
    </figure>
  );
}
