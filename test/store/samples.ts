import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type {
  Claim,
  NewForecast,
  NewInstantForecast,
  PackedForecast,
  Stored,
  TrainResult,
} from '../../src/contracts/ports/index.ts';
import type { Dataset, ParsedDataset, SeriesData } from '../../src/contracts/schemas/datasets/dataset.ts';
import type { Forecast } from '../../src/contracts/schemas/forecasts/forecast.ts';
import type { InstantForecast } from '../../src/contracts/schemas/forecasts/instant.ts';
import type { Job } from '../../src/contracts/schemas/jobs/job.ts';
import type { ModelCard } from '../../src/contracts/schemas/models/card.ts';
import type { Model, ModelSpec } from '../../src/contracts/schemas/models/model.ts';
import { openDatabase, openStore, type Store } from '../../src/store/index.ts';
import { packedText } from '../../src/stored-text.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

export const dayMs = 86_400_000;

/** Opens a store with a database of its own, for all tests of a file. */
export function useStore(): { store: Store; url: string; superuserUrl: string } {
  const used = {} as { store: Store; url: string; superuserUrl: string };
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    used.url = database.url;
    used.superuserUrl = database.superuserUrl;
    used.store = await openStore(database.url, { poolMax: 4, lockMsMax: 60_000 });
  });
  afterAll(async () => {
    await used.store.close();
    await database.drop();
  });
  return used;
}

/** A series of `length` days from 2020-01-01 with the values 0, 1, 2 … and the given covariates. */
export function sampleSeries(id: string, length: number, covariates: string[] = []): SeriesData {
  const column = (factor: number) => Float64Array.from({ length }, (_, i) => i * factor);
  return {
    id,
    times: Float64Array.from({ length }, (_, i) => Date.UTC(2020, 0, 1) + i * dayMs),
    values: column(1),
    covariates: Object.fromEntries(covariates.map((name, c) => [name, column(c + 2)])),
    static: {},
  };
}

export function sampleDataset(
  series: SeriesData[],
  changes: Partial<ParsedDataset['header']> = {},
): ParsedDataset {
  return {
    name: 'sample',
    header: {
      time_kind: 'date',
      time_zone: null,
      frequency: {
        kind: 'calendar',
        step: 'P1D',
        season_lengths: [7],
        closed_weekdays: [],
        closures: [{ rule: 'easter', offset_days: -2 }],
        open_times: null,
      },
      target: 'y',
      covariates: Object.keys(series[0].covariates),
      ...changes,
    },
    series,
    warnings: [{ code: 'gaps', message: '3 gaps', series_id: series[0].id, line: null }],
    reading: null,
  };
}

export const sampleSpec: ModelSpec = {
  target: 'y',
  horizon: 5,
  cell: 'gru',
  preset: 'fast',
  context_length: null,
  layers: null,
  hidden_size: null,
  dropout: null,
  steps: null,
  batch_size: null,
  learning_rate: null,
  weight_decay: null,
  quantiles: [0.1, 0.5, 0.9],
  seed: 1,
  validation: { windows: null, step: null },
  transform: null,
  base: null,
  season_length: null,
};

const sampleCard: ModelCard = {
  summary: '9 % better than the last value',
  has_skill: true,
  skill: { value: 0.09, lower: 0.06, upper: 0.12, metric: 'wql', baseline: 'naive' },
  backtest: null,
  metrics: {},
  look_back: null,
  training: { seconds: 1, steps: 10, best_step: 9, windows: 20, kernel: 'reference', loss: [] },
  notes: [],
};

export function sampleResult(): TrainResult {
  const bytes = Uint8Array.from({ length: 1_000 }, (_, i) => i);
  return {
    spec: { ...sampleSpec, context_length: 30, layers: 1 },
    parameterCount: 1_234,
    card: sampleCard,
    weights: { bytes, sha256: createHash('sha256').update(bytes).digest('hex') },
  };
}

export async function createDataset(store: Store, tenant = 'acme'): Promise<Dataset> {
  return store.datasets.create(tenant, sampleDataset([sampleSeries('a', 30)]));
}

/** Creates a dataset, a model in training, and its queued job. */
export async function createTraining(
  store: Store,
  tenant = 'acme',
): Promise<{ dataset: Dataset; model: Model; job: Job }> {
  const dataset = await createDataset(store, tenant);
  const created = await store.models.create(tenant, {
    name: 'sample',
    tags: ['nightly'],
    dataset,
    spec: sampleSpec,
    requestId: 'req-1',
  });
  return { dataset, ...created };
}

export async function claimed(store: Store, jobId: string, workerId = 'worker-1'): Promise<Claim> {
  const claim = await store.leases.claim(jobId, workerId);
  if (claim === null || claim === 'busy') throw new Error(`job ${jobId} could not be claimed`);
  return claim;
}

/** A forecast to save, of a new model on a new dataset. */
export async function sampleForecast(
  store: Store,
  tenant: string,
  given: Pick<Dataset, 'id' | 'version'> | null = null,
): Promise<NewForecast> {
  const dataset = given ?? (await createDataset(store, tenant));
  const model = { name: 'm', tags: [], dataset, spec: sampleSpec, requestId: null };
  const { model: created } = await store.models.create(tenant, model);
  return {
    model_id: created.id,
    dataset_id: dataset.id,
    dataset_version: 1,
    horizon: 1,
    request: {
      history: 'stored',
      quantiles: [0.5],
      levels: [80],
      samples: 0,
      seed: 1,
      as_of: null,
      fitted: false,
      explain: false,
    },
    forecasts: [
      {
        series_id: 'a',
        times: ['2020-02-01'],
        mean: [1],
        median: [1],
        quantiles: {},
        intervals: {},
        warnings: [],
      },
    ],
    errors: [],
  };
}

/** A forecast without a model to save. */
export const sampleInstantForecast: NewInstantForecast = {
  ...{ method: 'instant', model_id: null, dataset_id: null, dataset_version: null, horizon: 1 },
  request: {
    ...{ method: 'instant', history: 'inline', quantiles: [0.5], levels: [80], samples: 0, seed: 1 },
    ...{ as_of: null, fitted: false, explain: false, covariates: null, bounds: null },
  },
  forecasts: [
    {
      ...{ series_id: 'a', times: [5], mean: [1], median: [1], quantiles: {}, intervals: {} },
      ...{ warnings: [], reading: null, season_length: 1 },
    },
  ],
  ...{ errors: [], warnings: [], next_cursor: null },
};

/** A forecast of a model as it is stored. */
export function packedForecast({ forecasts, errors, warnings, ...head }: NewForecast): PackedForecast {
  const packed = packedText(JSON.stringify({ forecasts, errors, warnings }));
  return { ...head, series_count: forecasts.length, packed };
}

/** Stores a forecast of a model as the service does, with its contents packed. */
export async function saveForecast(
  store: Pick<Store, 'forecasts'>,
  tenant: string,
  forecast: NewForecast,
): Promise<Forecast & Stored> {
  const { forecasts, errors, warnings, ...head } = forecast;
  return store.forecasts.savePacked(tenant, packedForecast(forecast), (stored): Forecast & Stored => ({
    ...{ method: 'trained', ...head, ...stored, forecasts, errors },
    ...(warnings === undefined ? {} : { warnings }),
  }));
}

/** Stores a forecast that no model made. */
export async function saveInstantForecast(
  store: Pick<Store, 'forecasts'>,
  tenant: string,
  { forecasts, errors, warnings, next_cursor, ...head }: NewInstantForecast,
): Promise<InstantForecast> {
  const packed = packedText(JSON.stringify({ forecasts, errors, warnings, next_cursor }));
  return store.forecasts.saveInstant(
    tenant,
    { ...head, series_count: forecasts.length, packed },
    (stored): InstantForecast => ({ ...head, ...stored, forecasts, errors, warnings, next_cursor }),
  );
}

/** Lets the claims of some jobs fail until the end of the test. @returns sets the SQLSTATE of their errors */
export async function stopClaims(
  used: { superuserUrl: string },
  jobIds: string[],
): Promise<(sqlState: string) => Promise<unknown>> {
  const owner = openDatabase(used.superuserUrl, { poolMax: 1 });
  const stop = (sqlState: string) =>
    sql`
      CREATE OR REPLACE FUNCTION stop_claim() RETURNS trigger LANGUAGE plpgsql AS ${sql.lit(
        `BEGIN RAISE EXCEPTION 'stopped' USING ERRCODE = '${sqlState}'; END`,
      )}`.execute(owner);
  await stop('XX001');
  await sql`
    CREATE TRIGGER stop_claim BEFORE UPDATE ON jobs FOR EACH ROW
      WHEN (NEW.id IN (${sql.join(jobIds.map((id) => sql.lit(id)))}) AND NEW.status = 'running')
      EXECUTE FUNCTION stop_claim()`.execute(owner);
  onTestFinished(async () => {
    await sql`DROP FUNCTION stop_claim CASCADE`.execute(owner);
    await owner.destroy();
  });
  return stop;
}
