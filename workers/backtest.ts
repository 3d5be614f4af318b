import type {
  BacktestOutcome,
  BacktestResult,
  BacktestStore,
  BacktestTask,
  Claim,
  DatasetStore,
  ModelStore,
  SequenceStore,
  Supervised,
  SymbolBacktestOutcome,
  SymbolBacktestResult,
  SymbolBacktestTask,
} from '../src/contracts/ports/index.ts';
import { type JobPayload, requireNumericSpec } from '../src/contracts/schemas/index.ts';
import type { Handled } from '../src/queue/index.ts';
import { patiently } from './patience.ts';
import { handleJob, type WorkDeps } from './supervision.ts';

export interface BacktestDeps extends WorkDeps {
  datasets: Pick<DatasetStore, 'get' | 'read'>;
  sequences: Pick<SequenceStore, 'read'>;
  models: Pick<ModelStore, 'weights' | 'requested'>;
  backtests: Pick<BacktestStore, 'publish'>;
  /** Runs the numeric work in a thread of its own, which an abort ends; `task.port` is transferred. */
  backtest(task: BacktestTask, signal: AbortSignal): Promise<BacktestOutcome>;
  /** The same for sequences of symbols. */
  backtestSymbols(task: SymbolBacktestTask, signal: AbortSignal): Promise<SymbolBacktestOutcome>;
  kernel: string | null;
}

type Work<Task> = Omit<Task, keyof Supervised>;
type Prepared = Work<BacktestTask> | Work<SymbolBacktestTask>;

/** Tests a trained model, or its settings, and publishes the report with its windows. Only one that trains keeps a
 *  checkpoint: cut short, another begins anew. */
export function handleBacktest(deps: BacktestDeps, payload: JobPayload): Promise<Handled> {
  return handleJob<Prepared, BacktestResult | SymbolBacktestResult>(
    deps,
    {
      name: 'backtest',
      steps: () => 0,
      prepare: (claim) => prepare(deps, claim),
      run: (task, signal) =>
        'sequences' in task ? deps.backtestSymbols(task, signal) : deps.backtest(task, signal),
      publish: (claim, result) => deps.backtests.publish(claim, result),
      describe: ({ report }) => report.summary,
    },
    payload,
  );
}

async function prepare(deps: BacktestDeps, { job, model, plan, checkpoint }: Claim): Promise<Prepared> {
  const { datasets, sequences, models, kernel } = deps;
  const { tenant } = job;
  const weights = await patiently(() => models.weights(tenant, model.id));
  if ('dataset_id' in plan!) {
    const { dataset_id } = plan;
    const own = await patiently(() => sequences.read(tenant, model.datasetId));
    const isOther = dataset_id !== model.datasetId;
    const other = isOther ? await patiently(() => sequences.read(tenant, dataset_id)) : null;
    return { weights, sequences: own.sequences, other, kernel };
  }
  const requested = await patiently(() => models.requested(tenant, model.id));
  requireNumericSpec(model.id, requested, 'its card');
  const header = await patiently(() => datasets.get(tenant, model.datasetId));
  const series = await patiently(() =>
    datasets.read(tenant, model.datasetId, { version: model.datasetVersion }),
  );
  return {
    ...{ weights, requested, header, series, plan: plan!, kernel },
    checkpoint: checkpoint?.bytes ?? null,
  };
}
