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
  Priority,
  SequenceData,
  SeriesData,
  SymbolBacktestReport,
  SymbolBacktestWindow,
  TenantId,
  Vocabulary,
} from '../schemas/index.ts';
import type { WorkOutcome } from './compute/supervision.ts';
import type { Weights } from './compute/weights.ts';
import type { IdempotentCall } from './idempotency.ts';
import type { Claim, LeaseAnswer } from './jobs.ts';
import type { Precondition } from './precondition.ts';

/** A backtest that a thread runs. */
export interface BacktestTask {
  weights: Weights;
  /** The spec as the caller asked for it, with the settings open that the data decide. A refit trains this spec. */
  requested: ModelSpec;
  checkpoint: Uint8Array | null;
  header: DatasetHeader;
  series: SeriesData[];
  /** Whether `series` are those that the model was trained on; default: no. */
  isTrainedVersion?: boolean;
  /** The series that the model was trained on, for weights that do not tell how far they have seen them;
   *  null: they are not kept. */
  trainedOn?: SeriesData[] | null;
  plan: BacktestPlan;
  kernel: string | null;
}

export interface BacktestResult {
  report: BacktestReport;
  windows: BacktestWindow[];
}

export type BacktestOutcome = WorkOutcome<BacktestResult>;

/** A backtest that a thread runs. */
export interface SymbolBacktestTask {
  weights: Weights;
  /** The sequences that the model was trained on, including those that were held out. */
  sequences: SequenceData[];
  /** Another dataset to test, with its own vocabulary; null: the part that was held out. */
  other: { vocabulary: Vocabulary; sequences: SequenceData[] } | null;
  kernel: string | null;
}

export interface SymbolBacktestResult {
  report: SymbolBacktestReport;
  windows: SymbolBacktestWindow[];
}

export type SymbolBacktestOutcome = WorkOutcome<SymbolBacktestResult>;

/** A backtest with the JSON of its report, which may be large; null until it is ready. */
export type StoredBacktest = Omit<Backtest, 'report'> & { report: string | null };

/** A page of the windows of a backtest, each as JSON: some are large. */
export interface StoredWindows {
  texts: string[];
  next_cursor: string | null;
}

/** Bound of a page whose items may be large. */
export interface PageSize {
  /** Bytes after which a page ends. It has one item at least. */
  bytesMax: number;
  /** Is told the bytes of the page, about, after the first item is read and before the others are. */
  expect(bytes: number): void;
}

export interface BacktestStore {
  /** Creates the backtest, for the current version of the data, and its job (`queued`), in one transaction.
   *  @throws AppError model_not_found, dataset_not_found */
  create(
    tenant: TenantId,
    backtest: {
      model: { id: string };
      /** The dataset that is tested. */
      datasetId: string;
      plan: Backtest['plan'];
      /** Default: normal. */
      priority?: Priority;
      requestId: string | null;
      traceparent?: string | null;
    },
    idempotentCall?: IdempotentCall<{ backtest: Backtest; job: Job }> | null,
  ): Promise<{ backtest: Backtest; job: Job }>;
  /** @throws AppError backtest_not_found */
  get(tenant: TenantId, id: string): Promise<StoredBacktest>;
  /** Newest first. @throws AppError model_not_found if an alias points to no model; cursor_invalid */
  list(tenant: TenantId, query: BacktestsQuery): Promise<Page<BacktestOverview>>;
  /** Deletes it with its windows and its job. @throws AppError backtest_not_found, backtest_in_use */
  delete(tenant: TenantId, id: string, precondition?: Precondition<StoredBacktest> | null): Promise<void>;
  /** Sorted by series and origin. @throws AppError backtest_not_found, backtest_not_ready, backtest_failed,
   *  cursor_invalid; what `expect` throws */
  windows(tenant: TenantId, id: string, query: PageQuery, size: PageSize): Promise<StoredWindows>;
  /** Stores report and windows and ends the job, in one transaction, if the claim still holds the job. */
  publish(claim: Claim, result: BacktestResult | SymbolBacktestResult): Promise<LeaseAnswer>;
}
