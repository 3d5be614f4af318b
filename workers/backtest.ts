import type { BacktestOutcome, BacktestStore, BacktestTask } from '../src/contracts/backtest-port.ts';
import type { JobPayload } from '../src/contracts/job.ts';
import { requireNumericSpec } from '../src/contracts/kinds.ts';
import type { DatasetStore, ModelStore } from '../src/contracts/ports.ts';
import type { Handled } from '../src/queue/consumer.ts';
import { patiently } from './patience.ts';
import { handleJob, type WorkDeps } from './supervision.ts';

export interface BacktestDeps extends WorkDeps {
  datasets: Pick<DatasetStore, 'get' | 'read'>;
  models: Pick<ModelStore, 'weights' | 'requested'>;
  backtests: Pick<BacktestStore, 'publish'>;
  /** Runs the numeric work in a thread of its own, which an abort ends; `task.port` is transferred. */
  backtest(task: BacktestTask, signal: AbortSignal): Promise<BacktestOutcome>;
  kernel: string | null;
}

/** Tests a trained model, or its settings, and publishes the report with its windows. Only one that trains keeps a
 *  checkpoint: cut short, another begins anew. */
export function handleBacktest(deps: BacktestDeps, payload: JobPayload): Promise<Handled> {
  const { datasets, models, backtests, kernel } = deps;
  return handleJob(
    deps,
    {
      name: 'backtest',
      steps: () => 0,
      async prepare({ job, model, plan, checkpoint }) {
        const weights = await patiently(() => models.weights(job.tenant, model.id));
        const requested = await patiently(() => models.requested(job.tenant, model.id));
        requireNumericSpec(model.id, requested, 'its card');
        const header = await patiently(() => datasets.get(job.tenant, model.datasetId));
        const series = await patiently(() =>
          datasets.read(job.tenant, model.datasetId, { version: model.datasetVersion }),
        );
        return {
          ...{ weights, requested, header, series, plan: plan!, kernel },
          checkpoint: checkpoint?.bytes ?? null,
        };
      },
      run: (task, signal) => deps.backtest(task, signal),
      publish: (claim, result) => backtests.publish(claim, result),
      describe: ({ report }) => ({ windows: report.summary.windows, series: report.summary.series }),
    },
    payload,
  );
}
