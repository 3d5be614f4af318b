import {
  type BacktestIn,
  type BacktestPlan,
  backtestInSchema,
  forecastInSchema,
  horizonOf,
  type NumericModel,
  numericBacktestInSchema,
  numericSettingsSchema,
  traceInSchema,
} from '../../contracts/schemas/index.ts';
import { respondIdempotently } from '../routing/idempotent-response.ts';
import { foreignFields, otherKind } from './kind-fields.ts';
import { readSettings } from './model-settings.ts';
import { numericSpecOf } from './numeric-spec.ts';
import type { RequestKind } from './request-kind.ts';

const families = numericSettingsSchema.shape.family.unwrap().options.map((family) => `\`${family}\``);
const alternatives = {
  setting: 'the call without it',
  family: `\`family\` ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(families)}`,
};

/** Requests about models of numeric series. */
export const numericRequests: RequestKind<'numeric'> = {
  async readSpec(body, dataset, attributes) {
    const because = 'The dataset has numeric series';
    const settings = readSettings(body, numericSettingsSchema, because, alternatives);
    const isAttributed = (settings.covariates?.static.length ?? 0) > 0;
    return numericSpecOf(settings, dataset, isAttributed ? await attributes() : []);
  },

  async readPlan(body, model) {
    const foreign = foreignFields(body, numericBacktestInSchema, backtestInSchema);
    if (foreign.length > 0)
      throw otherKind(
        'model_kind_mismatch',
        `Model ${model.id} is one of numeric series`,
        foreign,
        'its own dataset, by `model_id` alone',
      );
    return { plan: planOf(body, model), datasetId: model.dataset_id };
  },

  forecast: {
    schema: forecastInSchema,
    alternative: () => 'this call with `{}`, or with `series_ids` or `series`',
    async compute({ request, reply, form }, { numeric }, served, body) {
      const { tenant } = request;
      if (served.model.status === 'training' && body.while_training === 'instant') {
        const made = await numeric.whileTraining(tenant, served, body, form.text());
        const run = () => respondIdempotently(request, reply, form, async () => made);
        return { requiresVersion: false, run };
      }
      const isPlain = form.type === 'application/json' && !body.explain;
      const storeForecast = await numeric.computeForecast(
        tenant,
        served,
        body,
        form.text(isPlain ? 'made' : 'schema'),
      );
      return {
        requiresVersion: isPlain && body.store,
        run: (required) =>
          respondIdempotently(request, reply, form, (idempotentCall) =>
            storeForecast(idempotentCall, required),
          ),
      };
    },
  },

  trace: {
    schema: traceInSchema,
    alternative: () => 'this call with `{}`, or with `series_id` or `series`',
  },

  bundle: {
    async dataset({ name, time_kind, time_zone, frequency, target, covariates }) {
      return { name, time_kind, time_zone, frequency, target, covariates };
    },
  },
};

/** @throws AppError horizon_too_long */
function planOf(asked: BacktestIn, model: NumericModel): BacktestPlan {
  const { windows, step, refit, refit_every } = asked;
  const { validation } = model.spec;
  return {
    windows: windows ?? Math.max(1, validation.windows ?? 1),
    step: step ?? validation.step ?? 1,
    horizon: horizonOf(asked, model),
    refit,
    ...(refit ? { refit_every } : {}),
  };
}
