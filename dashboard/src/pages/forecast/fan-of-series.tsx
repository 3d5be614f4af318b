import { useMemo, useState } from 'preact/hooks';
import { type SeriesSummary, useKept, useResource } from '../../api/index.ts';
import { forecast as texts } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { FanChart } from '../../parts/charts/index.ts';
import {
  Badge,
  Button,
  ErrorNotice,
  ErrorText,
  earlyTime,
  FailureState,
  indexUntil,
  Notice,
  Panel,
  pointsUntil,
  ServerText,
  Skeleton,
} from '../../parts/index.ts';
import { query, setQuery } from '../../shell/index.ts';
import { AsOf } from './as-of.tsx';
import { valuesAt } from './by-time.ts';
import { Compare, comparedLines, comparisonsOf, ModelsMissing } from './compare.tsx';
import { InWords } from './in-words.tsx';
import { partsAt } from './read-parts.ts';
import {
  type Comparable,
  callOf,
  forecast,
  type Offer,
  readComparable,
  type Source,
  type Tail,
} from './reading.ts';
import type { Shown } from './shown.ts';
import { Take } from './take.tsx';
import { WhatHappened } from './what-happened.tsx';
import { fanInWords } from './words.ts';

/** History that is drawn at least, in steps. */
const historyMin = 60;
const nothing: Comparable = { models: [], failure: null };

/** The fan from a time that the reader chooses, with what has happened since, and other forecasts. */
export function FanOfSeries(props: {
  offer: Offer;
  source: Source;
  series: SeriesSummary;
  points: Tail;
  horizon: number;
}) {
  const m = useMessages(texts);
  const { offer, source, series, points, horizon } = props;
  const last = points.times.length - 1;
  // The forecast stays where it was made while observations arrive.
  const [pinned, pin] = useState(points.times[last]);
  const asOf = query.value.get('as_of');
  const madeAt = asOf ?? pinned ?? null;
  const origin = indexUntil(points, madeAt);
  // A time before the points that were read is asked for as it stands in the address.
  const early = earlyTime(points, madeAt);
  const isNewest = origin === last;
  const callTime = early ?? (isNewest ? null : (points.times[origin] ?? null));
  const back = Math.min(last - 1, Math.max(historyMin, 5 * horizon));

  const others = useResource(
    (signal) => readComparable(offer, source, signal),
    [offer, source.model?.id, source.dataset.id],
  );
  const { models, failure } = useKept(others) ?? nothing;
  const comparisons = useMemo(
    () => comparisonsOf(m, models, source, points.values.slice(0, origin + 1)),
    [m, models, source, points, origin],
  );
  const chosen = (query.value.get('with') ?? '')
    .split(',')
    .filter((name) => comparisons.some((one) => one.name === name));
  const call = callOf(source, {
    series: series.id,
    horizon,
    asOf: callTime,
  });
  const key = JSON.stringify([call, origin, points.version]);
  const answer = useResource(
    async (signal) => ({ fan: await forecast(call, signal), key, points, origin, early }),
    [key, source.model?.status],
  );
  const compared = useResource(
    async (signal) => {
      const wanted = comparisons.filter(({ name }) => chosen.includes(name));
      const options = { series: series.id, horizon, points, origin, asOf: callTime };
      return { ...(await comparedLines(wanted, source, options, signal)), key };
    },
    [key, chosen.join()],
  );
  const state = answer.state.value;
  const found = useKept(answer);
  const drawn = useKept(compared);

  const shown = useMemo((): Shown | null => {
    if (found === null) return null;
    const { fan, points, origin, early } = found;
    const parts = partsAt(points, origin, back + Math.max(historyMin, 2 * horizon));
    return {
      series: series.id,
      by: fan.method === 'instant' ? m.isInstant : (source.model?.name ?? ''),
      history: parts.history,
      // The observations that were read may begin long after an early fan.
      actual: early === null ? parts.actual : pointsUntil(parts.actual, fan.times.at(-1)!),
      fan,
      // Lines from another time would not belong to this fan.
      lines: drawn?.key === found.key ? drawn.lines : [],
    };
  }, [found, drawn, back, horizon, m]);

  // The frame says that the service is away; what was read stays.
  const isAway = state.status === 'offline' && shown !== null;
  if (state.status !== 'ready' && state.status !== 'loading' && !isAway)
    return (
      <Panel title={m.chart}>
        {state.status === 'error' ? (
          <ErrorNotice error={state.error} />
        ) : (
          <FailureState failure={state} onRetry={() => void answer.reload()} />
        )}
        <AsOf points={points} back={back} origin={origin} early={early} />
      </Panel>
    );
  if (shown === null)
    return (
      <Panel title={m.chart}>
        <Skeleton hasBlock />
      </Panel>
    );
  const steps = shown.fan.times.length;
  const wanted = Number(query.value.get('step'));
  const step = Number.isInteger(wanted) && wanted >= 1 ? Math.min(wanted, steps) : steps;
  const outcomes = valuesAt(shown.fan.times, shown.actual);
  const sentences = fanInWords(m, shown.fan, source.dataset.frequency, step, outcomes[step - 1]);
  const arrived = asOf === null ? last - origin : 0;
  return (
    <>
      <Panel
        title={m.chart}
        note={<Badge kind={shown.fan.method === 'instant' ? 'plain' : 'accent'}>{shown.by}</Badge>}
        actions={
          source.model?.status === 'ready' && (
            <a
              class="button button-small"
              href={`/app/memory/${source.model.id}?series=${encodeURIComponent(series.id)}`}
            >
              {m.howItRemembers}
            </a>
          )
        }
      >
        {arrived > 0 && (
          <Notice kind="good">
            <div class="row row-spread">
              <span>{m.arrived(arrived)}</span>
              <Button size="small" onClick={() => pin(points.times[last])}>
                {m.forecastAgain}
              </Button>
            </div>
          </Notice>
        )}
        <div aria-busy={state.status === 'loading'}>
          <FanChart
            label={m.chartLabel(series.id, sentences[0] ?? '')}
            history={shown.history}
            fan={shown.fan}
            {...(shown.actual.times.length > 0 ? { actual: shown.actual } : {})}
            lines={shown.lines}
            height={380}
          />
        </div>
        <AsOf
          points={points}
          back={back}
          origin={origin}
          early={early}
          onNewest={() => pin(points.times[last])}
        />
        {early !== null && <p class="small soft">{m.earlyNote}</p>}
        {!isNewest && shown.fan.method === 'trained' && <p class="small soft">{m.knewThis}</p>}
        <Compare comparisons={comparisons} chosen={chosen} />
        {failure !== null && <ModelsMissing error={failure} onRetry={() => void others.reload()} />}
      </Panel>
      <div class="columns columns-wide">
        <InWords
          sentences={sentences}
          step={step}
          steps={steps}
          onStep={(to) => setQuery({ step: String(to) })}
        />
        {outcomes.some((value) => value !== null) && <WhatHappened shown={shown} outcomes={outcomes} />}
      </div>
      {[...shown.fan.warnings, ...(drawn?.faults ?? [])].length > 0 && (
        <Panel title={m.remarks}>
          <ul>
            {shown.fan.warnings.map((text) => (
              <li key={text}>
                <ServerText text={text} />
              </li>
            ))}
            {drawn?.faults.map(({ label, error }) => (
              <li key={label}>
                {label}: <ErrorText error={error} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Take shown={shown} call={call} />
    </>
  );
}
