import type { KindCalls, ModelStore, Weights } from '../../contracts/ports/index.ts';
import { type Model, requireReady, type TenantId } from '../../contracts/schemas/index.ts';
import { currentCall } from '../../sharing/index.ts';
import type { WeightsCache } from './weights-cache.ts';

/** Reads the weights of a model, through a cache. @throws AppError model_not_ready, model_failed, overloaded */
export type WeightsReader = (tenant: TenantId, model: Model) => Promise<Weights>;

export function createWeightsReader(models: Pick<ModelStore, 'weights'>, cache: WeightsCache): WeightsReader {
  return async (tenant, model) =>
    cache.get(tenant, requireReady(model), (beforePart) => models.weights(tenant, model.id, beforePart));
}

/** The calls that need the weights alone. */
export function weightsCalls(
  weightsOf: WeightsReader,
  threads: { onnx(weights: Weights): Promise<Uint8Array>; requireReadable(weights: Weights): void },
): Pick<KindCalls, 'onnx' | 'requireReadable'> {
  return {
    async onnx(tenant, model) {
      currentCall().memory?.expect(requireReady(model).bytes); // the file has as many
      return threads.onnx(await weightsOf(tenant, model));
    },
    requireReadable: async (tenant, model) => threads.requireReadable(await weightsOf(tenant, model)),
  };
}
