import { useMemo, useState } from 'preact/hooks';
import { useMessages } from '../messages/index.ts';
import { parts } from '../messages/parts.ts';
import { Button } from './button.tsx';
import { formatCount, formatSeriesTime, formatTogether, formatValue } from './format.ts';
import { fileName, saveFile } from './save-file.ts';
import { Table } from './table.tsx';
import { csvFileOf } from './text/csv.ts';

type Values = readonly (number | string | null | undefined)[];

/** One column of numbers, or a range: one column with its lower and upper ends. */
export interface ChartColumn {
  title: string;
  values: Values | { lower: Values; upper: Values };
  format?: (value: number) => string;
}

/** The numbers of a chart: what stands at each place of its x axis. */
export interface ChartNumbers {
  /** Title of the first column. */
  xTitle: string;
  /** Times of the API, integers, or names. */
  x: readonly (number | string)[];
  columns: readonly ChartColumn[];
  /** Index of the row that is shown first, by default the first one; `end` shows the last rows. */
  start?: number | 'end';
}

const isTime = /^\d{4}-\d{2}-\d{2}(T|$)/;
/** Rows that are shown at once. */
const rowsMax = 50;

/** The numbers of a chart, folded away below it, for those who cannot see it or want to read it: some rows at a time,
 *  and all of them as a file. */
export function ChartTable({ label, numbers }: { label: string; numbers: ChartNumbers }) {
  const m = useMessages(parts);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details class="fold" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary aria-label={`${m.showTable}: ${label}`}>{m.showTable}</summary>
      {isOpen && <Rows label={label} numbers={numbers} />}
    </details>
  );
}

function Rows({ label, numbers }: { label: string; numbers: ChartNumbers }) {
  const m = useMessages(parts);
  const { xTitle, x, columns, start } = numbers;
  const [chosen, setChosen] = useState<number | null>(null);
  const wanted = chosen ?? (start === 'end' ? x.length - rowsMax : (start ?? 0));
  const first = Math.max(0, Math.min(wanted, x.length - 1));
  const rows = Array.from({ length: Math.min(rowsMax, x.length - first) }, (_, i) => first + i);
  const nameOf = (row: number) => {
    const at = x[row] ?? '';
    if (typeof at === 'string') return isTime.test(at) ? formatSeriesTime(at) : at;
    return Number.isInteger(at) ? formatSeriesTime(at) : formatValue(at);
  };
  const formats = useMemo(() => columns.map(formatOf), [columns]);
  const save = () => saveFile(fileOf(numbers, m), fileName(label, 'csv', 'chart'));
  return (
    <div class="stack stack-tight chart-table">
      <Table
        label={label}
        rows={rows}
        keyOf={String}
        columns={[
          { title: xTitle, isHead: true, cell: nameOf },
          ...columns.map((column, i) => ({
            title: column.title,
            isNumber: true,
            cell: (row: number) => textOf(column, row, formats[i] ?? formatValue),
          })),
        ]}
      />
      <div class="row row-spread">
        <span class="small soft" role="status">
          {m.rowsShown(formatCount(first + 1), formatCount(first + rows.length), formatCount(x.length))}
        </span>
        <div class="row">
          {rows.length < x.length && (
            <>
              <Button
                size="small"
                disabled={first === 0}
                onClick={() => setChosen(Math.max(0, first - rowsMax))}
              >
                {m.rowsBefore}
              </Button>
              <Button
                size="small"
                disabled={first + rowsMax >= x.length}
                onClick={() => setChosen(first + rowsMax)}
              >
                {m.rowsAfter}
              </Button>
            </>
          )}
          <Button size="small" onClick={save}>
            {m.rowsCsv(formatCount(x.length))}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** All numbers of a column have the digits that tell them apart. */
function formatOf({ values, format }: ChartColumn): (value: number) => string {
  if (format !== undefined) return format;
  const all = 'lower' in values ? [...values.lower, ...values.upper] : values;
  return formatTogether(all.filter((value) => typeof value === 'number'));
}

function textOf({ values }: ChartColumn, row: number, format: (value: number) => string): string {
  const text = (value: Values[number]) =>
    typeof value === 'number' ? format(value) : (value ?? '–').toString();
  if (!('lower' in values)) return text(values[row]);
  return values.lower[row] == null ? '–' : `${text(values.lower[row])} – ${text(values.upper[row])}`;
}

/** All rows, with the numbers as they are. */
function fileOf(
  { xTitle, x, columns }: ChartNumbers,
  m: { lowerOf: (title: string) => string; upperOf: (title: string) => string },
): Blob {
  const flat = columns.flatMap(({ title, values }) =>
    'lower' in values
      ? [
          { title: m.lowerOf(title), values: values.lower },
          { title: m.upperOf(title), values: values.upper },
        ]
      : [{ title, values }],
  );
  return csvFileOf([
    [xTitle, ...flat.map(({ title }) => title)],
    ...x.map((at, row) => [at, ...flat.map(({ values }) => values[row])]),
  ]);
}
