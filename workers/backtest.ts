import type { BacktestStore, QueueEntry } from '../src/contracts/ports/index.ts';
import type { KindName } from '../src/contracts/schemas/index.ts';
import type { Handled } from '../src/queue/index.ts';
import { handleJob } from './handle-job.ts';
import type { WorkDeps } from './job-work.ts';
import {
  type BacktestTaskOf,
  type DataDeps,
  type Tested,
  type ThreadsOfEachKind,
  tasksFor,
  threadsFor,
} from './kinds.ts';

export interface BacktestDeps extends WorkDeps, DataDeps {
  backtests: Pick<BacktestStore, 'publish'>;
  threads: ThreadsOfEachKind;
}

/** Tests a trained model, or its settings, and publishes the report with its windows. Only a backtest that trains keeps
 *  a checkpoint; the others begin anew after an interruption. */
export function handleBacktest(deps: BacktestDeps, entry: QueueEntry): Promise<Handled> {
  return handleJob<BacktestTaskOf<KindName>, Tested>(
    deps,
    {
      kind: 'backtest',
      name: 'backtest',
      steps: () => 0,
      prepare: (claim, signal) => tasksFor(claim).backtest({ ...deps, signal }, claim),
      run: (claim, job, signal) => threadsFor(deps.threads, claim).backtest(job, signal),
      publish: (claim, result) => deps.backtests.publish(claim, result),
      describe: ({ report }) => report.summary,
    },
    entry,
  );
}
