import { forecast as texts } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { parts } from '../../messages/parts.ts';
import { FanChart } from '../../parts/charts/index.ts';
import {
  Badge,
  Button,
  ErrorNotice,
  ErrorText,
  FailureState,
  Notice,
  Panel,
  ServerText,
  Skeleton,
} from '../../parts/index.ts';
import { query, setQuery } from '../../shell/index.ts';
import { AsOf } from './as-of.tsx';
import { valuesAt } from './by-time.ts';
import { Compare, type ComparisonFault, ModelsMissing } from './compare.tsx';
import { InWords } from './in-words.tsx';
import { Take } from './take.tsx';
import { type FanProps, useFan } from './use-fan.ts';
import { WhatHappened } from './what-happened.tsx';
import { fanInWords } from './words.ts';

/** The fan from a time that the reader chooses, with what has happened since, and other forecasts. */
export function FanOfSeries(props: FanProps) {
  const m = useMessages(texts);
  const { source, series, points } = props;
  const { shown, answer, call, back, made, compared, faults, drawAgain } = useFan(props);
  const { origin, early, isNewest, arrived, toNewest } = made;
  const state = answer.state.value;

  // The frame says that the service is away; what was read stays.
  const isAway = state.status === 'offline' && shown !== null;
  if (state.status !== 'ready' && state.status !== 'loading' && !isAway)
    return (
      <Panel title={m.chart}>
        {state.status === 'error' ? (
          <ErrorNotice error={state.error} onRetry={() => void answer.reload()} />
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
  const { fan, history, actual, lines } = shown;
  const step = chosenStep(fan.times.length);
  const outcomes = valuesAt(fan.times, actual);
  const sentences = fanInWords(m, fan, source.dataset.frequency, step, outcomes[step - 1]);
  return (
    <>
      <Panel
        title={m.chart}
        note={<Badge kind={fan.method === 'instant' ? 'plain' : 'accent'}>{shown.by}</Badge>}
        actions={source.model?.status === 'ready' && <ToMemory model={source.model.id} series={series.id} />}
      >
        {arrived > 0 && <Arrived count={arrived} onNewest={toNewest} />}
        <div aria-busy={state.status === 'loading'}>
          <FanChart
            label={m.chartLabel(series.id, sentences[0] ?? '')}
            history={history}
            fan={fan}
            {...(actual.times.length > 0 ? { actual } : {})}
            lines={lines}
            height={380}
          />
        </div>
        <AsOf points={points} back={back} origin={origin} early={early} onNewest={toNewest} />
        {early !== null && <p class="small soft">{m.earlyNote}</p>}
        {!isNewest && fan.method === 'trained' && <p class="small soft">{m.knewThis}</p>}
        <Compare comparisons={compared.comparisons} chosen={compared.chosen} />
        {compared.failure !== null && (
          <ModelsMissing error={compared.failure} onRetry={() => void compared.reload()} />
        )}
      </Panel>
      <div class="columns columns-wide">
        <InWords
          sentences={sentences}
          step={step}
          steps={fan.times.length}
          onStep={(to) => setQuery({ step: String(to) })}
        />
        {outcomes.some((value) => value !== null) && <WhatHappened shown={shown} outcomes={outcomes} />}
      </div>
      <Remarks warnings={fan.warnings} faults={faults} onRetry={drawAgain} />
      <Take shown={shown} call={call} />
    </>
  );
}

/** The step of the address, or the last one. */
function chosenStep(steps: number): number {
  const wanted = Number(query.value.get('step'));
  return Number.isInteger(wanted) && wanted >= 1 ? Math.min(wanted, steps) : steps;
}

function ToMemory({ model, series }: { model: string; series: string }) {
  const m = useMessages(texts);
  return (
    <a class="button button-small" href={`/app/memory/${model}?series=${encodeURIComponent(series)}`}>
      {m.howItRemembers}
    </a>
  );
}

/** Says that observations have arrived since the forecast. */
function Arrived({ count, onNewest }: { count: number; onNewest: () => void }) {
  const m = useMessages(texts);
  return (
    <Notice kind="good">
      <div class="row row-spread">
        <span>{m.arrived(count)}</span>
        <Button size="small" onClick={onNewest}>
          {m.forecastAgain}
        </Button>
      </div>
    </Notice>
  );
}

/** Warnings of the service, and why other forecasts could not be drawn. */
function Remarks(props: {
  warnings: readonly string[];
  faults: readonly ComparisonFault[];
  onRetry: () => void;
}) {
  const m = useMessages(texts);
  const p = useMessages(parts);
  const { warnings, faults, onRetry } = props;
  if (warnings.length + faults.length === 0) return null;
  return (
    <Panel title={m.remarks}>
      <ul>
        {warnings.map((text) => (
          <li key={text}>
            <ServerText text={text} />
          </li>
        ))}
        {faults.map(({ label, error }) => (
          <li key={label}>
            {label}: <ErrorText error={error} />
          </li>
        ))}
      </ul>
      {faults.length > 0 && (
        <div>
          <Button size="small" onClick={onRetry}>
            {p.retry}
          </Button>
        </div>
      )}
    </Panel>
  );
}
