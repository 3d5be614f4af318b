import { z } from 'zod';
import { limits, timeKinds } from '../../values/index.ts';
import { timeSchema } from '../datasets/dataset.ts';
import { forecastIdSchema, modelIdSchema } from '../primitives/ids.ts';
import { writtenNumber } from '../primitives/written-number.ts';

const embedTokenField = z.string().min(1).max(200).meta({
  description:
    'Token of an embed, in place of a key. It opens the latest forecast of one model and nothing else.',
  example: 'gce_x7QmVbq0cS1uTtV8Zk3nYw2LrEoJ5aHdPi9fGg4MxNs',
});

/** Query of the latest forecast of a model, as numbers or as a picture. */
export const latestForecastQuerySchema = z.strictObject({
  series: z.string().max(limits.seriesIdLengthMax).optional().meta({
    description:
      'Id of the series; default: the first one of the latest forecast. The latest forecast that has the series is shown.',
    example: 'value',
  }),
  history: writtenNumber(z.int().min(0).max(limits.pictureHistoryMax))
    .optional()
    .meta({
      description: `Number of observations before the forecast; default: three times the horizon, but at least ${limits.pictureHistoryDefaultMin} and at most ${limits.pictureHistoryDefaultMax}.`,
      example: 90,
    }),
  token: embedTokenField.optional(),
});
export type LatestForecastQuery = Omit<z.output<typeof latestForecastQuerySchema>, 'token'>;

const sizeSchema = (min: number, max: number) => writtenNumber(z.int().min(min).max(max));

export const svgPictureQuerySchema = latestForecastQuerySchema.extend({
  theme: z.enum(['auto', 'light', 'dark']).default('auto').meta({
    description: 'Colours. `auto` follows the settings of whoever looks at the picture.',
  }),
  width: sizeSchema(limits.pictureWidthMin, limits.pictureWidthMax)
    .prefault(800)
    .meta({ description: 'Width in pixels.' }),
  height: sizeSchema(limits.pictureHeightMin, limits.pictureHeightMax)
    .prefault(400)
    .meta({ description: 'Height in pixels.' }),
});
export const pngPictureQuerySchema = svgPictureQuerySchema.extend({
  theme: z.enum(['light', 'dark']).default('light').meta({ description: 'Colours.' }),
  scale: writtenNumber(z.int().min(1).max(limits.pictureScaleMax)).prefault(1).meta({
    description: 'Pixels of the picture for one pixel of `width` and `height`: 2 is sharp on dense screens.',
  }),
});

const observationsSchema = z
  .object({
    times: z.array(timeSchema).meta({ description: 'Times of the observations.' }),
    values: z
      .array(z.number().nullable())
      .meta({ description: 'Values of the target; null is a missing value.' }),
  })
  .meta({ id: 'ObservedValues', description: 'Observed values of a series.' });

const bandSchema = z
  .object({
    level: z.number().meta({ description: 'Level of the interval in percent.', example: 80 }),
    lower: z.array(z.number()).meta({ description: 'Lower end, step by step.' }),
    upper: z.array(z.number()).meta({ description: 'Upper end, step by step.' }),
  })
  .meta({ id: 'ForecastBand', description: 'A central interval, step by step.' });

export const latestForecastSchema = z
  .object({
    forecast_id: forecastIdSchema,
    created_at: z.iso.datetime().meta({ description: 'When the forecast was made.' }),
    model_id: modelIdSchema,
    model_name: z.string().meta({ description: 'Name of the model.' }),
    series_id: z.string().meta({ description: 'Id of the series.' }),
    series_count: z.int().meta({ description: 'Number of series in the forecast.' }),
    target: z.string().meta({ description: 'Name of the target.' }),
    time_kind: z.enum(timeKinds).meta({ description: 'Kind of the times.' }),
    history: observationsSchema.meta({
      description: 'The last observations before the first step. Empty if the series came with the call.',
    }),
    since: observationsSchema.meta({
      description: 'Observations from the first step on: what has happened since the forecast.',
    }),
    times: z.array(timeSchema).meta({ description: 'Times of the steps.' }),
    median: z.array(z.number()).meta({ description: 'Median of the forecast, step by step.' }),
    bands: z.array(bandSchema).meta({
      description:
        'Central intervals, the widest first: those of the forecast, and those between two of its quantiles. There are at most three; of more, those nearest to 95, 80 and 50 percent.',
    }),
  })
  .meta({ id: 'LatestForecast', description: 'The latest forecast of one series, with what was observed.' });
export type LatestForecast = z.infer<typeof latestForecastSchema>;
