import { isSymbolModel, type Model, requireReady, type TenantId } from '../../contracts/schemas/index.ts';
import type { AppDeps } from './deps.ts';

/** Before a job that begins with the weights of a model: whether they are there, and of this version of the service.
 *  @throws AppError model_not_ready, model_failed, model_outdated */
export async function requireReadableWeights(
  { store, forecaster, symbolForecaster }: Pick<AppDeps, 'store' | 'forecaster' | 'symbolForecaster'>,
  tenant: TenantId,
  model: Model,
): Promise<void> {
  requireReady(model);
  const weights = await store.models.weights(tenant, model.id);
  (isSymbolModel(model) ? symbolForecaster : forecaster).requireReadable(weights);
}
