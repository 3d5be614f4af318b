import type {
  CacheCounts,
  ModelStore,
  SequenceStore,
  SymbolCalls,
  SymbolForecaster,
} from '../contracts/ports/index.ts';
import {
  datasetEmpty,
  limits,
  requireReady,
  type SymbolForecastIn,
  type SymbolModel,
  symbolsOf,
} from '../contracts/schemas/index.ts';
import { AppError, refuse } from '../errors.ts';
import { createWeightsReader, weightsCalls } from './inputs/model-weights.ts';
import { requireSymbolOperations, requireTracedSymbols } from './inputs/operations.ts';
import { resultOrThrow } from './inputs/result.ts';
import { WeightsCache } from './inputs/weights-cache.ts';
import { createCacheCounts } from './served/cache-counts.ts';

const weightsCacheBytesMax = 64 * 1024 * 1024;

export interface SymbolCallsDeps {
  store: { models: Pick<ModelStore, 'weights'>; sequences: Pick<SequenceStore, 'ends'> };
  forecaster: SymbolForecaster;
  caches?: CacheCounts;
}

export function createSymbolCalls({
  store,
  forecaster,
  caches = createCacheCounts(),
}: SymbolCallsDeps): SymbolCalls {
  const weightsOf = createWeightsReader(store.models, new WeightsCache(weightsCacheBytesMax, caches.weights));
  return {
    async forecast(tenant, model, body) {
      requireReady(model);
      const contextSymbols = requireContext(body, model);
      requireFewSamples(body);
      requireSymbolOperations(model.spec, contextSymbols, body);
      const weights = await weightsOf(tenant, model);
      const { id: model_id, dataset_id, dataset_version } = model;
      const head = { model_id, dataset_id, dataset_version };
      return resultOrThrow(await forecaster.forecast({ ...body, weights, head }));
    },

    async memory(tenant, model) {
      const weights = await weightsOf(tenant, model);
      const windowsMax = limits.memoryWindowsMax;
      const ends = await store.sequences.ends(tenant, model.dataset_id, {
        sequencesMax: windowsMax,
        // Enough for all windows in one sequence, one after the other.
        symbolsMax: windowsMax * Math.min(model.spec.context_length ?? 1, limits.memoryWindowSymbolsMax) + 1,
      });
      if (ends.length === 0) throw datasetEmpty({ id: model.dataset_id, kind: 'symbols' });
      const found = resultOrThrow(await forecaster.memory({ weights, ends, windowsMax }));
      return { model_id: model.id, dataset_version: model.dataset_version, ...found };
    },

    async trace(tenant, model, body) {
      requireReady(model);
      const contextSymbols = requireContext(body, model);
      requireTracedSymbols(model.spec, contextSymbols);
      if (body.ends === true) requireEnds(model.spec);
      const weights = await weightsOf(tenant, model);
      const task = { ...body, weights, numbersMax: limits.traceNumbersMax, head: { model_id: model.id } };
      return resultOrThrow(await forecaster.trace(task));
    },

    inspect: ({ weights, spec, dataset }) =>
      forecaster.inspect({ weights, spec, vocabulary: dataset.vocabulary }),
    ...weightsCalls(weightsOf, forecaster),
  };
}

/** @returns the number of symbols. @throws AppError sequence_empty, sequence_too_long */
function requireContext({ context }: Pick<SymbolForecastIn, 'context'>, { spec }: SymbolModel): number {
  const symbols = symbolsOf(context, spec.unit).length;
  if (symbols === 0) {
    refuse('sequence_empty', {
      path: '/context',
      message: '`context` has white space only, and its symbols are words',
      accepted: 'at least one word',
    });
  }
  if (symbols <= limits.contextSymbolsMax) return symbols;
  return refuse('sequence_too_long', {
    path: '/context',
    message: `\`context\` has ${symbols} symbols`,
    accepted: `at most ${limits.contextSymbolsMax}, such as the last ones`,
  });
}

/** @throws AppError request_invalid for a model that knows no ends */
function requireEnds({ boundary }: SymbolModel['spec']): void {
  if (boundary === true) return;
  refuse('request_invalid', {
    path: '/ends',
    message:
      '`ends` says that the sequence ends, and the model has learnt from one long text, without an end',
    accepted: 'the call without `ends`',
  });
}

/** @throws AppError forecast_too_large */
function requireFewSamples({ samples, length }: SymbolForecastIn): void {
  if (samples * length <= limits.sampledSymbolsMax) return;
  throw new AppError('forecast_too_large', {
    detail: `${samples} samples of ${length} symbols make ${samples * length} symbols; accepted: at most ${limits.sampledSymbolsMax} in a call`,
  });
}
