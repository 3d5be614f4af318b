import { useState } from 'preact/hooks';
import {
  answered,
  type BacktestOverview,
  type BacktestPlan,
  client,
  createOnce,
  type Model,
  readBacktestWindows,
  useResource,
} from '../../api/index.ts';
import { compare } from '../../messages/compare.ts';
import { useMessages } from '../../messages/index.ts';
import {
  Button,
  EmptyState,
  ErrorNotice,
  formatCount,
  Loaded,
  Notice,
  Panel,
  ProblemText,
  Progress,
  useChange,
} from '../../parts/index.ts';
import { isUsable, ofOneVersion } from './comparison.ts';
import { Results } from './results.tsx';

const pollMs = 1_000;
const windowsWanted = 60;
const windowsReadMax = 10_000;

type Plan = Required<Pick<BacktestPlan, 'windows' | 'step' | 'horizon'>>;

/** The same plan for all models, so that a later visit finds the same backtests. */
function planOf(models: readonly Model[], horizon: number): Plan {
  const tested = models.flatMap(({ card }) =>
    card !== null && 'backtest' in card && card.backtest !== null ? card.backtest.windows : [],
  );
  return {
    windows: Math.max(1, Math.min(windowsWanted, ...tested)),
    step: Math.max(1, Math.round(horizon / 4)),
    horizon,
  };
}

/** The backtests of the models that have the plan: of one version of the data, and of the present one. */
async function readBacktests(models: readonly Model[], plan: Plan, signal: AbortSignal) {
  const path = { dataset_id: models[0]?.dataset_id ?? '' };
  const [dataset, ...lists] = await Promise.all([
    answered(client.GET('/v1/datasets/{dataset_id}', { params: { path }, signal })),
    ...models.map(({ id }) =>
      answered(client.GET('/v1/backtests', { params: { query: { model_id: id, limit: 20 } }, signal })),
    ),
  ]);
  const fits = ({ plan: own }: BacktestOverview) =>
    'refit' in own &&
    !own.refit &&
    own.windows === plan.windows &&
    own.step === plan.step &&
    own.horizon === plan.horizon;
  const fitting = lists.map(({ data }) => data.filter(fits));
  return ofOneVersion(fitting, dataset.version);
}

/** Finds a backtest of each model with the plan, or runs one. */
export function Measured({ models, horizons }: { models: readonly Model[]; horizons: readonly number[] }) {
  const m = useMessages(compare);
  const horizon = Math.min(...horizons);
  const plan = planOf(models, horizon);
  const { error, isBusy, run } = useChange();
  const [once] = useState(createOnce);
  const read = useResource((signal) => readBacktests(models, plan, signal), [JSON.stringify(plan)], {
    pollMs: ({ backtests, ofPresent }) =>
      [...backtests, ...ofPresent].some((backtest) => backtest?.status === 'running') ? pollMs : null,
  });
  const start = (missing: readonly Model[]) =>
    run(async () => {
      try {
        for (const { id } of missing) {
          const body = { model_id: id, ...plan, refit: false };
          await once(body, (headers) => answered(client.POST('/v1/backtests', { body, headers })));
        }
      } finally {
        // Some of them may have begun before one was refused.
        await read.reload();
      }
    });
  return (
    <>
      {new Set(models.map(({ dataset_version }) => dataset_version)).size > 1 && (
        <Notice kind="warn">{m.versionsDiffer}</Notice>
      )}
      {new Set(horizons).size > 1 && <Notice>{m.horizonsDiffer(formatCount(horizon))}</Notice>}
      <Loaded resource={read}>
        {(found) => {
          const missing = models.filter((_, i) => !isUsable(found.ofPresent[i]));
          const ready = found.backtests.flatMap((one) => (one?.status === 'ready' ? one.id : []));
          const state = { models, plan, found, missing, error, isStarting: isBusy };
          const onStart = () => void start(missing);
          return ready.length === models.length ? (
            <MeasuredAlready {...state} ready={ready} onStart={onStart} />
          ) : (
            <NotMeasured {...state} onStart={onStart} />
          );
        }}
      </Loaded>
    </>
  );
}

interface MeasuredProps {
  models: readonly Model[];
  plan: Plan;
  found: Awaited<ReturnType<typeof readBacktests>>;
  /** Models without a usable backtest of the present data. */
  missing: readonly Model[];
  /** Why the last start was refused. */
  error: Error | null;
  isStarting: boolean;
  onStart: () => void;
}

/** The comparison, and an offer to measure again if the data have changed since. */
function MeasuredAlready(props: MeasuredProps & { ready: readonly string[] }) {
  const m = useMessages(compare);
  const { models, plan, found, missing, error, isStarting, onStart, ready } = props;
  const { ofPresent, isOfPresent } = found;
  return (
    <>
      {!isOfPresent && (
        <Notice kind="warn">
          <div class="row row-spread">
            <span>{m.dataChanged}</span>
            {missing.length > 0 && (
              <Button size="small" aria-disabled={isStarting} onClick={onStart}>
                {isStarting ? m.starting : m.measureAgain}
              </Button>
            )}
          </div>
        </Notice>
      )}
      {!isOfPresent && missing.length === 0 && (
        <Panel>
          <Running models={models} backtests={ofPresent} />
        </Panel>
      )}
      <Failures models={models} backtests={ofPresent} />
      {error !== null && <ErrorNotice error={error} />}
      <Windows models={models} backtests={ready} horizon={plan.horizon} step={plan.step} />
    </>
  );
}

/** An offer to measure, or the backtests that run. */
function NotMeasured(props: MeasuredProps) {
  const m = useMessages(compare);
  const { models, plan, found, missing, error, isStarting, onStart } = props;
  const { backtests, ofPresent, isOfPresent } = found;
  const hasFailed = ofPresent.some((backtest) => backtest?.status === 'failed');
  return (
    <Panel>
      <Failures models={models} backtests={ofPresent} />
      {isOfPresent && missing.length > 0 ? (
        <EmptyState
          title={m.runTitle}
          text={m.runText(formatCount(plan.windows), formatCount(plan.horizon))}
          action={
            <Button kind="primary" aria-disabled={isStarting} onClick={onStart}>
              {isStarting ? m.starting : hasFailed ? m.again : m.run}
            </Button>
          }
        />
      ) : (
        <Running models={models} backtests={backtests} />
      )}
      {error !== null && <ErrorNotice error={error} />}
    </Panel>
  );
}

/** Why backtests have failed. */
function Failures(props: { models: readonly Model[]; backtests: readonly (BacktestOverview | null)[] }) {
  const m = useMessages(compare);
  const { models, backtests } = props;
  return (
    <>
      {models.map(({ id, name }, i) => {
        const backtest = backtests[i];
        if (backtest?.status !== 'failed') return null;
        return (
          <Notice key={id} kind="bad">
            <strong>{m.failedOf(name)}</strong>
            {backtest.error !== null && (
              <span>
                <ProblemText problem={backtest.error} />
              </span>
            )}
          </Notice>
        );
      })}
    </>
  );
}

function Running(props: { models: readonly Model[]; backtests: readonly (BacktestOverview | null)[] }) {
  const m = useMessages(compare);
  const { models, backtests } = props;
  return (
    <div class="stack" role="status">
      <h2>{m.running}</h2>
      <ul class="compare-running">
        {models.map((model, i) => {
          const backtest = backtests[i];
          return (
            <li key={model.id}>
              <span>
                {backtest === null || backtest === undefined ? (
                  model.name
                ) : (
                  <a href={`/app/jobs/${backtest.job_id}`}>{model.name}</a>
                )}
              </span>
              <Progress label={m.runningOf(model.name)} value={backtest?.status === 'ready' ? 1 : null} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Windows(props: {
  models: readonly Model[];
  backtests: readonly string[];
  horizon: number;
  step: number;
}) {
  const m = useMessages(compare);
  const { models, backtests, horizon, step } = props;
  const windows = useResource(
    (signal) => Promise.all(backtests.map((id) => readBacktestWindows(id, windowsReadMax, signal))),
    [backtests.join()],
  );
  return (
    <Loaded resource={windows}>
      {(read) => (
        <>
          {read.some(({ isCut }) => isCut) && <Notice>{m.windowsCut(formatCount(windowsReadMax))}</Notice>}
          <Results
            models={models}
            windows={read.map(({ windows }) => windows)}
            horizon={horizon}
            overlap={Math.ceil(horizon / step)}
          />
        </>
      )}
    </Loaded>
  );
}
