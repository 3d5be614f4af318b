/** Jobs by kind of model: the one table of how the data of a job are read, and the port of the threads that do it. */
import type {
  BacktestResult,
  BacktestTask,
  Claim,
  DatasetStore,
  JobLeases,
  JobStart,
  ModelStore,
  SequenceStore,
  Supervised,
  SymbolBacktestResult,
  SymbolBacktestTask,
  SymbolTrainResult,
  SymbolTrainTask,
  TrainResult,
  TrainTask,
  WithPackedSeries,
  WorkOutcome,
} from '../src/contracts/ports/index.ts';
import {
  datasetEmpty,
  type KindName,
  type KindTypes,
  kindOf,
  type ModelSpec,
  modelSeriesGone,
} from '../src/contracts/schemas/index.ts';
import { AppError } from '../src/errors.ts';
import { retryUntilDatabaseReturns } from './retry-until-database-returns.ts';

/** The tasks of each kind, and their results. */
interface JobTypes {
  numeric: {
    train: WithPackedSeries<TrainTask>;
    trained: TrainResult;
    backtest: WithPackedSeries<BacktestTask>;
    tested: BacktestResult;
  };
  symbols: {
    train: SymbolTrainTask;
    trained: SymbolTrainResult;
    backtest: SymbolBacktestTask;
    tested: SymbolBacktestResult;
  };
}
export type TrainTaskOf<Kind extends KindName> = JobTypes[Kind]['train'];
export type BacktestTaskOf<Kind extends KindName> = JobTypes[Kind]['backtest'];
export type Trained = JobTypes[KindName]['trained'];
export type Tested = JobTypes[KindName]['tested'];

/** Runs the jobs of one kind, each in a new thread, which an abort ends. The channel's port is transferred. */
export interface JobThreads<Kind extends KindName = KindName> {
  train(
    job: Supervised<TrainTaskOf<Kind>>,
    signal: AbortSignal,
  ): Promise<WorkOutcome<JobTypes[Kind]['trained']>>;
  backtest(
    job: Supervised<BacktestTaskOf<Kind>>,
    signal: AbortSignal,
  ): Promise<WorkOutcome<JobTypes[Kind]['tested']>>;
}
export type ThreadsOfEachKind = { [Kind in KindName]: JobThreads<Kind> };

export interface DataDeps {
  datasets: Pick<DatasetStore, 'get' | 'readPacked'>;
  sequences: Pick<SequenceStore, 'read'>;
  models: Pick<ModelStore, 'weights' | 'requested'>;
  leases: JobLeases;
  /** Whether the weights of a model of series tell how far they have seen the series. */
  tellsTrainedUntil(weights: Uint8Array): Promise<boolean>;
  kernel: string | null;
}

interface ReadDeps extends DataDeps {
  /** Aborted when nobody waits for the data any longer. */
  signal: AbortSignal;
}

interface ClaimOf<Kind extends KindName> extends Claim {
  model: Claim['model'] & { spec: KindTypes[Kind]['spec'] };
  plan: KindTypes[Kind]['plan'] | null;
}

/** Makes the tasks of the jobs of one kind: reads the data in the version that the job is for. */
interface JobTasks<Kind extends KindName = KindName> {
  train(deps: ReadDeps, claim: ClaimOf<Kind>): Promise<TrainTaskOf<Kind>>;
  backtest(deps: ReadDeps, claim: ClaimOf<Kind>): Promise<BacktestTaskOf<Kind>>;
}

const numericTasks: JobTasks<'numeric'> = {
  async train(deps, claim) {
    const { spec } = claim.model;
    const start = await readStart(deps, claim);
    const data = await readSeries(deps, claim);
    return { spec, ...data, ...start, kernel: deps.kernel };
  },

  async backtest(deps, claim) {
    const { job, model, plan } = claim;
    const { checkpoint } = await readStart(deps, claim);
    const { models, signal } = deps;
    const weights = await retryUntilDatabaseReturns(() => models.weights(job.tenant, model.id), { signal });
    // Of the same kind as the model.
    const requested = (await retryUntilDatabaseReturns(() => models.requested(job.tenant, model.id), {
      signal,
    })) as ModelSpec;
    const data = await readSeries(deps, claim);
    const isTrainedVersion = model.trainedVersion === model.datasetVersion;
    const needsTrained = !plan!.refit && !isTrainedVersion && !(await deps.tellsTrainedUntil(weights.bytes));
    const trainedOn = needsTrained ? await readTrained(deps, claim) : null;
    const read = { weights, requested, ...data, isTrainedVersion, trainedOn };
    return { ...read, plan: plan!, checkpoint, kernel: deps.kernel };
  },
};

const symbolTasks: JobTasks<'symbols'> = {
  async train(deps, claim) {
    const { spec, datasetId } = claim.model;
    const start = await readStart(deps, claim);
    const data = await retryUntilDatabaseReturns(() => deps.sequences.read(claim.job.tenant, datasetId), {
      signal: deps.signal,
    });
    return { spec, ...data, ...start, kernel: deps.kernel };
  },

  async backtest({ sequences, models, kernel, signal }, { job, model, plan }) {
    const { dataset_id } = plan!;
    const weights = await retryUntilDatabaseReturns(() => models.weights(job.tenant, model.id), { signal });
    const trained = await retryUntilDatabaseReturns(() => sequences.read(job.tenant, model.datasetId), {
      signal,
    });
    const isOther = dataset_id !== model.datasetId;
    const other = isOther
      ? await retryUntilDatabaseReturns(() => sequences.read(job.tenant, dataset_id), { signal })
      : null;
    return { weights, sequences: trained.sequences, other, kernel };
  },
};

const tasks: { [Kind in KindName]: JobTasks<Kind> } = { numeric: numericTasks, symbols: symbolTasks };

export function tasksFor({ model }: Claim): JobTasks {
  return tasks[kindOf(model)];
}

export function threadsFor(threads: ThreadsOfEachKind, { model }: Claim): JobThreads {
  return threads[kindOf(model)];
}

function readStart({ leases, signal }: ReadDeps, claim: Claim): Promise<JobStart> {
  return retryUntilDatabaseReturns(() => leases.readStart(claim), { signal });
}

/** The series in the version that the model was trained on; null if it is not kept. */
async function readTrained({ datasets, signal }: ReadDeps, { job, model, seriesIds }: Claim) {
  const options = { version: model.trainedVersion, seriesIds: seriesIds ?? undefined };
  try {
    return await retryUntilDatabaseReturns(() => datasets.readPacked(job.tenant, model.datasetId, options), {
      signal,
    });
  } catch (error) {
    const isGone = error instanceof AppError && /^version_/.test(error.code);
    if (isGone) return null;
    throw error;
  }
}

/** @throws AppError dataset_empty: a restore of an empty version came between the check of the call and its training */
async function readSeries({ datasets, signal }: ReadDeps, { job, model, seriesIds }: Claim) {
  const { datasetId, datasetVersion: version } = model;
  const [header, series] = await Promise.all([
    retryUntilDatabaseReturns(() => datasets.get(job.tenant, datasetId), { signal }),
    retryUntilDatabaseReturns(
      () => datasets.readPacked(job.tenant, datasetId, { version, seriesIds: seriesIds ?? undefined }),
      { signal },
    ),
  ]);
  if (series.length === 0)
    throw seriesIds === null
      ? datasetEmpty(header)
      : modelSeriesGone({ id: model.id, dataset_id: datasetId });
  return { header, series };
}
