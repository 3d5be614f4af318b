import { z } from 'zod';
import { columnsOfFeature, limits, timeFeatureNames } from '../../values/index.ts';
import { observationsSchema, timesSchema } from './dataset.ts';

export const timeFeaturesSchema = z.array(z.enum(timeFeatureNames)).max(timeFeatureNames.length);

const nameSchema = z.string().min(1).max(limits.nameLengthMax);
const namesSchema = z.array(nameSchema).max(limits.covariatesMax);

/** Covariates of a model, by name. */
export const covariatesInSchema = z
  .strictObject({
    past: namesSchema.default([]).meta({
      description: 'Columns whose values are known up to the last observation.',
      example: ['visitors'],
    }),
    future: namesSchema.default([]).meta({
      description:
        'Columns whose values are known in advance, over the whole horizon: promotions, holidays, planned prices. A forecast needs these values.',
      example: ['promotion'],
    }),
    static: namesSchema.default([]).meta({
      description: 'Attributes of the series that do not change in time.',
      example: ['region'],
    }),
    time_features: timeFeaturesSchema.default([]).meta({
      description:
        'Features that the service computes from the times, in the time zone of the dataset. The caller gives no values. A position in a cycle becomes sine and cosine; start and end of a month are its first and last open day.',
      example: ['day_of_week', 'is_month_end'],
    }),
  })
  .meta({
    id: 'CovariatesIn',
    description: 'Covariates that the model reads in addition to the target. Default: none.',
  });

export const covariatesSchema = z
  .object({
    past: namesSchema.meta({ description: 'Columns whose values are known up to the last observation.' }),
    future: namesSchema.meta({ description: 'Columns whose values are known over the whole horizon.' }),
    static: namesSchema.meta({ description: 'Static attributes of the series.' }),
    time_features: timeFeaturesSchema
      .optional()
      .meta({ description: 'Features that are computed from the times; absent: none.' }),
  })
  .meta({ id: 'Covariates', description: 'Covariates that the model reads in addition to the target.' });
export type Covariates = z.infer<typeof covariatesSchema>;

/** Columns that are known over the horizon: known-future covariates, then time features. */
export function futureColumns(covariates: Covariates | null | undefined): string[] {
  if (!covariates) return [];
  return [...covariates.future, ...(covariates.time_features ?? []).flatMap(columnsOfFeature)];
}

/** Scaling of covariates to inputs of the network. */
export const covariateEncodingSchema = z
  .object({
    past: z
      .int()
      .meta({ description: 'Number of past covariates. Each is scaled by its values in the context.' }),
    future: z
      .array(
        z
          .object({
            center: z.number().meta({ description: 'Number that is subtracted.' }),
            scale: z.number().meta({
              description: 'Divisor: an absolute size, or a share of the level if `is_relative`.',
            }),
            is_relative: z.boolean().meta({
              description:
                'Whether the covariate is scaled by its level in each series, because the levels differ much.',
            }),
          })
          .meta({ id: 'CovariateScale', description: 'Scale of a known-future covariate.' }),
      )
      .meta({ description: 'Scales of the known-future covariates, then of the time features.' }),
    static: z
      .array(
        z
          .object({
            classes: z
              .array(z.string())
              .nullable()
              .meta({ description: 'Values with a one-hot input; null for a numeric attribute.' }),
            center: z.number().meta({ description: 'Mean over the series, of a numeric attribute.' }),
            scale: z
              .number()
              .meta({ description: 'Standard deviation over the series, of a numeric attribute.' }),
          })
          .meta({ id: 'AttributeEncoding', description: 'Encoding of a static attribute.' }),
      )
      .meta({ description: 'Encodings of the static attributes.' }),
  })
  .meta({
    id: 'CovariateEncoding',
    description:
      'Scaling of the covariates, in the order of their names. It is learnt without the held-out data.',
  });
export type CovariateEncoding = z.infer<typeof covariateEncodingSchema>;

const boundSchema = z.number().min(-limits.valueMagnitudeMax).max(limits.valueMagnitudeMax).nullable();
const integerSchema = z.boolean();

export const boundsInSchema = z
  .strictObject({
    lower: boundSchema.default(null).meta({ description: 'No forecast is below it.', example: 0 }),
    upper: boundSchema.default(null).meta({ description: 'No forecast is above it.', example: 100 }),
    integer: integerSchema.default(false).meta({
      description: 'Whether values are counts. Quantiles, intervals and sample paths are then whole numbers.',
    }),
  })
  .refine(({ lower, upper }) => lower === null || upper === null || lower < upper, {
    path: ['upper'],
    params: { accepted: 'an upper bound above the lower one' },
  })
  .refine(
    ({ lower, upper, integer }) => !integer || lower === null || upper === null || Math.ceil(lower) <= upper,
    {
      path: ['upper'],
      params: { accepted: 'bounds with a whole number between them, since `integer` is true' },
    },
  )
  .meta({
    id: 'BoundsIn',
    description:
      'Bounds of the values. Default: none, but 0 as the lower bound if no value in the data is negative.',
  });

export const boundsSchema = z
  .object({
    lower: boundSchema.meta({ description: 'No forecast is below it.' }),
    upper: boundSchema.meta({ description: 'No forecast is above it.' }),
    integer: integerSchema.meta({ description: 'Whether values are whole numbers.' }),
  })
  .meta({ id: 'Bounds', description: 'Bounds of the values, as the caller gave them.' });
export type Bounds = z.infer<typeof boundsSchema>;

/** The names become those of the model that a one-shot forecast trains. */
function requireNames(columns: Record<string, unknown>, context: z.RefinementCtx): void {
  for (const name of Object.keys(columns))
    if (!nameSchema.safeParse(name).success)
      context.addIssue({
        code: 'custom',
        path: [name],
        input: name,
        message: `has a name of ${name.length} characters; accepted are 1 to ${limits.nameLengthMax}`,
      });
}

function requireFewNames(given: { covariates: object }[], context: z.RefinementCtx): void {
  const { size } = new Set(given.flatMap(({ covariates }) => Object.keys(covariates)));
  if (size > limits.covariatesMax)
    context.addIssue({
      code: 'custom',
      message: `has ${size} covariates; accepted are at most ${limits.covariatesMax}`,
    });
}

/** Known-future covariates of a forecast call. */
export const futureCovariatesSchema = z
  .array(
    z
      .strictObject({
        series_id: z
          .string()
          .max(limits.seriesIdLengthMax)
          .optional()
          .meta({ description: 'Series of the values; default: every series of the call.' }),
        times: timesSchema.optional().meta({
          description: 'Time of each value; default: the steps of the horizon in order.',
        }),
        covariates: z
          .record(z.string(), observationsSchema)
          .superRefine(requireNames)
          .meta({
            description:
              'Values by covariate, one for each time or each step of the horizon; null is an unknown value.',
            example: { promotion: [0, 1, 0] },
          }),
      })
      .meta({ id: 'FutureCovariates', description: 'Values of known-future covariates.' }),
  )
  .min(1)
  .max(limits.forecastSeriesMax + 1)
  .superRefine(requireFewNames)
  .meta({
    description:
      'Values of known-future covariates over the horizon. Values that are not given here are read from the dataset (rows after the last value of the target), or from the inline series.',
  });
export type FutureCovariatesIn = z.output<typeof futureCovariatesSchema>;

/** Values of known-future covariates in memory. */
export interface KnownFuture {
  /** Milliseconds or integers, as `SeriesData.times`; null: the steps of the horizon in order. */
  times: Float64Array | null;
  covariates: Record<string, Float64Array>; // NaN is missing
}
