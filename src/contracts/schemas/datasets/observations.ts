import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { datasetIdSchema } from '../primitives/ids.ts';
import { pageOf } from '../primitives/page.ts';
import { writtenNumber } from '../primitives/written-number.ts';
import {
  datasetNameSchema,
  datasetSchema,
  type SeriesData,
  seriesInSchema,
  timeRangeFields,
  timeSchema,
  warningSchema,
} from './dataset.ts';
import { readingSchema } from './reading.ts';

/** The id has its blanks: a dataset of an earlier version may have ids with blanks at their ends. */
const seriesObservationsInSchema = seriesInSchema
  .extend({
    id: z.string().min(1).max(limits.seriesIdLengthMax).optional().meta({
      description:
        'Id of the series; default: that of the only series of the dataset. Blanks at its ends do not count, unless the dataset has this id.',
    }),
  })
  .meta({ id: 'SeriesObservationsIn', description: 'Observations of one series, and their times.' });

export const observationsInSchema = z
  .strictObject({
    series: z.array(seriesObservationsInSchema).min(1).max(limits.seriesPerDatasetMax).meta({
      description:
        'Observations by series, with `times` or a `start`. The id may be omitted if the dataset has one series. A new id needs `new_series=allow`.',
    }),
  })
  .meta({
    id: 'ObservationsIn',
    description: 'Observations to add.',
    example: { series: [{ id: 'y', times: ['2024-04-30'], values: [104.2] }] },
  });
export type ObservationsIn = z.output<typeof observationsInSchema>;

/** `true` or `false` in a query. */
const isTrue = (text: string) => text === 'true';
const flagSchema = z.enum(['true', 'false']).default('false').transform(isTrue);

const allowSchema = z.enum(['allow', 'refuse']).default('refuse');

/** Query of each call that adds observations. */
export const appendQueryFields = {
  new_series: allowSchema.meta({
    description: 'Whether ids that the dataset does not have add new series, or are refused.',
  }),
  distant_times: allowSchema.meta({
    description:
      'Whether times are allowed that are far before the start or after the end of their series: more than ten steps, and more than the longest gap of the series.',
  }),
  off_grid: allowSchema.meta({
    description:
      'Whether times are allowed that lie between the steps of a regular series, such as 09:30 in daily data.',
  }),
  snap: z.enum(['true', 'false']).transform(isTrue).optional().meta({
    description:
      'Default: as `snap` of the upload, if the upload was a table. `true`: date-times move to the nearest step from the last observation of their series, as `snap` of an upload does. Of several observations at one time, the last number of each column is kept, with a warning. The dataset needs a step of minutes, hours or days.',
  }),
};

export const dryRunField = {
  dry_run: flagSchema.meta({
    description: '`true`: the answer says what the call would do, and nothing is stored.',
  }),
};

const seriesPreviewSchema = z
  .object({
    id: z.string().meta({ description: 'Id of the series.' }),
    times: z.array(timeSchema).meta({ description: 'The first times, as they were read.' }),
    values: z
      .array(z.number().nullable())
      .meta({ description: 'The first values of the target; null is a missing value.' }),
    covariates: z
      .record(z.string(), z.array(z.number().nullable()))
      .meta({ description: 'The first values of the other columns.' }),
    overview: z
      .object({
        times: z.array(timeSchema).meta({ description: 'Times of the observations.' }),
        values: z.array(z.number().nullable()).meta({ description: 'Their values of the target.' }),
      })
      .optional()
      .meta({
        id: 'SeriesOverview',
        description: `At most ${limits.overviewPoints} observations to draw the series: of a longer one the first, the last, and the least and the greatest of equal parts. In dry runs of uploads.`,
      }),
  })
  .meta({ id: 'SeriesPreview', description: 'The first observations of a series, as they were read.' });
export type SeriesPreview = z.infer<typeof seriesPreviewSchema>;
const previewSchema = z.array(seriesPreviewSchema).meta({
  description: `The first ${limits.previewPoints} observations of the first ${limits.previewSeries} series.`,
});

export const observationsAddedSchema = z
  .object({
    version: z.int().meta({
      description: 'Version of the dataset after the call. It is unchanged if no observation changed.',
    }),
    added: z.int().meta({ description: 'Number of observations at new times.' }),
    replaced: z.int().meta({ description: 'Number of observations whose values changed.' }),
    new_series: z.array(z.string()).meta({
      description: `Ids of the series that the call added, at most ${limits.newSeriesListed}.`,
    }),
    warnings: z.array(warningSchema).meta({ description: 'Warnings about the sent data.' }),
    dry_run: z.boolean().meta({ description: 'Whether the call only said what it would do.' }),
    reading: readingSchema.nullable().optional().meta({
      description: 'How the table was read, in a dry run; null if the body is JSON.',
    }),
    preview: previewSchema.optional(),
  })
  .meta({ id: 'ObservationsAdded', description: 'Changes that the call made, or would make.' });
export type ObservationsAdded = z.infer<typeof observationsAddedSchema>;

const eventColumnsSchema = z
  .object({
    sequence_column: z.string().meta({ description: 'The column with the ids of the sequences.' }),
    time_column: z
      .string()
      .nullable()
      .meta({ description: 'The column whose times order the events; null: the rows keep their order.' }),
    symbol_column: z.string().meta({ description: 'The column with the symbols.' }),
  })
  .meta({ id: 'EventColumns', description: 'The columns of an event log that were read.' });
export type EventColumnNames = z.infer<typeof eventColumnsSchema>;

/** A dataset that an upload would make. It has all fields of a dataset, so that callers need no second type. */
export const datasetPreviewSchema = datasetSchema
  .extend({
    id: datasetIdSchema.meta({ description: 'An id of zeros, which no dataset has.' }),
    dry_run: z.literal(true).meta({ description: 'Nothing was stored.' }),
    preview: previewSchema,
    sequences: z
      .array(
        z
          .object({
            id: z.string().meta({ description: 'Id of the sequence.' }),
            symbols: z.array(z.string().nullable()).meta({ description: 'Its first symbols.' }),
          })
          .meta({ id: 'SequencePreview', description: 'The first symbols of a sequence.' }),
      )
      .meta({ description: 'The first sequences of an upload of symbols; else empty.' }),
    event_columns: eventColumnsSchema
      .nullable()
      .meta({ description: 'The columns of an event log; null for every other upload.' }),
  })
  .meta({ id: 'DatasetPreview', description: 'The dataset that the upload would make.' });
export type DatasetPreview = z.infer<typeof datasetPreviewSchema>;

export const datasetVersionSchema = z
  .object({
    version: z.int().meta({ description: 'The version after the change.' }),
    change: z
      .enum(['upload', 'observations', 'deletion', 'restore'])
      .meta({ description: 'Kind of the change that made it.' }),
    added: z.int().meta({ description: 'Number of observations at new times.' }),
    replaced: z.int().meta({ description: 'Number of observations whose values changed.' }),
    deleted: z.int().meta({ description: 'Number of observations that were deleted.' }),
    restored_version: z
      .int()
      .nullable()
      .meta({ description: 'The version that a restore went back to; null for other changes.' }),
    is_kept: z.boolean().meta({ description: 'Whether the version can be read and restored.' }),
    created_at: z.iso.datetime().meta({ description: 'When it was made.' }),
  })
  .meta({ id: 'DatasetVersion', description: 'A version of the dataset, and the change that made it.' });
export type DatasetVersion = z.infer<typeof datasetVersionSchema>;
export const datasetVersionPageSchema = pageOf(datasetVersionSchema, 'DatasetVersionPage');

export const deletionQuerySchema = z.strictObject({
  series_id: z
    .string()
    .min(1)
    .max(limits.seriesIdLengthMax)
    .optional()
    .meta({ description: 'Only observations of this series; default: of all series.' }),
  ...timeRangeFields,
  ...dryRunField,
});
export type DeletionQuery = z.output<typeof deletionQuerySchema>;

export const deletionSchema = z
  .object({
    version: z.int().meta({
      description: 'Version of the dataset after the call. It is unchanged if nothing was deleted.',
    }),
    deleted: z.int().meta({ description: 'Number of deleted observations.' }),
    deleted_series: z.array(z.string()).meta({
      description: `Ids of the series that have no observation left and were deleted, at most ${limits.newSeriesListed}.`,
    }),
    dry_run: z.boolean().meta({ description: 'Whether the call only said what it would do.' }),
  })
  .meta({ id: 'Deletion', description: 'Observations that the call deleted, or would delete.' });
export type Deletion = z.infer<typeof deletionSchema>;

/** Version of the data in the query of a read. */
export const versionField = {
  version: writtenNumber(z.int().min(1)).optional().meta({
    description: 'Version of the dataset; default: the newest. `…/versions` says which ones are kept.',
  }),
};

export const datasetChangeSchema = z
  .strictObject({ name: datasetNameSchema })
  .meta({ id: 'DatasetChange', description: 'The fields to change.', example: { name: 'shop 2024' } });

/** Observations to add to one stored series, with ascending times. */
export interface SeriesObservations extends Omit<SeriesData, 'covariates'> {
  /** Only the given columns. The others do not change. */
  covariates: Record<string, Float64Array>; // [T] each
  /** JSON pointer of the series in the body; absent in a table. */
  path?: string;
  /** Whether its times had no offset from UTC, so that they are read in the zone of the dataset. */
  isLocal?: boolean;
}
