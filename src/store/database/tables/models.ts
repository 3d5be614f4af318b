import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { NewFleet } from '../../../contracts/ports/index.ts';
import type {
  Backtest,
  BacktestOverview,
  BacktestWindow,
  Fleet,
  Model,
  ModelSummary,
  NumericForecastSummary,
  SymbolBacktestWindow,
} from '../../../contracts/schemas/index.ts';
import type { Problem } from '../../../errors.ts';
import type { NullableInstant, NullableJson } from './columns.ts';

export interface ModelsTable {
  id: string;
  tenant_id: string;
  dataset_id: string;
  dataset_version: number;
  /** Null for an imported model. */
  job_id: string | null;
  name: string;
  tags: string[];
  status: Model['status'];
  spec: JSONColumnType<Model['spec']>;
  /** Settings of the request; `spec` has the settings that were used. Null in rows from before schema version 4. */
  requested_spec: NullableJson<Model['spec']>;
  parameter_count: number | null;
  card: NullableJson<NonNullable<Model['card']>>;
  weights_bytes: number | null;
  weights_sha256: string | null;
  error: NullableJson<Problem>;
  /** The model that this one was retrained from. */
  parent_id: string | null;
  /** Whether the training starts from the weights of the parent. */
  is_warm: Generated<boolean>;
  created_at: Generated<Date>;
  ready_at: NullableInstant;
  /** When an imported model was trained. Null for a model that was trained here: then it is `ready_at`. */
  trained_at: Generated<Date | null>;
  /** Observations outside the interval of this level are reported as anomalies; null if the model is not watched. */
  anomaly_level: Generated<number | null>;
  /** Newest version of the dataset that was searched for anomalies completely. */
  watched_version: Generated<number | null>;
  /** The fields of a summary. A trigger copies them from `spec` and `card`, which are large. */
  kind: GeneratedAlways<ModelSummary['kind']>;
  cell: GeneratedAlways<ModelSummary['cell']>;
  horizon: GeneratedAlways<number | null>;
  preset: GeneratedAlways<string | null>;
  summary: GeneratedAlways<string | null>;
  has_skill: GeneratedAlways<boolean | null>;
  skill: GeneratedAlways<ModelSummary['skill']>;
  /** The fleet that the model belongs to. */
  fleet_id: Generated<string | null>;
}

/** Tags of models, for the filter of lists. Triggers of `models` keep it. */
export interface ModelTagsTable {
  tenant_id: string;
  /** '' for a model without a fleet. */
  fleet_id: string;
  tag: string;
  model_id: string;
}

export interface FleetsTable {
  id: string;
  tenant_id: string;
  dataset_id: string;
  dataset_version: number;
  name: string;
  tags: string[];
  per: Fleet['per'];
  group_by: string | null;
  settings: JSONColumnType<Fleet['settings']>;
  /** The whole request, for another fleet. */
  request: JSONColumnType<Omit<NewFleet, 'requestId' | 'traceparent'>>;
  series_count: number;
  left_out: string[];
  left_out_count: number;
  /** Number of models. */
  total: number;
  /** Models by status. A trigger counts every change. */
  training: number;
  ready: Generated<number>;
  failed: Generated<number>;
  cancelled: Generated<number>;
  status: GeneratedAlways<Fleet['status']>;
  created_at: Generated<Date>;
  ready_at: NullableInstant;
}

/** The model of each series of a fleet. */
export interface FleetSeriesTable {
  fleet_id: string;
  series_id: string;
  tenant_id: string;
  model_id: string;
}

/** The series of a model that was trained again from a model of a fleet, or from such a model. */
export interface ModelSeriesTable {
  model_id: string;
  series_id: string;
  tenant_id: string;
}

/** How far a model's anomaly watch has come in each series. */
export interface AnomalyWatchesTable {
  model_id: string;
  series_id: string;
  tenant_id: string;
  /** Time of the last observation that was searched. */
  watched_until: number;
}

/** The newest version of each dataset that an anomaly watch may not have searched yet. A trigger of
 *  `datasets` writes it. */
export interface UnwatchedVersionsTable {
  dataset_id: string;
  tenant_id: string;
  version: number;
}

/** The last day, in UTC, on which a model made forecasts that were not stored. */
export interface ModelUsesTable {
  model_id: string;
  used_on: string;
}

export interface ModelWeightsTable {
  model_id: string;
  tenant_id: string;
  bytes: Buffer;
}

export interface AliasesTable {
  tenant_id: string;
  name: string;
  model_id: string;
  updated_at: Generated<Date>;
}

export interface ForecastsTable {
  id: string;
  tenant_id: string;
  /** Null, like the dataset and its version, if no model made the forecast. */
  model_id: string | null;
  dataset_id: string | null;
  dataset_version: number | null;
  horizon: number;
  series_count: number;
  request: JSONColumnType<NumericForecastSummary['request']>;
  /** Forecasts, errors and warnings as JSON, packed by `stored-text.ts`. */
  answer: Buffer;
  answer_bytes: number;
  created_at: Generated<Date>;
}

export interface BacktestsTable {
  id: string;
  tenant_id: string;
  model_id: string;
  dataset_id: string;
  dataset_version: number;
  job_id: string;
  status: Backtest['status'];
  plan: JSONColumnType<Backtest['plan']>;
  report: NullableJson<NonNullable<Backtest['report']>>;
  /** Parts of the report for lists. A trigger copies them: the report is large. */
  summary: GeneratedAlways<BacktestOverview['summary']>;
  skill: GeneratedAlways<BacktestOverview['skill']>;
  error: NullableJson<Problem>;
  created_at: Generated<Date>;
  ready_at: NullableInstant;
}

export interface BacktestWindowsTable {
  backtest_id: string;
  /** Place in the report, from 0: by series and origin, or by sequence and place. */
  position: number;
  tenant_id: string;
  /** The window as JSON. */
  told: JSONColumnType<BacktestWindow | SymbolBacktestWindow>;
}
