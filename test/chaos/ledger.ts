/** Everything that the service acknowledged to the tenants of a run, for the audit at its end. */
import type { Variant } from './workloads.ts';

export interface AckedJob {
  tenant: string;
  jobId: string;
  kind: 'train' | 'backtest';
  subject: string;
  model: string;
  /** Content of a training, whose weights are known; null for a backtest. */
  variant: Variant | null;
  /** Whether the service acknowledged a cancel; null if a cancel got no answer, so that either end is right. */
  isCancelled: boolean | null;
  /** The service acknowledged the deletion of the model of this training. */
  isDeleted: boolean;
}

export interface AckedDataset {
  tenant: string;
  id: string;
  table: number;
  isDeleted: boolean;
}

/** Appends to one dataset of a tenant, in their order. */
export interface AckedAppends {
  tenant: string;
  datasetId: string;
  /** Value by day, of acknowledged appends. */
  values: Map<string, number>;
  /** Days whose append got no answer: either is right. */
  unknown: Set<string>;
}

export interface Ledger {
  jobs: AckedJob[];
  datasets: AckedDataset[];
  forecasts: { tenant: string; id: string; model: string; series: string }[];
  appends: AckedAppends[];
  /** Requests that may have created a resource, with an answer or without. */
  sent: { tenant: string; kind: 'dataset' | 'model' | 'backtest' }[];
  /** Answers that no fault explains. */
  wrong: string[];
}

export function emptyLedger(): Ledger {
  return { jobs: [], datasets: [], forecasts: [], appends: [], sent: [], wrong: [] };
}

export function acknowledged({ jobs, datasets, forecasts, appends }: Ledger): number {
  const appended = appends.reduce((sum, { values }) => sum + values.size, 0);
  return jobs.length + datasets.length + forecasts.length + appended;
}
