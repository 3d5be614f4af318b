import { useState } from 'preact/hooks';
import type { Contribution } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { memory } from '../../messages/memory.ts';
import { BarChart } from '../../parts/charts/index.ts';
import {
  Field,
  Figure,
  Fold,
  formatSeriesTime,
  formatTogether,
  formatValue,
  Panel,
  Table,
} from '../../parts/index.ts';
import type { Explained } from './models.ts';

const barWidth = 12;
const height = 180;

/** What each observation adds to a chosen step of one forecast. */
export function Why({ explained }: { explained: Explained }) {
  const m = useMessages(memory);
  const { times, explanation } = explained;
  const { forecast, baseline, contributions, explains } = explanation;
  const [wanted, choose] = useState(1);
  const step = Math.min(wanted, forecast.length);
  const at = step - 1;
  const lags = contributions.filter(({ source }) => source === 'lag').toReversed();
  const others = contributions.filter(({ source }) => source !== 'lag');
  const [result, neutral] = [forecast[at] ?? 0, baseline[at] ?? 0];
  const added = result - neutral;
  const inUnits = formatTogether([result, neutral]);
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${formatValue(Math.abs(value), 3)}`;
  const largest = lags.reduce<Contribution | undefined>(
    (most, one) => (Math.abs(one.values[at] ?? 0) > Math.abs(most?.values[at] ?? 0) ? one : most),
    lags[0],
  );
  return (
    <Panel title={m.whyTitle} note={m.whyNote}>
      <div class="memory-figures">
        <Figure label={m.baseline} value={inUnits(neutral)} note={m.baselineNote} />
        <span class="memory-sign" aria-hidden="true">
          +
        </span>
        <Figure label={m.news} value={signed(added)} note={m.newsNote} />
        <span class="memory-sign" aria-hidden="true">
          =
        </span>
        <Figure
          label={explains === 'median' ? m.result : m.resultWidthName}
          value={inUnits(result)}
          note={explains === 'median' ? m.resultMedian : m.resultWidth}
        />
      </div>
      <Bars
        label={m.whyLabel(largest?.time == null ? '–' : formatSeriesTime(largest.time))}
        values={lags.map(({ values }) => values[at] ?? 0)}
        first={lags[0]?.time ?? null}
        last={lags.at(-1)?.time ?? null}
      />
      {others.length > 0 && (
        <>
          <h3>{m.whyOther}</h3>
          <BarChart
            label={m.whyOther}
            bars={others.map(({ source, name, values }) => {
              const value = values[at] ?? 0;
              return {
                label: source === 'context' ? m.whyContext : (name ?? source),
                value,
                kind: value < 0 ? ('bad' as const) : ('good' as const),
                text: signed(value),
              };
            })}
          />
        </>
      )}
      {forecast.length > 1 && (
        <Field
          label={m.whyStep}
          hint={`${m.stepOf(step, forecast.length)} · ${formatSeriesTime(times[at] ?? step)}`}
        >
          {(ids) => (
            <input
              {...ids}
              class="memory-slider"
              type="range"
              min={1}
              max={forecast.length}
              value={step}
              onInput={({ currentTarget }) => choose(Number(currentTarget.value))}
            />
          )}
        </Field>
      )}
      <Fold title={m.whyTable}>
        <Table
          label={m.whyTitle}
          keyOf={({ lag }) => String(lag)}
          rows={lags.toReversed()}
          columns={[
            { title: m.lag, isNumber: true, cell: ({ lag }) => lag },
            { title: m.time, cell: ({ time }) => (time === null ? '–' : formatSeriesTime(time)) },
            { title: m.adds, isNumber: true, cell: ({ values }) => signed(values[at] ?? 0) },
          ]}
        />
      </Fold>
    </Panel>
  );
}

/** Bars up and down, one for each observation. */
function Bars(props: {
  label: string;
  values: readonly number[];
  first: string | number | null;
  last: string | number | null;
}) {
  const { label, values, first, last } = props;
  const [high, low] = [Math.max(0, ...values), Math.min(0, ...values)];
  const y = (value: number) => (height * (high - value)) / (high - low || 1);
  const width = Math.max(1, values.length) * barWidth;
  return (
    <figure class="stack stack-tight">
      <svg
        class="memory-why"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {values.map((value, i) => (
          <rect
            key={i}
            class={value < 0 ? 'memory-why-minus' : 'memory-why-plus'}
            x={i * barWidth + 2}
            y={Math.min(y(0), y(value))}
            width={barWidth - 4}
            height={Math.max(0.5, Math.abs(y(value) - y(0)))}
          />
        ))}
        <path class="bar-zero" d={`M0 ${y(0)}H${width}`} />
      </svg>
      <figcaption class="row row-spread small faint">
        <span>{first === null ? '' : formatSeriesTime(first)}</span>
        <span>{last === null ? '' : formatSeriesTime(last)}</span>
      </figcaption>
    </figure>
  );
}
