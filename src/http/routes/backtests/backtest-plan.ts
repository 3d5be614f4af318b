import {
  type BacktestIn,
  type BacktestPlan,
  type Dataset,
  type NumericModel,
  requireDatasetKind,
  type SymbolBacktestPlan,
  type SymbolModel,
} from '../../../contracts/schemas/index.ts';
import { AppError } from '../../../errors.ts';
import { otherKind } from '../../routing/other-kind.ts';

/** @throws AppError horizon_too_long, model_kind_mismatch */
export function numericPlanOf(
  { windows, step, horizon, refit, refit_every, dataset_id }: BacktestIn,
  { id, spec }: NumericModel,
): BacktestPlan {
  if (dataset_id !== undefined)
    throw otherKind(
      'model_kind_mismatch',
      `Model ${id} is one of numeric series`,
      ['dataset_id'],
      'its own dataset, by `model_id` alone',
    );
  if (horizon !== undefined && horizon > spec.horizon) {
    const message = `\`horizon\` is ${horizon}, and the model was trained for ${spec.horizon}`;
    const accepted = `at most ${spec.horizon}`;
    throw new AppError('horizon_too_long', {
      detail: `${message}; accepted: ${accepted}`,
      faults: [{ path: '/horizon', message, accepted }],
    });
  }
  return {
    windows: windows ?? spec.validation.windows ?? 1,
    step: step ?? spec.validation.step ?? 1,
    horizon: horizon ?? spec.horizon,
    refit,
    ...(refit ? { refit_every } : {}),
  };
}

/** @throws AppError model_kind_mismatch */
export function symbolPlanOf(body: BacktestIn, { id, dataset_id }: SymbolModel): SymbolBacktestPlan {
  const given = (['windows', 'step', 'horizon', 'refit'] as const).filter(
    (name) => body[name] !== undefined && body[name] !== false,
  );
  if (given.length > 0)
    throw otherKind(
      'model_kind_mismatch',
      `Model ${id} is one of symbols`,
      given,
      '`model_id` and `dataset_id`',
    );
  return { dataset_id: body.dataset_id ?? dataset_id };
}

/** @throws AppError dataset_kind_mismatch where a model cannot read what is in a dataset */
export function requireSameSymbols(dataset: Dataset, { id, spec }: SymbolModel): void {
  requireDatasetKind(dataset, 'symbols', 'a dataset of symbols, or none: then what was held out is tested');
  const { unit } = dataset.symbols!;
  if (unit === spec.unit) return;
  throw new AppError('dataset_kind_mismatch', {
    detail: `Dataset ${dataset.id} is cut into ${unit}s, and model ${id} reads ${spec.unit}s. What works: the same data uploaded with \`unit\` \`${spec.unit}\`.`,
  });
}
