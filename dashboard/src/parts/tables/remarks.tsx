import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Alternative, GatecastError, type Warning } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { tables } from '../../messages/tables.ts';
import { Button } from '../button.tsx';
import { formatCount } from '../format.ts';
import { Notice } from '../panel.tsx';
import { ProblemTitle, ServerText } from '../server-text.tsx';
import { ErrorNotice } from '../states.tsx';
import { textLines } from './text-lines.ts';

/** How a remark asks for another reading; without it the alternatives are only named. */
export type Choose = (alternative: Alternative) => void;

/** Something about a place of a file: the line as it is there, what is said about it, and other readings as buttons. */
function Remark(props: {
  kind: 'bad' | 'warn';
  title?: string;
  place: string | null;
  excerpt: string | undefined;
  children: ComponentChildren;
  alternatives: Alternative[];
  onChoose?: Choose;
}) {
  const m = useMessages(tables);
  const { kind, title, place, excerpt, children, alternatives, onChoose } = props;
  return (
    <li class="remark" data-kind={kind}>
      <div class="row row-spread">
        {title !== undefined && <strong>{title}</strong>}
        {place !== null && <span class="small soft">{place}</span>}
      </div>
      {excerpt !== undefined && <code class="remark-line">{excerpt === '' ? ' ' : excerpt}</code>}
      <div class="small">{children}</div>
      {onChoose !== undefined && alternatives.length > 0 && (
        <div class="row">
          {alternatives.map((alternative) => (
            <Button
              key={`${alternative.option}=${alternative.value}`}
              size="small"
              onClick={() => onChoose(alternative)}
            >
              {m.readAgainWith(`${alternative.option}=${alternative.value}`)}
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}

/** Warnings about data that were read, each beside its line. */
export function Warnings(props: { warnings: readonly Warning[]; file?: File; onChoose?: Choose }) {
  const m = useMessages(tables);
  const lineOf = useLines(props.file);
  return (
    <ul class="remarks">
      {props.warnings.map(({ code, message, line, series_id, alternatives = [] }, i) => (
        <Remark
          key={i}
          kind="warn"
          title={titleOf(code, m)}
          place={placeOf(m, line, series_id)}
          excerpt={line === null ? undefined : lineOf(line)}
          alternatives={alternatives}
          onChoose={props.onChoose}
        >
          <ServerText text={message} />
        </Remark>
      ))}
    </ul>
  );
}

/** Why the API refused a file: each fault beside its line, with what is accepted. */
export function Faults({ error, file, onChoose }: { error: Error; file?: File; onChoose?: Choose }) {
  const m = useMessages(tables);
  const lineOf = useLines(file);
  const faults = error instanceof GatecastError ? (error.problem.errors ?? []) : [];
  if (!(error instanceof GatecastError) || faults.length === 0) return <ErrorNotice error={error} />;
  return (
    <Notice kind="bad">
      <div>
        <strong>
          <ProblemTitle problem={error.problem} />.
        </strong>
      </div>
      <ul class="remarks">
        {faults.map(({ line, path, series_id, message, accepted, alternatives = [] }, i) => (
          <Remark
            key={i}
            kind="bad"
            place={placeOf(m, line ?? null, series_id ?? null) ?? path ?? null}
            excerpt={line === undefined ? undefined : lineOf(line)}
            alternatives={alternatives}
            onChoose={onChoose}
          >
            <ServerText text={`${capitalised(message)}.`} />{' '}
            {accepted !== undefined && (
              <>
                {m.acceptedIs} <ServerText text={accepted} />
              </>
            )}
          </Remark>
        ))}
      </ul>
      {faults.length >= 20 && <div class="small">{m.moreFaults(formatCount(faults.length))}</div>}
    </Notice>
  );
}

function useLines(file: File | undefined): (line: number) => string | undefined {
  const [lineOf, setLines] = useState<{ of: (line: number) => string | undefined } | null>(null);
  useEffect(() => {
    let isGone = false;
    setLines(null);
    if (file !== undefined)
      textLines(file).then((of) => {
        if (!isGone && of !== null) setLines({ of });
      });
    return () => {
      isGone = true;
    };
  }, [file]);
  return (line) => lineOf?.of(line)?.slice(0, 300);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

type Texts = ReturnType<typeof useMessages<(typeof tables)['en']>>;

function placeOf(m: Texts, line: number | null, series: string | null): string | null {
  const parts = [line !== null && m.line(formatCount(line)), series !== null && m.series(series)];
  const said = parts.filter((part) => part !== false);
  return said.length === 0 ? null : said.join(' · ');
}

function titleOf(code: Warning['code'], m: Texts): string {
  const titles: Partial<Record<Warning['code'], string>> = {
    times_sorted: m.wTimesSorted,
    gaps: m.wGaps,
    values_missing: m.wValuesMissing,
    series_constant: m.wConstant,
    columns_ignored: m.wColumnsIgnored,
    columns_missing: m.wColumnsIgnored,
    date_order_assumed: m.wDateOrder,
    decimal_assumed: m.wDecimal,
    layout_assumed: m.wLayout,
    frequency_irregular: m.wIrregular,
    times_off_grid: m.wIrregular,
    times_jittered: m.wIrregular,
    rows_without_time: m.wRowsWithoutTime,
    time_zone_unknown: m.wZone,
    time_zone_named: m.wZone,
    last_line_unfinished: m.wUnfinished,
    lines_skipped: m.wSkipped,
    lines_blank: m.wSkipped,
    missing_suspected: m.wMissingSuspected,
    values_suspected: m.wValuesSuspected,
    totals_suspected: m.wTotals,
    times_snapped: m.wSnapped,
    times_distant: m.wDistant,
    format_differs: m.wFormat,
    encoding_assumed: m.wFormat,
  };
  return titles[code] ?? m.wOther;
}
