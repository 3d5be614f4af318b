import type { Dataset } from '../../api/index.ts';
import { dataset } from '../../messages/dataset.ts';
import { language, useMessages } from '../../messages/index.ts';
import { Code, Facts, formatCount, formatMoment, Panel } from '../../parts/index.ts';
import { useFrequencyFacts, Warnings } from '../../parts/tables/index.ts';

type Closure = Dataset['frequency']['closures'][number];

/** What a dataset has, how it was read, and what was remarked about it. */
export function About({ shown }: { shown: Dataset }) {
  const m = useMessages(dataset);
  const frequencyFacts = useFrequencyFacts(shown.frequency);
  const { closures } = shown.frequency;
  const isNumeric = shown.kind === 'numeric';
  return (
    <>
      <Panel title={m.tabAbout}>
        <div class="columns columns-wide">
          <Facts
            facts={[
              ['ID', <code key="id">{shown.id}</code>],
              [m.created, formatMoment(shown.created_at)],
              [m.version, formatCount(shown.version)],
              [isNumeric ? m.series : m.sequences, formatCount(shown.series_count)],
              [isNumeric ? m.values : m.symbols, formatCount(shown.point_count)],
              ...(isNumeric ? [[m.missing, formatCount(shown.missing_count)] as const] : []),
            ]}
          />
          {isNumeric && (
            <Facts
              facts={[
                [m.from, String(shown.start ?? '–')],
                [m.to, String(shown.end ?? '–')],
                ...(shown.time_zone === null ? [] : [[m.timeZone, shown.time_zone] as const]),
                ...frequencyFacts,
                [m.target, shown.reading?.target ?? shown.target],
                [m.covariates, shown.covariates.length === 0 ? m.none2 : shown.covariates.join(', ')],
              ]}
            />
          )}
        </div>
        {closures.length > 0 && (
          <>
            <h3>{m.closures}</h3>
            <ul class="dataset-closures">
              {closures.map((closure, i) => (
                <li key={i}>{closureText(closure, m)}</li>
              ))}
            </ul>
          </>
        )}
      </Panel>
      {shown.warnings.length > 0 && (
        <Panel title={m.warnings}>
          <Warnings warnings={shown.warnings} />
        </Panel>
      )}
      <Panel title={m.apiTitle}>
        <Code label="curl" text={`curl -s ${location.origin}/v1/datasets/${shown.id}`} />
      </Panel>
    </>
  );
}

function closureText(closure: Closure, m: ReturnType<typeof useMessages<(typeof dataset)['en']>>): string {
  if (closure.rule === 'easter') return m.closureEaster(closure.offset_days);
  const named = (options: Intl.DateTimeFormatOptions, year: number, month: number, day: number) =>
    new Intl.DateTimeFormat(language.value, { ...options, timeZone: 'UTC' }).format(
      new Date(Date.UTC(year, month - 1, day)),
    );
  if (closure.rule === 'month_day')
    return m.closureMonthDay(named({ month: 'long', day: 'numeric' }, 2024, closure.month, closure.day));
  // 1 January 2024 is a Monday.
  return m.closureNth(
    closure.nth,
    named({ weekday: 'long' }, 2024, 1, closure.weekday),
    named({ month: 'long' }, 2024, closure.month, 1),
  );
}
