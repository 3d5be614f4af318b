import { useEffect, useMemo, useState } from 'preact/hooks';
import {
  answered,
  type BacktestWindow,
  client,
  type Model,
  readBacktestWindows,
  useFollowedJob,
  useResource,
} from '../../api/index.ts';
import { language, useMessages } from '../../messages/index.ts';
import { model as messages } from '../../messages/model.ts';
import { LineChart } from '../../parts/charts/index.ts';
import {
  Button,
  EmptyState,
  ErrorNotice,
  formatCount,
  formatPercent,
  formatValue,
  Loaded,
  Panel,
  ProblemText,
  Progress,
  Select,
  toast,
} from '../../parts/index.ts';
import { Columns } from './columns.tsx';
import {
  type Cycle,
  cycleOf,
  errorsByPart,
  histogramOf,
  meanOf,
  overTime,
  type Residual,
  residualsOf,
  worthSaying,
} from './residuals.ts';

const windowsMax = 500;

/** Residuals of the newest backtest of the model; a button runs one if there is none. */
export function ResidualsPanel({ model }: { model: Model }) {
  const m = useMessages(messages);
  const [jobId, setJobId] = useState<string | null>(null);
  const found = useResource(
    async (signal) => {
      const { data } = await answered(
        client.GET('/v1/backtests', { params: { query: { model_id: model.id, limit: 20 } }, signal }),
      );
      const ready = data.find(({ status }) => status === 'ready');
      const running = data.find(({ status }) => status === 'running');
      if (running !== undefined) setJobId(running.job_id);
      if (ready === undefined) return null;
      return readBacktestWindows(ready.id, windowsMax, signal);
    },
    [model.id],
  );
  return (
    <Loaded resource={found}>
      {(windows) => (
        <Panel
          title={m.residuals}
          note={
            windows === null ? undefined : `${m.residualsNote} ${m.windowsRead(formatCount(windows.length))}.`
          }
        >
          {jobId !== null && (
            <RunningBacktest
              jobId={jobId}
              onEnd={() => {
                setJobId(null);
                void found.reload();
              }}
            />
          )}
          {windows !== null && windows.length > 0 ? (
            <Residuals windows={windows} />
          ) : (
            jobId === null && <NoBacktest modelId={model.id} onStart={setJobId} />
          )}
        </Panel>
      )}
    </Loaded>
  );
}

function NoBacktest({ modelId, onStart }: { modelId: string; onStart: (jobId: string) => void }) {
  const m = useMessages(messages);
  const [error, setError] = useState<Error | null>(null);
  const run = async () => {
    try {
      const { job } = await answered(client.POST('/v1/backtests', { body: { model_id: modelId } }));
      toast({ text: m.backtestStarted });
      onStart(job.id);
    } catch (thrown) {
      setError(thrown as Error);
    }
  };
  return (
    <>
      <EmptyState
        heading="h3"
        text={m.residualsNone}
        action={
          <Button kind="primary" onClick={run}>
            {m.runBacktest}
          </Button>
        }
      />
      {error !== null && <ErrorNotice error={error} />}
    </>
  );
}

function RunningBacktest({ jobId, onEnd }: { jobId: string; onEnd: () => void }) {
  const m = useMessages(messages);
  const { state } = useFollowedJob(jobId);
  const shown = state.value;
  const job = 'value' in shown ? shown.value : undefined;
  const isEnded = job !== undefined && job.finished_at !== null;
  useEffect(() => {
    if (isEnded && job.status === 'succeeded') onEnd();
  }, [isEnded]);
  if (job?.error != null)
    return (
      <p class="model-failed">
        <ProblemText problem={job.error} />
      </p>
    );
  return (
    <div class="stack stack-tight" role="status">
      <span>
        {m.backtestRuns} <a href={`/app/jobs/${jobId}`}>{m.backtestJob}</a>
      </span>
      <Progress label={m.backtestRuns} value={job?.progress?.fraction ?? 0} />
    </div>
  );
}

function Residuals({ windows }: { windows: readonly BacktestWindow[] }) {
  const m = useMessages(messages);
  const all = useMemo(() => residualsOf(windows), [windows]);
  const steps = useMemo(() => [...new Set(all.map(({ step }) => step))].sort((a, b) => a - b), [all]);
  const [step, setStep] = useState(steps[0] ?? 1);
  const line = useMemo(() => overTime(all.filter((residual) => residual.step === step)), [all, step]);
  const lines = useMemo(() => [{ label: m.residualLine, values: line.values }], [line, m]);
  const bins = useMemo(() => histogramOf(all), [all]);
  const bias = meanOf(all.map(({ value }) => value));
  const cycle = useMemo(() => cycleOf(all), [all]);
  return (
    <div class="stack">
      <div class="row row-spread">
        <p class="soft">
          {bias >= 0 ? m.residualBias(formatValue(bias, 3)) : m.residualBiasLow(formatValue(-bias, 3))}
        </p>
        <div class="model-step">
          <Select
            label={m.residualStep}
            value={String(step)}
            options={steps.map((value) => ({ value: String(value), label: formatCount(value) }))}
            onChange={(value) => setStep(Number(value))}
          />
        </div>
      </div>
      <LineChart label={m.residualTime(formatCount(step))} x={line.times} lines={lines} height={220} />
      <div class="columns columns-wide">
        <div class="stack stack-tight">
          <h3>{m.residualHistogram}</h3>
          <Columns
            label={m.residualHistogramChart}
            titles={[m.residual, m.residualCount]}
            columns={bins.map(({ middle, count }) => ({
              ...{ key: String(middle), name: formatValue(middle, 3) },
              ...{ value: count, text: formatCount(count) },
            }))}
            ends={[formatValue(bins[0]?.middle, 3), formatValue(bins.at(-1)?.middle, 3)]}
          />
        </div>
        {cycle !== null && <ByCalendar all={all} cycle={cycle} />}
      </div>
    </div>
  );
}

function ByCalendar({ all, cycle }: { all: readonly Residual[]; cycle: Cycle }) {
  const m = useMessages(messages);
  const parts = errorsByPart(all, cycle);
  const mean = meanOf(parts.map(({ error }) => error));
  const worst = parts.reduce((a, b) => (b.error > a.error ? b : a), parts[0] ?? { part: 0, error: 0 });
  const above = mean === 0 ? 0 : worst.error / mean - 1;
  const title = { weekday: m.byWeekday, month: m.byMonth, hour: m.byHour }[cycle];
  const worstOf = { weekday: m.worstWeekday, month: m.worstMonth, hour: m.worstHour }[cycle];
  const said =
    above > worthSaying ? worstOf(partName(cycle, worst.part, 'long'), formatPercent(above)) : m.evenly;
  return (
    <div class="stack stack-tight">
      <h3>{title}</h3>
      <Columns
        label={`${title}. ${said}`}
        titles={[m.calendarPart, m.meanError]}
        columns={parts.map(({ part, error }) => ({
          ...{ key: String(part), name: partName(cycle, part, 'long') },
          ...{ value: error, text: formatValue(error, 3) },
          label: partName(cycle, part, 'short'),
          isHigh: part === worst.part && above > worthSaying,
        }))}
      />
      <p class="small soft">{said}</p>
    </div>
  );
}

/** Name of a weekday, month or hour. */
function partName(cycle: Cycle, part: number, size: 'long' | 'short'): string {
  if (cycle === 'hour') return size === 'long' ? `${part}:00` : String(part);
  // Numbers fit below a column; in Korean the name of a month is its number.
  if (cycle === 'month' && size === 'short' && language.value === 'ko') return String(part + 1);
  // The fifth of January 1970 was a Monday.
  const date = cycle === 'weekday' ? Date.UTC(1970, 0, 5 + part) : Date.UTC(1970, part, 1);
  const options =
    cycle === 'weekday' ? { weekday: size } : { month: size === 'short' ? ('narrow' as const) : size };
  return new Intl.DateTimeFormat(language.value, { ...options, timeZone: 'UTC' }).format(date);
}
