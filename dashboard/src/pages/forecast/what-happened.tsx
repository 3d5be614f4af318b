import { forecast } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { formatCount, formatValue, Panel, Table } from '../../parts/index.ts';
import { outcomeOf } from './outcome.ts';
import type { Shown } from './shown.ts';

/** How far the forecasts were from what happened, each over its own steps. */
export function WhatHappened({ shown, outcomes }: { shown: Shown; outcomes: readonly (number | null)[] }) {
  const m = useMessages(forecast);
  const rows = [
    { label: shown.by, values: shown.fan.median, interval: shown.fan.intervals['80'] },
    ...shown.lines,
  ].map((line, i) => ({ id: String(i), label: line.label, ...outcomeOf(line, outcomes) }));
  const isUneven = new Set(rows.map(({ steps }) => steps)).size > 1;
  return (
    <Panel
      title={m.whatHappened}
      note={m.whatHappenedNote(outcomes.filter((value) => value !== null).length)}
    >
      <Table
        label={m.whatHappened}
        keyOf={({ id }) => id}
        rows={rows}
        columns={[
          { title: m.forecastColumn, cell: ({ label }) => label },
          { title: m.error, isNumber: true, cell: ({ error }) => formatValue(error, 4) },
          { title: m.stepsColumn, isNumber: true, cell: ({ steps }) => formatCount(steps) },
          {
            title: m.inside80,
            isNumber: true,
            cell: ({ inside, steps }) => (inside === null ? '–' : m.inside(inside, steps)),
          },
        ]}
      />
      <p class="small faint">{m.errorHint}</p>
      {isUneven && <p class="small">{m.stepsUneven}</p>}
    </Panel>
  );
}
