import {
  backtestInSchema,
  type Dataset,
  requireDatasetKind,
  type SymbolModel,
  symbolBacktestInSchema,
  symbolForecastInSchema,
  symbolSettingsSchema,
  symbolTraceInSchema,
} from '../../contracts/schemas/index.ts';
import { AppError } from '../../errors.ts';
import { negotiated } from '../routing/negotiation.ts';
import { sendJson } from '../routing/written-json.ts';
import { foreignFields, otherKind } from './kind-fields.ts';
import { readSettings } from './model-settings.ts';
import type { RequestKind } from './request-kind.ts';
import { symbolSpecOf } from './symbol-spec.ts';

const { family: _family, name: _name, tags: _tags, ...ownSettings } = symbolSettingsSchema.shape;
const ownNames = new Intl.ListFormat('en-GB').format(Object.keys(ownSettings));
const alternatives = { setting: ownNames, family: ownNames };

/** Requests about models of symbols. */
export const symbolRequests: RequestKind<'symbols'> = {
  async readSpec(body, dataset) {
    const because = `Dataset ${dataset.id} has symbols`;
    return symbolSpecOf(readSettings(body, symbolSettingsSchema, because, alternatives), dataset.symbols!);
  },

  async readPlan({ refit_every: _, ...body }, model, datasetOf) {
    // `refit_every` has no effect without `refit`.
    const foreign = foreignFields(body, symbolBacktestInSchema, backtestInSchema);
    if (foreign.length > 0)
      throw otherKind(
        'model_kind_mismatch',
        `Model ${model.id} is one of symbols`,
        foreign,
        '`model_id` and `dataset_id`',
      );
    if (body.dataset_id !== undefined) requireSameSymbols(await datasetOf(body.dataset_id), model);
    const datasetId = body.dataset_id ?? model.dataset_id;
    return { plan: { dataset_id: datasetId }, datasetId };
  },

  forecast: {
    schema: symbolForecastInSchema,
    alternative: ({ id }) => `POST /v1/models/${id}/forecasts with a \`context\``,
    async compute({ request, reply }, calls, { model }, body) {
      negotiated(request, ['application/json']);
      const made = await calls.symbols.forecast(request.tenant, model, body);
      return { requiresVersion: false, run: async () => sendJson(reply, made) };
    },
  },

  trace: {
    schema: symbolTraceInSchema,
    alternative: () => 'this call with a `context`',
  },

  bundle: {
    async dataset({ name }, vocabulary) {
      const { unit, symbols } = await vocabulary();
      return { name, unit, vocabulary: symbols.map(({ symbol }) => symbol) };
    },
  },
};

/** Requires that a model can read a dataset. @throws AppError dataset_kind_mismatch */
function requireSameSymbols(dataset: Dataset, { id, spec }: SymbolModel): void {
  requireDatasetKind(dataset, 'symbols', {
    numeric: 'a dataset of symbols, or no `dataset_id` to test the held-out sequences',
  });
  const { unit } = dataset.symbols!;
  if (unit === spec.unit) return;
  throw new AppError('dataset_kind_mismatch', {
    detail: `Dataset ${dataset.id} is split into ${unit}s, but model ${id} reads ${spec.unit}s. Alternative: upload the same data with \`unit\` \`${spec.unit}\`.`,
  });
}
