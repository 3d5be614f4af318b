import type { KindCalls, ModelStore, Weights } from '../contracts/ports/index.ts';
import { type Model, requireReady, type TenantId } from '../contracts/schemas/index.ts';
import type { WeightsCache } from './weights-cache.ts';

/** Reads the weights of a model, through a cache. @throws AppError model_not_ready, model_failed */
export type WeightsReader = (tenant: TenantId, model: Model) => Promise<Weights>;

export function createWeightsReader(models: Pick<ModelStore, 'weights'>, cache: WeightsCache): WeightsReader {
  return async (tenant, model) =>
    cache.get(tenant, requireReady(model).sha256, async () => shared(await models.weights(tenant, model.id)));
}

/** Weights in memory that threads share: a message to a thread does not copy them. */
function shared({ bytes, sha256 }: Weights): Weights {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  copy.set(bytes);
  return { bytes: copy, sha256 };
}

/** The calls that need the weights alone. */
export function weightsCalls(
  models: Pick<ModelStore, 'weights'>,
  threads: { onnx(weights: Weights): Promise<Uint8Array>; requireReadable(weights: Weights): void },
): Pick<KindCalls, 'onnx' | 'requireReadable'> {
  const weightsOf = async (tenant: TenantId, model: Model) => {
    requireReady(model);
    return models.weights(tenant, model.id); // not cached: such a call is rare
  };
  return {
    onnx: async (tenant, model) => threads.onnx(await weightsOf(tenant, model)),
    requireReadable: async (tenant, model) => threads.requireReadable(await weightsOf(tenant, model)),
  };
}
