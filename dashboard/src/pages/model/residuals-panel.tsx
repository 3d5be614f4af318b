import { useEffect, useMemo, useState } from 'preact/hooks';
import {
  answered,
  type BacktestOverview,
  type BacktestWindow,
  client,
  createOnce,
  GatecastError,
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
  Notice,
  Panel,
  ProblemText,
  Progress,
  Select,
  useChange,
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
  const [startedJob, setStartedJob] = useState<string | null>(null);
  const found = useResource(
    async (signal) => {
      const { data } = await answered(
        client.GET('/v1/backtests', { params: { query: { model_id: model.id, limit: 20 } }, signal }),
      );
      const ready = data.find(({ status }) => status === 'ready');
      return {
        newest: data[0],
        runningJob: data.find(({ status }) => status === 'running')?.job_id ?? null,
        read: ready === undefined ? null : await readBacktestWindows(ready.id, windowsMax, signal),
      };
    },
    [model.id],
  );
  return (
    <Loaded resource={found}>
      {({ newest, runningJob, read }) => {
        const windows = read?.windows ?? null;
        const jobId = startedJob ?? runningJob;
        return (
          <Panel
            title={m.residuals}
            note={
              read === null
                ? undefined
                : read.isCut
                  ? m.residualsNoteCut(formatCount(read.windows.length))
                  : `${m.residualsNote} ${m.windowsRead(formatCount(read.windows.length))}.`
            }
          >
            {jobId !== null && (
              <RunningBacktest
                key={jobId}
                jobId={jobId}
                onEnd={async () => {
                  await found.reload();
                  setStartedJob(null);
                }}
              />
            )}
            {windows !== null && windows.length > 0 ? (
              <Residuals windows={windows} />
            ) : (
              jobId === null && <NoBacktest modelId={model.id} newest={newest} onStart={setStartedJob} />
            )}
          </Panel>
        );
      }}
    </Loaded>
  );
}

function NoBacktest(props: {
  modelId: string;
  newest: BacktestOverview | undefined;
  onStart: (jobId: string) => void;
}) {
  const m = useMessages(messages);
  const { modelId, newest, onStart } = props;
  const { error, isBusy, run } = useChange();
  const [once] = useState(createOnce);
  const start = () =>
    run(async () => {
      const body = { model_id: modelId };
      const { job } = await once(body, (headers) =>
        answered(client.POST('/v1/backtests', { body, headers })),
      );
      onStart(job.id);
    }, m.backtestStarted);
  return (
    <>
      {newest?.status === 'cancelled' && <Notice kind="warn">{m.backtestCancelled}</Notice>}
      {newest?.status === 'failed' && (
        <Notice kind="bad">
          <strong>{m.backtestFailed}</strong>
          {newest.error !== null && (
            <span>
              <ProblemText problem={newest.error} />
            </span>
          )}
        </Notice>
      )}
      <EmptyState
        heading="h3"
        text={m.residualsNone}
        action={
          <Button kind="primary" disabled={isBusy} onClick={() => void start()}>
            {m.runBacktest}
          </Button>
        }
      />
      {error !== null && <ErrorNotice error={error} />}
    </>
  );
}

/** @param onEnd called once, however the job ends, also if it is deleted */
function RunningBacktest({ jobId, onEnd }: { jobId: string; onEnd: () => void }) {
  const m = useMessages(messages);
  const { state } = useFollowedJob(jobId);
  const shown = state.value;
  const job = 'value' in shown ? shown.value : undefined;
  const isDeleted =
    shown.status === 'error' && shown.error instanceof GatecastError && shown.error.status === 404;
  const isEnded = isDeleted || (job !== undefined && job.finished_at !== null);
  useEffect(() => {
    if (isEnded) onEnd();
  }, [isEnded]);
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
          {bins.length === 0 ? (
            <EmptyState heading="h3" title={m.residualsZero} />
          ) : (
            <Columns
              label={m.residualHistogramChart}
              titles={[m.residual, m.residualCount]}
              columns={bins.map(({ middle, count }) => ({
                key: String(middle),
                name: formatValue(middle, 3),
                value: count,
                text: formatCount(count),
              }))}
              ends={[formatValue(bins[0]?.middle, 3), formatValue(bins.at(-1)?.middle, 3)]}
            />
          )}
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
          key: String(part),
          name: partName(cycle, part, 'long'),
          value: error,
          text: formatValue(error, 3),
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
