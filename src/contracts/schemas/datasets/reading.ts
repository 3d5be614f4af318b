import { z } from 'zod';
import { limits, partsOfTime } from '../../values/index.ts';

const timeColumnSchema = z
  .object({
    column: z.string().meta({ description: 'Name of the column.' }),
    part: z.enum(partsOfTime).meta({
      description:
        'What the column holds. `week`: a week of ISO 8601; `dayofyear`: 1 to 366; `hour24`: 1 to 24, of which 1 begins at midnight; `time`: a time of day such as 09:30; `hhmm` and `hhmmss`: a time of day in digits, such as 930.',
    }),
  })
  .meta({ id: 'TimeColumn', description: 'A column with a part of the times.' });

const constantSchema = z
  .object({
    column: z.string().max(limits.seriesIdLengthMax).meta({ description: 'Name of the column.' }),
    value: z.string().max(limits.seriesIdLengthMax).meta({ description: 'Its cell in each row.' }),
  })
  .meta({ id: 'ConstantColumn', description: 'A column with one value in all rows.' });

/** The reading of a table: the choices that lead from its cells to series. It is stored with the dataset, and rows that
 *  are added later are read by it. */
export const readingSchema = z
  .object({
    layout: z.enum(['long', 'wide', 'single', 'ohlcv', 'periods']).meta({
      description: 'Layout of the table. `periods`: months, quarters or hours across the columns.',
    }),
    time_column: z.string().meta({
      description: 'Column of the times; if their parts stand in several columns, the first of these.',
    }),
    clock_column: z.string().nullable().meta({
      description: 'Column of the time of day beside a column of dates; null if there is none.',
    }),
    time_columns: z
      .array(timeColumnSchema)
      .optional()
      .meta({
        description:
          'Columns whose parts together are the time, such as a year and a month. Absent if the times have one column.',
        example: [
          { column: 'year', part: 'year' },
          { column: 'month', part: 'month' },
        ],
      }),
    time_format: z.string().meta({
      description:
        'Notation of the times: a format of strptime such as `%d/%m/%Y`, or `iso`, `excel`, `unix_d`, `unix_s`, `unix_ms`, `unix_us`, `unix_ns`, `year`, `integer`.',
      example: '%d/%m/%Y',
    }),
    time_zone: z.string().nullable().meta({ description: 'IANA time zone of times without an offset.' }),
    offsets: z.boolean().optional().meta({
      description:
        'Whether the times have offsets from UTC. Absent if they have no time of day, or are numbers.',
    }),
    id_columns: z
      .array(z.string())
      .meta({ description: 'Columns whose values together name a series; none: the table has one series.' }),
    target: z
      .string()
      .nullable()
      .meta({ description: 'Column of the target; null in the layouts `wide` and `periods`.' }),
    covariates: z.array(z.string()).meta({ description: 'Columns of the covariates.' }),
    decimal: z
      .enum(['.', ','])
      .nullable()
      .meta({ description: 'Decimal mark of the numbers; null if no number of the table shows it.' }),
    missing: z
      .array(z.string())
      .meta({ description: 'Cells that mean a missing value, in addition to those that are always known.' }),
    units: z
      .record(z.string(), z.string())
      .optional()
      .meta({
        description:
          'Unit after the numbers of a column, by the name of the column. Absent if there is none.',
        example: { load: 'kW' },
      }),
    booleans: z
      .array(z.string())
      .optional()
      .meta({
        description:
          'Columns of words for yes and no, such as `true` and `false`, that were read as 1 and 0. Absent if there are none.',
        example: ['promo'],
      }),
    exclude: z
      .array(z.string())
      .optional()
      .meta({ description: 'Columns and series that are left out. Absent if there are none.' }),
    ignored: z.array(z.string().max(limits.seriesIdLengthMax)).max(limits.ignoredColumnsMax).optional().meta({
      description:
        'Columns that were not read, such as notes. They are ignored in later tables too. Absent if there are none, or if they are not known.',
    }),
    constants: z
      .array(constantSchema)
      .max(limits.constantColumnsMax)
      .optional()
      .meta({
        description:
          'Columns that say what all rows are about, such as one store, and other unread columns with one value. Later rows with another value are refused if the column names a thing, or if they replace stored ones. Absent if there are none.',
        example: [{ column: 'store', value: 'Berlin' }],
      }),
    snap: z.boolean().optional().meta({
      description:
        'Whether times move to the nearest step, as `snap` of the upload said. Absent if they do not.',
    }),
  })
  .meta({ id: 'Reading', description: 'The reading of a table: columns, notations of times and numbers.' });
export type TableReading = z.infer<typeof readingSchema>;
