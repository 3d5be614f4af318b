import { z } from 'zod';
import type { Fault } from '../../../errors.ts';
import { limits, partsOfTime } from '../../values/index.ts';
import { calendarInSchema, calendarQuerySchema, frequencySchema } from '../primitives/frequency.ts';
import { datasetIdSchema } from '../primitives/ids.ts';
import { nameFilterField, pageOf, pageQuerySchema } from '../primitives/page.ts';
import { alternativesSchema } from '../primitives/problem.ts';
import { writtenNumber } from '../primitives/written-number.ts';
import { readingSchema, type TableReading } from './reading.ts';
import { aggregatesQuerySchema, aggregatesSchema, resampleSchema } from './resampling.ts';
import { symbolsInfoSchema, symbolsQueryFields } from './symbols.ts';

export const timeSchema = z.union([z.string().max(64), z.int()]).meta({
  id: 'Time',
  description:
    'A date (`2020-04-20`), an RFC 3339 date-time with offset, or an integer: the same kind as in the uploaded series.',
});
export type Time = z.infer<typeof timeSchema>;

/** Schema of a long array. It is checked by hand, because zod creates one issue per bad item, and a body may have
 *  millions of items. */
function columnSchema<T>(
  accepts: (item: unknown) => boolean,
  { accepted, items, minItems = 1 }: { accepted: string; items: Record<string, unknown>; minItems?: 0 | 1 },
) {
  return z
    .custom<T[]>()
    .superRefine((column: unknown, context) => {
      if (!Array.isArray(column)) {
        context.addIssue({ code: 'invalid_type', expected: 'array', input: column });
        return;
      }
      if (column.length < minItems) context.addIssue({ code: 'custom', message: 'is empty' });
      let faults = 0;
      for (let i = 0; i < column.length && faults < limits.faultsMax; i++) {
        if (accepts(column[i])) continue;
        faults++;
        context.addIssue({ code: 'custom', path: [i], params: { accepted }, input: column[i] });
      }
    })
    .meta({ type: 'array', items, minItems });
}

export const datasetNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(limits.nameLengthMax)
  .meta({ description: 'Name for people; default: a generated name.', example: 'spx' });
export const timesSchema = columnSchema<Time>(
  (time) => (typeof time === 'string' ? time.length <= 64 : Number.isSafeInteger(time)),
  {
    accepted: 'a date, a date-time with offset, or an integer',
    items: { type: ['string', 'integer'], maxLength: 64 },
  },
);
const valueMax = limits.valueMagnitudeMax;
const isValue = (value: unknown) =>
  value === null || (typeof value === 'number' && Math.abs(value) <= valueMax);
const valueItems = {
  accepted: `a number from -${valueMax} to ${valueMax}, or null for a missing value`,
  items: { type: ['number', 'null'], minimum: -valueMax, maximum: valueMax },
};
/** One observation, with the bounds and the messages of a column of them. */
export const observationSchema = z
  .custom<number | null>(isValue, { params: { accepted: valueItems.accepted } })
  .meta(valueItems.items);
export const observationsSchema = columnSchema<number | null>(isValue, valueItems).meta({
  description: 'One value per time; null is a missing value.',
});
const attributeSchema = z.union([z.string(), z.number().min(-valueMax).max(valueMax), z.boolean()]);

export const seriesInSchema = z
  .strictObject({
    id: z.string().trim().min(1).max(limits.seriesIdLengthMax).optional().meta({
      description:
        'Default: its position: `series_0`, `series_1` … Blanks at its ends do not count, as in tables.',
    }),
    start: timeSchema.optional().meta({
      description:
        'Time of the first value; the other times follow from the frequency. Not together with `times`.',
    }),
    times: timesSchema
      .optional()
      .meta({ description: 'One time per value. Without `start` and `times`, the times are 0, 1, 2 …' }),
    values: observationsSchema,
    covariates: z.record(z.string(), observationsSchema).optional().meta({
      description:
        'Other columns, with as many items as `values`. At the end, values may be null while covariates are given: these covariates are known in advance.',
    }),
    static: z
      .record(z.string(), attributeSchema)
      .optional()
      .meta({ description: 'Attributes of the series that do not change over time.' }),
  })
  .meta({ id: 'SeriesIn', description: 'One series: values and their times.' });
export type SeriesIn = z.infer<typeof seriesInSchema>;

const snapDescription =
  'Whether date-times move to the nearest time of the grid around which they jitter: hourly data whose times are seconds or minutes off. Of several observations at one time, the last number of each column is kept, with a warning. Default: false.';

/** A series of the call that a model forecasts. It may be new. */
export const forecastSeriesInSchema = seriesInSchema
  .extend({
    values: columnSchema<number | null>(isValue, { ...valueItems, minItems: 0 }).meta({
      description:
        'One value per time; null is a missing value. Empty for a new series: then `start` is the first time that is forecast.',
    }),
  })
  .meta({ id: 'ForecastSeriesIn', description: 'One series to forecast: values and their times.' });

export const datasetInSchema = z
  .strictObject({
    kind: z.literal('numeric').optional().meta({ description: 'Numeric series, the default.' }),
    name: datasetNameSchema.optional(),
    frequency: z.string().max(32).default('auto').meta({
      description:
        '`auto`, or an ISO 8601 duration (`P1D`, `PT1H`, `P1M`). A duration is needed if a series has only a `start` and is not daily.',
    }),
    time_zone: z
      .string()
      .max(64)
      .nullable()
      .default(null)
      .meta({ description: 'IANA time zone of times without an offset.', example: 'America/New_York' }),
    calendar: calendarInSchema.optional(),
    resample: resampleSchema,
    aggregate: aggregatesSchema.optional(),
    snap: z.boolean().optional().meta({ description: snapDescription }),
    series: z
      .array(seriesInSchema)
      .min(1)
      .max(limits.seriesPerDatasetMax)
      .meta({ description: 'The series; each has a different id.' }),
  })
  .meta({
    id: 'DatasetIn',
    description: 'Series to store.',
    example: {
      name: 'shop',
      series: [{ id: 'coffee', start: '2024-01-01', values: [12, 15, null, 14, 18, 25, 9] }],
    },
  });
export type DatasetIn = z.infer<typeof datasetInSchema>;

/** Query of the upload of a table, in any format. */
export const tableOptionsSchema = z.strictObject({
  name: datasetNameSchema.optional(),
  layout: z.enum(['auto', 'long', 'wide', 'single', 'ohlcv', 'periods']).default('auto').meta({
    description:
      '`long`: one row per series and time; `wide`: one column per series; `single`: one series, a target and its covariates; `ohlcv`: the same for prices; `periods`: one row per year or day, and a column for each of its months, quarters, hours or shorter intervals; `auto`: found from the columns.',
  }),
  id_column: z.string().optional().meta({
    description:
      'Column with series ids; default: `unique_id`, `series_id`, `id`, `symbol` or `ticker`, or columns such as `sku` and `store` if times repeat without them.',
  }),
  time_column: z
    .string()
    .optional()
    .meta({ description: 'Column with the whole times; default: found by name, else by content.' }),
  time_columns: z
    .string()
    .max(2_048)
    .optional()
    .meta({
      description: `Columns whose parts together are the time, separated by commas: \`year,month\`, \`year,week\`, \`date,hour\`. A part that the name of the column does not say stands behind it: \`a:year,b:month\`. Parts: ${partsOfTime.map((part) => `\`${part}\``).join(', ')}. Not together with \`time_column\`. Default: found by names and values.`,
      example: 'year,month',
    }),
  id_columns: z.string().optional().meta({
    description:
      'Columns whose values together name a series, separated by commas. The id of a series joins the values with `|`. Not together with `id_column`.',
    example: 'store,item',
  }),
  time_format: z.string().min(1).max(64).optional().meta({
    description:
      'Notation of the times: a format of strptime such as `%d/%m/%Y`, or `iso`, `excel`, `unix_d`, `unix_s`, `unix_ms`, `unix_us`, `unix_ns`, `year`, `integer`. Default: found from all rows.',
    example: '%d/%m/%y',
  }),
  decimal: z.enum(['.', ',']).optional().meta({
    description: 'Decimal mark of the numbers. Default: found from all rows.',
  }),
  missing: z.string().max(1_024).optional().meta({
    description:
      'Cells that mean a missing value, separated by commas, in addition to those that are always known.',
    example: '-999,closed',
  }),
  exclude: z.string().max(4_096).optional().meta({
    description:
      'Columns and ids of series to leave out, separated by commas. A part of an id that joins several columns leaves out all its series.',
    example: 'Total',
  }),
  target: z.string().optional().meta({
    description:
      'Column to forecast; default: `close`, `y`, `value`, `target`, the only numeric one, or a name such as `sales`.',
  }),
  covariates: z.string().optional().meta({
    description:
      'Covariates: columns to keep in addition to the target, separated by commas. Default: all other numeric columns.',
  }),
  time_zone: z
    .string()
    .max(64)
    .optional()
    .meta({ description: 'IANA time zone of times without an offset.', example: 'America/New_York' }),
  calendar: calendarQuerySchema.optional().meta({
    description: 'Replaces the learnt holidays: `XNYS`, or closed days separated by commas.',
    example: 'XNYS',
  }),
  resample: resampleSchema,
  aggregate: aggregatesQuerySchema.optional(),
  snap: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: snapDescription }),
  sheet: z.string().min(1).max(200).optional().meta({
    description: 'Sheet of an xlsx workbook: its name, or its position from 1 on. Default: the first one.',
    example: 'Sales',
  }),
  date_order: z.enum(['auto', 'ymd', 'mdy', 'dmy']).default('auto').meta({
    description: 'Order of year, month and day in dates of three numbers; `auto`: found from all rows.',
  }),
});
export type TableOptions = z.output<typeof tableOptionsSchema>;

/** Query of an upload that creates a dataset. */
export const uploadQuerySchema = tableOptionsSchema.extend(symbolsQueryFields);
export type UploadQuery = z.output<typeof uploadQuerySchema>;

export const warningSchema = z
  .object({
    code: z
      .enum([
        'times_sorted',
        'gaps',
        'values_missing',
        'series_constant',
        'columns_ignored',
        'date_order_assumed',
        'decimal_assumed',
        'layout_assumed',
        'frequency_irregular',
        'rows_without_time',
        'time_zone_unknown',
        'time_zone_named',
        'last_line_unfinished',
        'line_breaks_mixed',
        'lines_blank',
        'symbols_rare',
        'columns_missing',
        'times_off_grid',
        'times_distant',
        'series_added',
        'encoding_assumed',
        'format_differs',
        'sheet_chosen',
        'times_snapped',
        'times_jittered',
        'times_nonexistent',
        'lines_skipped',
        'missing_suspected',
        'totals_suspected',
        'ids_similar',
        'times_counted',
        'values_suspected',
      ])
      .meta({ description: 'Stable code; programs may depend on it.' }),
    message: z.string().meta({ description: 'What was found, and how it was handled.' }),
    series_id: z.string().nullable().meta({ description: 'The series of the warning; null: all.' }),
    line: z.int().nullable().meta({ description: 'Line of the upload. The header is line 1.' }),
    alternatives: alternativesSchema.optional(),
  })
  .meta({ id: 'Warning', description: 'Something unusual in the uploaded data, and how it was handled.' });
export type Warning = z.infer<typeof warningSchema>;

export const datasetSchema = z
  .object({
    id: datasetIdSchema,
    name: z.string().meta({ description: 'Name for people.' }),
    kind: z
      .enum(['numeric', 'symbols'])
      .meta({ description: 'Kind of the data: numeric series, or sequences of symbols.' }),
    version: z.int().min(1).meta({ description: 'Increases with each change of the observations.' }),
    series_count: z.int().meta({ description: 'Number of series.' }),
    point_count: z.int().meta({
      description: 'Number of observations of the target over all series, including missing values.',
    }),
    missing_count: z.int().meta({ description: 'Number of missing values of the target.' }),
    time_kind: z.enum(['date', 'instant', 'integer']).meta({ description: 'Notation of the times.' }),
    time_zone: z
      .string()
      .nullable()
      .meta({ description: 'IANA time zone of the times; null if there is none.' }),
    frequency: frequencySchema,
    start: timeSchema.nullable().meta({ description: 'First time; null if there are no observations.' }),
    end: timeSchema.nullable().meta({ description: 'Last time; null if there are no observations.' }),
    target: z.string().meta({ description: 'Column to forecast, unless a model names another column.' }),
    covariates: z.array(z.string()).meta({ description: 'The other columns.' }),
    symbols: symbolsInfoSchema.nullable().meta({
      description:
        'Information about the symbols, if the dataset has sequences of symbols. Their times are 0, 1, 2 …',
    }),
    reading: readingSchema.nullable().meta({
      description:
        'How the table of the upload was read. Tables that are added later are read in the same way. Null if the upload was JSON.',
    }),
    warnings: z.array(warningSchema).meta({ description: 'Warnings about the uploaded data.' }),
    created_at: z.iso.datetime().meta({ description: 'When it was uploaded.' }),
  })
  .meta({ id: 'Dataset', description: 'Time series with one frequency, or sequences of symbols.' });
export type Dataset = z.infer<typeof datasetSchema>;

/** A dataset in a list. */
const datasetSummarySchema = datasetSchema
  .omit({ frequency: true, reading: true, warnings: true })
  .extend({
    step: z.string().meta({
      description: 'One step: an ISO 8601 duration, or an integer if the times are integers.',
      example: 'P1D',
    }),
    warning_count: z.int().meta({ description: 'Number of warnings about the uploaded data.' }),
  })
  .meta({
    id: 'DatasetSummary',
    description:
      'A dataset without its calendar, its reading and its warnings. `GET /v1/datasets/{dataset_id}` has them.',
  });
export type DatasetSummary = z.infer<typeof datasetSummarySchema>;
export const datasetPageSchema = pageOf(datasetSummarySchema, 'DatasetPage');
export const datasetsQuerySchema = pageQuerySchema.extend(nameFilterField);
export type DatasetsQuery = z.output<typeof datasetsQuerySchema>;

export const seriesSummarySchema = z
  .object({
    id: z.string().meta({ description: 'Id of the series in its dataset.' }),
    start: timeSchema,
    end: timeSchema,
    point_count: z.int().meta({ description: 'Number of observations, including missing values.' }),
    missing_count: z.int().meta({ description: 'Number of missing values.' }),
    static: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
      .meta({ description: 'Attributes of the series that do not change over time.' }),
    recent: z.array(z.number().nullable()).optional().meta({
      description: 'The last values of the target, if the query asks for them; null is a missing value.',
    }),
  })
  .meta({ id: 'SeriesSummary', description: 'A series without its observations.' });
export type SeriesSummary = z.infer<typeof seriesSummarySchema>;
export const seriesPageSchema = pageOf(seriesSummarySchema, 'SeriesPage');
export const recentField = {
  recent: writtenNumber(z.int().min(0).max(limits.recentValuesMax)).prefault(0).meta({
    description:
      'How many of the last values of each series to add as `recent`, for small drawings. Datasets of symbols have none.',
  }),
};

/** Bounds of the observations that a call reads or deletes. */
export const timeRangeFields = {
  from: z.string().max(64).optional().meta({
    description:
      'First time, included. Beside date-times, a date is midnight at its start, in the zone of the dataset.',
  }),
  to: z.string().max(64).optional().meta({
    description:
      'Last time, included. Beside date-times, a date is midnight at its start, so that later times of the day are not in the range.',
  }),
};

export const pointsQuerySchema = pageQuerySchema.extend({
  ...timeRangeFields,
  limit: writtenNumber(z.int().min(1).max(limits.pointsPageSizeMax))
    .prefault(1_000)
    .meta({ description: 'Maximum number of observations in the page.' }),
});
export type PointsQuery = z.output<typeof pointsQuerySchema>;

export const seriesPointsSchema = z
  .object({
    id: z.string().meta({ description: 'Id of the series in its dataset.' }),
    times: z.array(timeSchema).meta({ description: 'Times of the observations, in order.' }),
    values: z
      .array(z.number().nullable())
      .meta({ description: 'Values of the target; null is a missing value.' }),
    covariates: z
      .record(z.string(), z.array(z.number().nullable()))
      .meta({ description: 'Values of the other columns, by name; null is a missing value.' }),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: 'Pass it as `cursor` to get the next page; null on the last page.' }),
  })
  .meta({ id: 'SeriesPoints', description: 'A page of the observations of a series.' });
export type SeriesPoints = z.infer<typeof seriesPointsSchema>;

/** One series in memory. Times are integers: milliseconds since 1970 (UTC; dates at midnight), or the index itself. */
export interface SeriesData {
  id: string;
  times: Float64Array; // [T], strictly increasing
  values: Float64Array; // [T], NaN is missing
  covariates: Record<string, Float64Array>; // [T] each, NaN is missing
  static: Record<string, string | number | boolean>;
  /** Time of the first step of a series without rows. */
  start?: number;
  /** [T], line of each observation in the table, or its position in the list `times` of a JSON body; only of
   *  observations for a stored series. */
  lines?: Float64Array;
}

/** A dataset as it was parsed, before it is stored and has an id. */
export interface ParsedDataset {
  name: string;
  header: DatasetHeader;
  series: SeriesData[];
  warnings: Warning[];
  /** How the cells of the table were read; null if the series came as JSON. */
  reading: TableReading | null;
  /** In a table that continues a dataset: what may belong to another series, or to a whole day; absent if there is
   *  nothing. */
  otherThings?: readonly OtherThing[];
}

/** A value in a column that had another one in all rows of an upload, or a day without a time of day in a dataset
 *  with a shorter step. */
export interface OtherThing {
  /** Why it is refused where the rows replace stored ones. */
  fault: Fault;
  /** The warning where they replace none, or where other rows have the value of the upload. */
  warning: string;
  /** Whether no row of the table has the value of the upload, or a time of day. */
  isEverywhere: boolean;
}

/** The properties of a dataset that computations need in addition to its arrays. */
export type DatasetHeader = Pick<Dataset, 'time_kind' | 'time_zone' | 'frequency' | 'target' | 'covariates'>;
