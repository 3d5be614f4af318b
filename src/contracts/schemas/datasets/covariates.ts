import { z } from 'zod';
import { limits } from '../primitives/limits.ts';
import { observationsSchema, timesSchema } from './dataset.ts';
import { columnsOfFeature, timeFeaturesSchema } from './time-features.ts';

const namesSchema = z.array(z.string().min(1).max(limits.nameLengthMax)).max(limits.covariatesMax);

/** What a model reads beside its target, by name. */
export const covariatesInSchema = z
  .strictObject({
    past: namesSchema.default([]).meta({
      description: 'Columns that are known up to the last observation.',
      example: ['visitors'],
    }),
    future: namesSchema.default([]).meta({
      description:
        'Columns that are known in advance, over the whole horizon: promotions, holidays, prices that are set. A forecast needs their values.',
      example: ['promotion'],
    }),
    static: namesSchema.default([]).meta({
      description: 'Attributes of the series that do not change in time.',
      example: ['region'],
    }),
    time_features: timeFeaturesSchema.default([]).meta({
      description:
        'What the service reads off the times itself, in the time zone of the dataset, over the horizon too: no values are given. A place in a cycle is read as sine and cosine; start and end of a month are its first and last open day.',
      example: ['day_of_week', 'is_month_end'],
    }),
  })
  .meta({
    id: 'CovariatesIn',
    description: 'What the model reads beside the target, by name; default: nothing.',
  });

export const covariatesSchema = z
  .object({
    past: namesSchema.meta({ description: 'Columns that are known up to the last observation.' }),
    future: namesSchema.meta({ description: 'Columns that are known over the whole horizon.' }),
    static: namesSchema.meta({ description: 'Attributes of the series.' }),
    time_features: timeFeaturesSchema
      .optional()
      .meta({ description: 'What is read off the times; absent: nothing is.' }),
  })
  .meta({ id: 'Covariates', description: 'What the model reads beside the target, by name.' });
export type Covariates = z.infer<typeof covariatesSchema>;

/** Columns that are read over the horizon: known-future covariates, then what is read off the times. */
export function futureColumns(covariates: Covariates | null | undefined): string[] {
  if (!covariates) return [];
  return [...covariates.future, ...(covariates.time_features ?? []).flatMap(columnsOfFeature)];
}

/** How covariates become inputs of the network. */
export const covariateEncodingSchema = z
  .object({
    past: z.int().meta({ description: 'Past covariates; each is scaled by what the network reads of it.' }),
    future: z
      .array(
        z
          .object({
            center: z.number().meta({ description: 'What is taken off.' }),
            scale: z.number().meta({
              description: 'What is divided by: a size, or a share of the level where it is relative.',
            }),
            is_relative: z.boolean().meta({
              description: 'Whether it is scaled by the level of each series, since levels are far apart.',
            }),
          })
          .meta({ id: 'CovariateScale', description: 'Scale of a known-future covariate.' }),
      )
      .meta({ description: 'Known-future covariates, then columns of time features.' }),
    static: z
      .array(
        z
          .object({
            classes: z
              .array(z.string())
              .nullable()
              .meta({ description: 'Values that have an input of their own; null for a number.' }),
            center: z.number().meta({ description: 'Mean of a number over the series.' }),
            scale: z.number().meta({ description: 'Standard deviation of a number over the series.' }),
          })
          .meta({ id: 'AttributeEncoding', description: 'A static attribute as input.' }),
      )
      .meta({ description: 'Static attributes.' }),
  })
  .meta({
    id: 'CovariateEncoding',
    description: 'How covariates are scaled, learnt before the parts held out; in the order of their names.',
  });
export type CovariateEncoding = z.infer<typeof covariateEncodingSchema>;

const boundSchema = z.number().min(-limits.valueMagnitudeMax).max(limits.valueMagnitudeMax).nullable();
const integerSchema = z.boolean();

export const boundsInSchema = z
  .strictObject({
    lower: boundSchema.default(null).meta({ description: 'No forecast is below it.', example: 0 }),
    upper: boundSchema.default(null).meta({ description: 'No forecast is above it.', example: 100 }),
    integer: integerSchema.default(false).meta({
      description: 'Whether values are counts: quantiles, intervals and sample paths are then whole numbers.',
    }),
  })
  .refine(({ lower, upper }) => lower === null || upper === null || lower < upper, {
    path: ['upper'],
    params: { accepted: 'an upper bound above the lower one' },
  })
  .meta({
    id: 'BoundsIn',
    description: 'What values can be; default: no bounds, and 0 where no value in the data is below it.',
  });

export const boundsSchema = z
  .object({
    lower: boundSchema.meta({ description: 'No forecast is below it.' }),
    upper: boundSchema.meta({ description: 'No forecast is above it.' }),
    integer: integerSchema.meta({ description: 'Whether values are whole numbers.' }),
  })
  .meta({ id: 'Bounds', description: 'What values can be, as the caller said.' });
export type Bounds = z.infer<typeof boundsSchema>;

/** Known-future covariates of a forecast call. */
export const futureCovariatesSchema = z
  .array(
    z
      .strictObject({
        series_id: z
          .string()
          .max(limits.seriesIdLengthMax)
          .optional()
          .meta({ description: 'The series that they are of; default: every series of the call.' }),
        times: timesSchema.optional().meta({
          description: 'Time of each value; default: the steps of the horizon, one after the other.',
        }),
        covariates: z.record(z.string(), observationsSchema).meta({
          description:
            'Values by covariate, one for each time or each step of the horizon; null where one is not known.',
          example: { promotion: [0, 1, 0] },
        }),
      })
      .meta({ id: 'FutureCovariates', description: 'Values of covariates that are known in advance.' }),
  )
  .min(1)
  .max(limits.forecastSeriesMax + 1)
  .meta({
    description:
      'Known-future covariates of the model over the horizon. What is not given here is read from the dataset (rows after the last value of the target), or from the inline series.',
  });
export type FutureCovariatesIn = z.output<typeof futureCovariatesSchema>;

/** Values of known-future covariates in memory. */
export interface KnownFuture {
  /** Milliseconds or integers, as `SeriesData.times`; null: the steps of the horizon, one after the other. */
  times: Float64Array | null;
  covariates: Record<string, Float64Array>; // NaN is missing
}
