import { useMessages } from '../../messages/index.ts';
import { parts } from '../../messages/parts.ts';
import { type Column, Fold, formatSeriesTime, formatValue, Table } from '../../parts/index.ts';
import { levels } from './reading.ts';
import type { Shown } from './shown.ts';

/** The numbers of the fan, for those who cannot see the chart or want to read them. */
export function Numbers({ shown, outcomes }: { shown: Shown; outcomes: readonly (number | null)[] }) {
  const m = useMessages(parts);
  const { fan } = shown;
  const rows = fan.times.map((time, at) => ({ time, at }));
  const range = (level: number): Column<{ at: number }> => ({
    title: m.interval(level),
    isNumber: true,
    cell: ({ at }) => {
      const interval = fan.intervals[level];
      return `${formatValue(interval?.lower[at])} – ${formatValue(interval?.upper[at])}`;
    },
  });
  return (
    <Fold title={m.showTable}>
      <Table
        label={m.showTable}
        keyOf={({ at }) => String(at)}
        rows={rows}
        columns={[
          { title: m.time, cell: ({ time }) => formatSeriesTime(time) },
          { title: m.median, isNumber: true, cell: ({ at }) => formatValue(fan.median[at]) },
          ...levels.map(range),
          { title: m.actual, isNumber: true, cell: ({ at }) => formatValue(outcomes[at]) },
        ]}
      />
    </Fold>
  );
}
