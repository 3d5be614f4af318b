import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { DatasetPreview, SeriesPreview } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { start } from '../../messages/start.ts';
import { LineChart } from '../../parts/charts/index.ts';
import { Facts, formatCount, Select } from '../../parts/index.ts';
import { FirstRows, useFrequencyFacts } from '../../parts/tables/index.ts';
import { targetNameOf } from './names.ts';

/** How a file was read: a sentence, a drawing, facts, and its first rows. */
export function Understood({ preview }: { preview: DatasetPreview }) {
  return preview.kind === 'symbols' ? <Symbols preview={preview} /> : <Numbers preview={preview} />;
}

function Numbers({ preview }: { preview: DatasetPreview }) {
  const m = useMessages(start);
  const { reading, time_kind, time_zone, covariates, missing_count, warnings } = preview;
  const target = targetNameOf(preview);
  const hasGaps = warnings.some(({ code }) => code === 'gaps');
  const frequencyFacts = useFrequencyFacts(preview.frequency);
  const kinds = { date: m.kindDate, instant: m.kindInstant, integer: m.kindInteger };
  const [from, to] = [String(preview.start ?? ''), String(preview.end ?? '')];
  const count = formatCount(preview.point_count);
  const timeText =
    reading === null ? kinds[time_kind] : m.factTimeKinds(timeColumns(reading), kinds[time_kind]);
  return (
    <>
      <p class="start-sentence">
        {preview.series_count === 1
          ? m.sentenceOne(count, from, to)
          : m.sentence(count, formatCount(preview.series_count), from, to)}
      </p>
      <Overview series={preview.preview} />
      <div class="columns">
        <Facts
          facts={[
            [m.factTime, time_zone === null ? timeText : `${timeText}, ${m.zone(time_zone)}`],
            [m.factTarget, target],
            [m.factCovariates, covariates.length === 0 ? m.none : covariates.join(', ')],
            ...(reading !== null && reading.id_columns.length > 0
              ? [[m.factSeries, reading.id_columns.join(', ')] as const]
              : []),
          ]}
        />
        <Facts
          facts={[
            ...frequencyFacts,
            [m.factEmpty, missing_count === 0 ? m.none : formatCount(missing_count)],
            ...(hasGaps ? [[m.factAbsent, m.listedBelow] as const] : []),
          ]}
        />
      </div>
      <h3>{m.firstRows}</h3>
      <FirstRows label={m.firstRows} series={preview.preview} target={target} />
    </>
  );
}

function timeColumns({ time_column, time_columns = [] }: NonNullable<DatasetPreview['reading']>): string {
  return time_columns.length === 0 ? time_column : time_columns.map(({ column }) => column).join(', ');
}

function Overview({ series }: { series: readonly SeriesPreview[] }) {
  const m = useMessages(start);
  const shownId = useSignal(series[0]?.id ?? '');
  const shown = series.find(({ id }) => id === shownId.value) ?? series[0];
  const drawn = useMemo(() => {
    const { times = [], values = [] } = shown?.overview ?? {};
    return {
      x: times,
      lines: [{ label: shown?.id ?? '', values, colour: '--chart-history' as const }],
    };
  }, [shown]);
  if (shown === undefined) return null;
  return (
    <>
      {series.length > 1 && (
        <Select
          label={m.shownSeries}
          options={series.map(({ id }) => ({ value: id, label: id }))}
          value={shown.id}
          onChange={(id) => {
            shownId.value = id;
          }}
        />
      )}
      <LineChart label={m.chartLabel(shown.id)} {...drawn} height={220} />
    </>
  );
}

function Symbols({ preview }: { preview: DatasetPreview }) {
  const m = useMessages(start);
  return (
    <>
      <p class="start-sentence">
        {m.sentenceSymbols(
          formatCount(preview.point_count),
          formatCount(preview.series_count),
          formatCount(preview.symbols?.vocabulary_size ?? 0),
        )}
      </p>
      <h3>{m.firstRows}</h3>
      <dl class="facts">
        {preview.sequences.map(({ id, symbols }) => [
          <dt key={id}>{id}</dt>,
          <dd key={`${id} symbols`} class="start-sequence">
            {symbols.map((symbol) => symbol ?? '?').join(preview.symbols?.unit === 'word' ? ' ' : '')} …
          </dd>,
        ])}
      </dl>
    </>
  );
}
