/** The kinds of models. A model has the kind of its dataset. Code that depends on the kind is in tables over
 *  `KindName`, with one object per kind: the calls (`src/services`), the requests (`src/http/kinds`) and the jobs
 *  (`workers/kinds.ts`). A new kind needs an entry in each table: without it they do not compile. */
import { AppError } from '../../../errors.ts';
import type { TraceIn } from '../attribution/explanation.ts';
import type { SymbolTraceIn } from '../attribution/symbol-explanation.ts';
import type { BacktestPlan, BacktestWindow } from '../backtests/backtest.ts';
import type { SymbolBacktestPlan, SymbolBacktestWindow } from '../backtests/symbol-backtest.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { ForecastIn } from '../forecasts/forecast.ts';
import type { SymbolForecastIn } from '../forecasts/symbol-forecast.ts';
import type {
  ImportedNumericModel,
  ImportedSymbolModel,
  NumericBundle,
  SymbolBundle,
} from '../models/bundle.ts';
import type { ModelCard } from '../models/card.ts';
import type { Model, ModelSpec } from '../models/model.ts';
import type { SymbolCard, SymbolSpec } from '../models/symbol-model.ts';

export type KindName = Dataset['kind'];

/** The types of each kind. */
export interface KindTypes {
  numeric: {
    spec: ModelSpec;
    card: ModelCard;
    plan: BacktestPlan;
    window: BacktestWindow;
    forecastIn: ForecastIn;
    traceIn: TraceIn;
    imported: ImportedNumericModel;
    bundle: NumericBundle;
  };
  symbols: {
    spec: SymbolSpec;
    card: SymbolCard;
    plan: SymbolBacktestPlan;
    window: SymbolBacktestWindow;
    forecastIn: SymbolForecastIn;
    traceIn: SymbolTraceIn;
    imported: ImportedSymbolModel;
    bundle: SymbolBundle;
  };
}

type SpecAndCard<Kind extends KindName> = {
  spec: KindTypes[Kind]['spec'];
  card: KindTypes[Kind]['card'] | null;
};
export type ModelOf<Kind extends KindName> = Model & SpecAndCard<Kind>;
export type NumericModel = ModelOf<'numeric'>;
export type SymbolModel = ModelOf<'symbols'>;

/** The kind of a model, from its spec. The spec may be imported and not validated yet. */
export function kindOf({ spec }: { spec?: unknown }): KindName {
  return (spec as { family?: unknown } | null | undefined)?.family === 'symbols' ? 'symbols' : 'numeric';
}

/** Names of the kinds in messages. */
const nouns = {
  numeric: { models: 'numeric series', data: 'numeric series' },
  symbols: { models: 'symbols', data: 'sequences of symbols' },
} satisfies Record<KindName, { models: string; data: string }>;

/** For each of the other kinds: what a caller may do instead. */
type Instead<Kind extends KindName> = Record<Exclude<KindName, Kind>, string>;

/** Checks the kind of a model. @throws AppError model_kind_mismatch */
export function requireModelKind<Kind extends KindName, Given extends Pick<Model, 'id' | 'spec' | 'card'>>(
  model: Given,
  wanted: Kind,
  instead: Instead<Kind>,
): asserts model is Given & SpecAndCard<Kind> {
  const kind: KindName = kindOf(model);
  if (kind !== wanted) throw otherModelKind(model, wanted, instead[kind as Exclude<KindName, Kind>]);
}

/** The refusal of a call for another kind of model. @param alternative what a caller may do instead */
export function otherModelKind(
  model: Pick<Model, 'id' | 'spec'>,
  wanted: KindName,
  alternative: string,
): AppError {
  const { models } = nouns[kindOf(model)];
  return new AppError('model_kind_mismatch', {
    detail: `Model ${model.id} is one of ${models}, but this call is for ${nouns[wanted].models}. Alternative: ${alternative}.`,
  });
}

/** Checks the kind of a dataset. @throws AppError dataset_kind_mismatch */
export function requireDatasetKind<Kind extends KindName>(
  { id, kind }: Pick<Dataset, 'id' | 'kind'>,
  wanted: Kind,
  instead: Instead<Kind>,
): void {
  if (kind === wanted) return;
  const alternative = instead[kind as Exclude<KindName, Kind>];
  throw new AppError('dataset_kind_mismatch', {
    detail: `Dataset ${id} has ${nouns[kind].data}, but this call is for ${nouns[wanted].data}. Alternative: ${alternative}.`,
  });
}
