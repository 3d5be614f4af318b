import type { Backtest, BacktestPlan, BacktestReport, BacktestWindow } from './backtest-run.ts';
import type { DatasetHeader, SeriesData } from './dataset.ts';
import type { Once } from './idempotency.ts';
import type { Job } from './job.ts';
import type { Page, PageQuery } from './page.ts';
import type { Claim, LeaseAnswer, Supervised, TenantId, Weights, WorkOutcome } from './ports.ts';

/** A backtest for a thread. */
export interface BacktestTask extends Supervised {
  weights: Weights;
  header: DatasetHeader;
  series: SeriesData[];
  plan: BacktestPlan;
  kernel: string | null;
}

export interface BacktestResult {
  report: BacktestReport;
  windows: BacktestWindow[];
}
export type BacktestOutcome = WorkOutcome<BacktestResult>;

export interface BacktestStore {
  /** The backtest, of the data as they are, and its job (`queued`) in one transaction. @throws AppError model_not_found */
  create(
    tenant: TenantId,
    backtest: {
      model: { id: string; dataset_id: string };
      plan: BacktestPlan;
      requestId: string | null;
    },
    once?: Once<{ backtest: Backtest; job: Job }> | null,
  ): Promise<{ backtest: Backtest; job: Job }>;
  /** @throws AppError backtest_not_found */
  get(tenant: TenantId, id: string): Promise<Backtest>;
  /** By series and origin. @throws AppError backtest_not_found, backtest_not_ready */
  windows(tenant: TenantId, id: string, query: PageQuery): Promise<Page<BacktestWindow>>;
  /** Report, windows and job in one transaction, if the claim still holds the job. */
  publish(claim: Claim, result: BacktestResult): Promise<LeaseAnswer>;
}
