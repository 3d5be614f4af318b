import { z } from 'zod';
import { instantExplanationSchema } from '../attribution/instant-explanation.ts';
import { boundsSchema, covariatesSchema } from '../datasets/covariates.ts';
import { warningSchema } from '../datasets/dataset.ts';
import { modelCreatedSchema } from '../models/model.ts';
import { datasetIdSchema, forecastIdSchema } from '../primitives/ids.ts';
import { pageOf } from '../primitives/page.ts';
import {
  forecastRequestSchema,
  forecastSchema,
  forecastSummarySchema,
  seriesErrorSchema,
  seriesForecastSchema,
} from './forecast.ts';
import { methodChoiceSchema } from './method-choice.ts';

const instantSeriesForecastSchema = seriesForecastSchema
  .extend({
    season_length: z.int().meta({
      description:
        'Number of observations in the season with which the network forecast; 1: no season. Where two seasons were about as likely, the forecast is the mean of both, and this is the likelier one.',
    }),
    explanation: instantExplanationSchema.optional(),
  })
  .meta({ id: 'InstantSeriesForecast', description: 'The instant forecast of one series.' });
export type InstantSeriesForecast = z.infer<typeof instantSeriesForecastSchema>;

const instantRequestSchema = forecastRequestSchema
  .extend({
    method: z.enum(['instant', 'auto']).meta({ description: 'The method that the call named.' }),
    covariates: covariatesSchema
      .nullable()
      .meta({ description: 'Covariates that the call named; null: none.' }),
    bounds: boundsSchema.nullable().meta({ description: 'Bounds of the values; null: none.' }),
    season_lengths: z.array(z.int()).nullish().meta({
      description: 'Seasons that the call named; null: they were found in the data.',
    }),
  })
  .meta({ id: 'InstantRequest', description: 'The options of an instant forecast, including defaults.' });

const instantHead = {
  method: z.literal('instant').meta({ description: 'An instant forecast: no model was trained.' }),
  model_id: z.null().meta({ description: 'Null: there is no model.' }),
  dataset_id: datasetIdSchema
    .nullable()
    .meta({ description: 'Dataset of the series; null: they came with the call and are not kept.' }),
  dataset_version: forecastSchema.shape.dataset_version
    .nullable()
    .default(null)
    .meta({ description: 'Version of the data that the forecast used; null for series of the call.' }),
  horizon: forecastSchema.shape.horizon,
  request: instantRequestSchema,
  created_at: forecastSchema.shape.created_at,
};

export const instantForecastSchema = z
  .object({
    id: forecastIdSchema
      .nullable()
      .meta({ description: 'Id of the stored forecast; null if it was not stored.' }),
    ...instantHead,
    forecasts: z.array(instantSeriesForecastSchema).meta({ description: 'Forecasts by series.' }),
    errors: z.array(seriesErrorSchema).meta({ description: 'Series that could not be forecast.' }),
    warnings: z.array(warningSchema).meta({ description: 'Warnings about the data of the call.' }),
    next_cursor: z.string().nullable().default(null).meta({
      description:
        '`cursor` of the call that forecasts the next series of the dataset; null: there are none.',
    }),
  })
  .meta({
    id: 'InstantForecast',
    description: 'Forecasts of the series of a call or a dataset, made without training.',
  });
export type InstantForecast = z.infer<typeof instantForecastSchema>;

const instantForecastSummarySchema = z
  .object({ id: forecastIdSchema, ...instantHead, series_count: forecastSummarySchema.shape.series_count })
  .meta({ id: 'InstantForecastSummary', description: 'A stored instant forecast without its numbers.' });

/** A forecast of numeric series, with or without a model. */
export const numericForecastSchema = z
  .discriminatedUnion('method', [instantForecastSchema, forecastSchema])
  .meta({
    id: 'NumericForecast',
    description: 'Forecasts of series: an instant forecast, or the forecast of a trained model.',
  });
export type NumericForecast = z.infer<typeof numericForecastSchema>;

const numericForecastSummarySchema = z
  .discriminatedUnion('method', [instantForecastSummarySchema, forecastSummarySchema])
  .meta({ id: 'NumericForecastSummary', description: 'A stored forecast without its numbers.' });
export type NumericForecastSummary = z.infer<typeof numericForecastSummarySchema>;
export const forecastPageSchema = pageOf(numericForecastSummarySchema, 'ForecastPage');

/** The answer of a one-shot call whose training continues. */
export const oneShotStartedSchema = modelCreatedSchema
  .extend({
    choice: methodChoiceSchema
      .optional()
      .meta({ description: 'Why a model is trained, if the call left the method to the service.' }),
    warnings: z
      .array(warningSchema)
      .default([])
      .meta({ description: 'Warnings about the data of the call.' }),
  })
  .meta({ id: 'OneShotStarted', description: 'The model to come, and the job that trains it.' });
