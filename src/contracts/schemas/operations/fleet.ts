/** Fleets: one model for each series of a dataset, or for each group of series. */
import { z } from 'zod';
import { limits } from '../../values/index.ts';
import {
  forecastOptions,
  forecastRequestSchema,
  seriesErrorSchema,
  seriesForecastSchema,
} from '../forecasts/forecast.ts';
import { modelStatuses } from '../models/model.ts';
import { numericSettingsSchema } from '../models/settings.ts';
import { datasetIdSchema, fleetIdSchema } from '../primitives/ids.ts';
import { nameFilterField, pageOf, pageQuerySchema } from '../primitives/page.ts';

const { name, tags, family, ...memberFields } = numericSettingsSchema.shape;

const fleetSettingsSchema = z
  .strictObject({
    family: family.meta({
      description: 'Family of each model; see `ModelIn`. `auto`: chosen from the data.',
    }),
    ...memberFields,
  })
  .meta({
    id: 'FleetSettings',
    description: 'Settings of every model of the fleet; see `ModelIn`.',
  });

const perSchema = z.enum(['series', 'group']).meta({
  description:
    '`series`: one model for each series. `group`: one model for all series with the same value of the static attribute `group_by`.',
});
const groupBySchema = z.string().max(limits.nameLengthMax);

export const fleetInSchema = z
  .strictObject({
    dataset_id: datasetIdSchema,
    name: name
      .unwrap()
      .optional()
      .meta({ description: 'Name for people; default: the name of the dataset.' }),
    tags,
    per: perSchema.default('series'),
    group_by: groupBySchema.optional().meta({
      description: 'Static attribute of the series. Required with `per: "group"`.',
      example: 'region',
    }),
    short_series: z.enum(['refuse', 'leave_out']).default('refuse').meta({
      description:
        'What happens if a model would have too few observations for the horizon. `refuse`: the call is refused, and names the series. `leave_out`: the fleet has no model for them, and `left_out` names them.',
    }),
    settings: fleetSettingsSchema,
  })
  .refine(({ per, group_by }) => (per === 'group') === (group_by !== undefined), {
    path: ['group_by'],
    params: { accepted: 'a static attribute with `per: "group"`, and nothing with `per: "series"`' },
  })
  .refine(({ settings: { steps, epochs } }) => steps === undefined || epochs === undefined, {
    path: ['settings', 'epochs'],
    params: { accepted: 'either `steps` or `epochs`' },
  })
  .meta({
    id: 'FleetIn',
    description: 'The fleet to train.',
    example: {
      dataset_id: 'ds_019353f7c4a87d0c9d2b6a3f5e1c8b70',
      per: 'series',
      settings: { horizon: 3, preset: 'fast', steps: 20 },
    },
  });
export type FleetIn = z.output<typeof fleetInSchema>;

const fleetSkillSchema = z
  .object({
    with_skill: z.int().meta({ description: 'Trained models whose card claims skill.' }),
    median: z.number().nullable().meta({
      description:
        'Median over the trained models of the share of the error of the best naive forecast that they save.',
    }),
  })
  .meta({ id: 'FleetSkill', description: 'How good the models of a fleet are, from their cards.' });

export const fleetSchema = z
  .object({
    id: fleetIdSchema,
    name: z.string().meta({ description: 'Name for people.' }),
    tags: z.array(z.string()).meta({ description: 'Tags.' }),
    status: z.enum(modelStatuses).meta({
      description:
        '`ready` from the moment in which the last model is ready: all of its models are published together. `training` while a model is in training. Else `failed` or `cancelled` if a model is.',
    }),
    dataset_id: datasetIdSchema,
    dataset_version: z.int().meta({ description: 'Version of the data that the models are trained on.' }),
    per: perSchema,
    group_by: z.string().nullable().meta({ description: 'Static attribute of the groups.' }),
    settings: fleetSettingsSchema,
    models: z
      .object({
        total: z.int().meta({ description: 'Number of models.' }),
        training: z.int().meta({ description: 'Queued or in training.' }),
        ready: z.int().meta({ description: 'Trained.' }),
        failed: z.int().meta({ description: 'Whose training failed.' }),
        cancelled: z.int().meta({ description: 'Whose training was cancelled.' }),
      })
      .meta({ id: 'FleetModels', description: 'Models of the fleet by status.' }),
    series_count: z.int().meta({ description: 'Series that have a model.' }),
    left_out: z.array(z.string()).meta({
      description: `Ids of series without a model, because they are too short: the first ${limits.newSeriesListed}, and in lists the first ${limits.leftOutListed}.`,
    }),
    left_out_count: z.int().meta({ description: 'Number of series without a model.' }),
    skill: z.union([fleetSkillSchema, z.null()]).meta({
      description: 'Summary of the cards; null in lists, and before a model is ready.',
    }),
    created_at: z.iso.datetime().meta({ description: 'When it was created.' }),
    ready_at: z.iso.datetime().nullable().meta({ description: 'When its last model became ready.' }),
  })
  .meta({
    id: 'Fleet',
    description: 'One model for each series of a dataset, or for each group of its series.',
  });
export type Fleet = z.infer<typeof fleetSchema>;

export const fleetPageSchema = pageOf(fleetSchema, 'FleetPage');
export const fleetsQuerySchema = pageQuerySchema.extend({
  ...nameFilterField,
  dataset_id: datasetIdSchema.optional().meta({ description: 'Only fleets of this dataset.' }),
});
export type FleetsQuery = z.output<typeof fleetsQuerySchema>;

const { explain: _explain, future_covariates: _future, ...fleetForecastOptions } = forecastOptions;

export const fleetForecastInSchema = z
  .strictObject({
    series_ids: z
      .array(z.string().max(limits.seriesIdLengthMax))
      .min(1)
      .max(limits.forecastSeriesMax)
      .optional()
      .meta({
        description: `Ids of series of the fleet; default: all, if they are at most ${limits.forecastSeriesMax}.`,
      }),
    horizon: z
      .int()
      .min(1)
      .max(limits.horizonMax)
      .optional()
      .meta({ description: 'Number of steps ahead; default and maximum: the horizon of the fleet.' }),
    ...fleetForecastOptions,
  })
  .meta({
    id: 'FleetForecastIn',
    description: 'The series to forecast, and options; `{}` is enough for a fleet of few series.',
    example: { horizon: 3, levels: [80] },
  });
export type FleetForecastIn = z.output<typeof fleetForecastInSchema>;

export const fleetForecastSchema = z
  .object({
    fleet_id: fleetIdSchema,
    dataset_id: datasetIdSchema,
    horizon: z.int().meta({ description: 'Number of steps ahead.' }),
    request: forecastRequestSchema,
    created_at: z.iso.datetime().meta({ description: 'When it was made.' }),
    forecasts: z.array(seriesForecastSchema).meta({ description: 'Forecasts, in the order of the request.' }),
    errors: z.array(seriesErrorSchema).meta({ description: 'Series that could not be forecast.' }),
  })
  .meta({ id: 'FleetForecast', description: 'Forecasts by the models of a fleet. They are not stored.' });
export type FleetForecast = z.infer<typeof fleetForecastSchema>;
