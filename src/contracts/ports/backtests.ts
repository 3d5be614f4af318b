import type {
  Backtest,
  BacktestOverview,
  BacktestPlan,
  BacktestReport,
  BacktestsQuery,
  BacktestWindow,
  DatasetHeader,
  Job,
  ModelSpec,
  Page,
  PageQuery,
  SequenceData,
  SeriesData,
  SymbolBacktestReport,
  SymbolBacktestWindow,
  TenantId,
  Vocabulary,
} from '../schemas/index.ts';
import type { IdempotentCall } from './idempotency.ts';
import type { Claim, LeaseAnswer } from './jobs.ts';
import type { Weights } from './models.ts';
import type { WorkOutcome } from './supervision.ts';

/** A backtest for a thread. */
export interface BacktestTask {
  weights: Weights;
  /** What the caller asked for, before the data decided the rest: what a refit trains. */
  requested: ModelSpec;
  checkpoint: Uint8Array | null;
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

/** A backtest for a thread. */
export interface SymbolBacktestTask {
  weights: Weights;
  /** What the model was trained on, and what was held out then. */
  sequences: SequenceData[];
  /** Another dataset that is tested instead of what was held out, with codes of its own. */
  other: { vocabulary: Vocabulary; sequences: SequenceData[] } | null;
  kernel: string | null;
}

export interface SymbolBacktestResult {
  report: SymbolBacktestReport;
  windows: SymbolBacktestWindow[];
}

export type SymbolBacktestOutcome = WorkOutcome<SymbolBacktestResult>;

export interface BacktestStore {
  /** The backtest, of the data as they are, and its job (`queued`) in one transaction.
   *  @throws AppError model_not_found, dataset_not_found */
  create(
    tenant: TenantId,
    backtest: {
      model: { id: string };
      /** The dataset that is tested. */
      datasetId: string;
      plan: Backtest['plan'];
      requestId: string | null;
    },
    once?: IdempotentCall<{ backtest: Backtest; job: Job }> | null,
  ): Promise<{ backtest: Backtest; job: Job }>;
  /** @throws AppError backtest_not_found */
  get(tenant: TenantId, id: string): Promise<Backtest>;
  /** The newest first. @throws AppError model_not_found where an alias is of none, cursor_invalid */
  list(tenant: TenantId, query: BacktestsQuery): Promise<Page<BacktestOverview>>;
  /** With its windows and its job. @throws AppError backtest_not_found, backtest_in_use */
  delete(tenant: TenantId, id: string): Promise<void>;
  /** By series and origin. @throws AppError backtest_not_found, backtest_not_ready */
  windows(
    tenant: TenantId,
    id: string,
    query: PageQuery,
  ): Promise<Page<BacktestWindow | SymbolBacktestWindow>>;
  /** Report, windows and job in one transaction, if the claim still holds the job. */
  publish(claim: Claim, result: BacktestResult | SymbolBacktestResult): Promise<LeaseAnswer>;
}
