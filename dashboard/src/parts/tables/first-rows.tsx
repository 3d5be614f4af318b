import type { SeriesPreview } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { parts } from '../../messages/parts.ts';
import { formatStored } from '../format.ts';
import { Table } from '../table.tsx';

/** The first observations of the first series, as they were read. */
export function FirstRows(props: { label: string; series: readonly SeriesPreview[]; target: string }) {
  const m = useMessages(parts);
  const { label, series, target } = props;
  const rows = series.flatMap(({ id, times, values, covariates }) =>
    times.map((time, i) => ({ id, time, value: values[i] ?? null, covariates, i })),
  );
  const names = [...new Set(series.flatMap(({ covariates }) => Object.keys(covariates)))];
  return (
    <Table
      label={label}
      rows={rows}
      keyOf={({ id, time }) => `${id} ${time}`}
      columns={[
        ...(series.length > 1 ? [{ title: m.series, cell: ({ id }: { id: string }) => id }] : []),
        { title: m.time, cell: ({ time }) => <span class="nowrap">{time}</span> },
        { title: target, isNumber: true, cell: ({ value }) => formatStored(value) },
        ...names.map((name) => ({
          title: name,
          isNumber: true,
          cell: ({ covariates, i }: (typeof rows)[number]) => formatStored(covariates[name]?.[i]),
        })),
      ]}
    />
  );
}
