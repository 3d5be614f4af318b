/** The kinds of models. A model is of the kind of the dataset that it is trained on. What depends on the kind is an object
 *  for each in a table over `KindName`: the calls (`src/services`), the requests (`src/http/kinds`) and the jobs
 *  (`workers/kinds.ts`). A new kind is an entry in each of them: without it they do not compile. */
import { AppError } from '../../../errors.ts';
import type { Trace, TraceIn } from '../attribution/explanation.ts';
import type { SymbolTrace, SymbolTraceIn } from '../attribution/symbol-explanation.ts';
import type { BacktestPlan, BacktestWindow } from '../backtests/backtest.ts';
import type { SymbolBacktestPlan, SymbolBacktestWindow } from '../backtests/symbol-backtest.ts';
import type { Dataset } from '../datasets/dataset.ts';
import type { ForecastIn } from '../forecasts/forecast.ts';
import type { SymbolForecastIn } from '../forecasts/symbol-forecast.ts';
import type { ImportedNumericModel, ImportedSymbolModel, NumericBundle, SymbolBundle } from './bundle.ts';
import type { Model, ModelCard, ModelSpec } from './model.ts';
import type { SymbolCard, SymbolSpec } from './symbol-model.ts';

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
    trace: Trace;
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
    trace: SymbolTrace;
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

/** The kind of a model, which its spec says. Also of a spec from elsewhere that is not validated yet. */
export function kindOf({ spec }: { spec?: unknown }): KindName {
  return (spec as { family?: unknown } | null | undefined)?.family === 'symbols' ? 'symbols' : 'numeric';
}

/** How messages name a kind. */
const nouns = {
  numeric: { models: 'numeric series', data: 'numeric series' },
  symbols: { models: 'symbols', data: 'sequences of symbols' },
} satisfies Record<KindName, { models: string; data: string }>;

/** For each of the other kinds: what a caller may do instead. */
type Instead<Kind extends KindName> = Record<Exclude<KindName, Kind>, string>;

/** For a call that one kind of model has. @throws AppError model_kind_mismatch */
export function requireModelKind<Kind extends KindName, Given extends Pick<Model, 'id' | 'spec' | 'card'>>(
  model: Given,
  wanted: Kind,
  instead: Instead<Kind>,
): asserts model is Given & SpecAndCard<Kind> {
  const kind: KindName = kindOf(model);
  if (kind !== wanted) throw otherModelKind(model, wanted, instead[kind as Exclude<KindName, Kind>]);
}

/** The refusal of a call for another kind of model. @param works what a caller may do instead */
export function otherModelKind(model: Pick<Model, 'id' | 'spec'>, wanted: KindName, works: string): AppError {
  const { models } = nouns[kindOf(model)];
  return new AppError('model_kind_mismatch', {
    detail: `Model ${model.id} is one of ${models}, and this call is for ${nouns[wanted].models}. What works: ${works}.`,
  });
}

/** For a call that one kind of dataset has. @throws AppError dataset_kind_mismatch */
export function requireDatasetKind<Kind extends KindName>(
  { id, kind }: Pick<Dataset, 'id' | 'kind'>,
  wanted: Kind,
  instead: Instead<Kind>,
): void {
  if (kind === wanted) return;
  const works = instead[kind as Exclude<KindName, Kind>];
  throw new AppError('dataset_kind_mismatch', {
    detail: `Dataset ${id} has ${nouns[kind].data}, and this call is for ${nouns[wanted].data}. What works: ${works}.`,
  });
}
