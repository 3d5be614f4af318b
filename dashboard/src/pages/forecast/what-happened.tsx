import { forecast } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { formatValue, Panel, Table } from '../../parts/index.ts';
import { meanError } from './reading.ts';
import type { Shown } from './shown.ts';

/** How far the forecasts were from what happened. */
export function WhatHappened({ shown, outcomes }: { shown: Shown; outcomes: readonly (number | null)[] }) {
  const m = useMessages(forecast);
  const steps = outcomes.filter((value) => value !== null).length;
  const rows = [
    { label: shown.by, values: shown.fan.median, interval: shown.fan.intervals['80'] },
    ...shown.lines,
  ].map(({ label, values, interval }) => ({
    ...{ label, error: meanError(values, outcomes) },
    inside: interval === undefined ? '–' : m.inside(insideOf(interval, outcomes), steps),
  }));
  return (
    <Panel title={m.whatHappened} note={m.whatHappenedNote(steps)}>
      <Table
        label={m.whatHappened}
        keyOf={({ label }) => label}
        rows={rows}
        columns={[
          { title: m.forecastColumn, cell: ({ label }) => label },
          { title: m.error, isNumber: true, cell: ({ error }) => formatValue(error, 4) },
          { title: m.inside80, isNumber: true, cell: ({ inside }) => inside },
        ]}
      />
      <p class="small faint">{m.errorHint}</p>
    </Panel>
  );
}

function insideOf(
  { lower, upper }: { lower: readonly number[]; upper: readonly number[] },
  outcomes: readonly (number | null)[],
): number {
  return outcomes.filter((value, i) => {
    const [low, high] = [lower[i], upper[i]];
    return value !== null && low !== undefined && high !== undefined && value >= low && value <= high;
  }).length;
}
