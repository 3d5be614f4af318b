import { forecast } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { formatCount, formatValue, Panel, Table } from '../../parts/index.ts';
import { outcomeOf } from './outcome.ts';
import type { Shown } from './shown.ts';

/** How far the forecasts were from what happened, each over those of its steps that the fan has.
 *  @param props.outcomes observed values at the times of the fan; null where none is known */
export function WhatHappened({ shown, outcomes }: { shown: Shown; outcomes: readonly (number | null)[] }) {
  const m = useMessages(forecast);
  const { by, fan, lines } = shown;
  const { times } = fan;
  const rows = [{ label: by, times, values: fan.median, interval: fan.intervals['80'] }, ...lines].map(
    (line, i) => ({ id: String(i), label: line.label, ...outcomeOf(line, { times, values: outcomes }) }),
  );
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
