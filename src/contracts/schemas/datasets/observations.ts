import { z } from 'zod';
import { limits } from '../primitives/limits.ts';
import { pageOf } from '../primitives/page.ts';
import { type SeriesData, seriesInSchema } from './dataset.ts';

export const observationsInSchema = z
  .strictObject({
    series: z.array(seriesInSchema).min(1).max(limits.seriesPerDatasetMax).meta({
      description:
        'Observations by series, with `times` or a `start`. A series that is not there yet is added; without an id it is that of a dataset of one series.',
    }),
  })
  .meta({
    id: 'ObservationsIn',
    description: 'Observations to add.',
    example: { series: [{ id: 'y', times: ['2024-04-30'], values: [104.2] }] },
  });
export type ObservationsIn = z.output<typeof observationsInSchema>;

export const observationsAddedSchema = z
  .object({
    version: z
      .int()
      .meta({ description: 'Version of the dataset now; the same as before where nothing changed.' }),
    added: z.int().meta({ description: 'Observations at times that were not there.' }),
    replaced: z.int().meta({ description: 'Observations that are now another than before.' }),
  })
  .meta({ id: 'ObservationsAdded', description: 'What the call changed.' });
export type ObservationsAdded = z.infer<typeof observationsAddedSchema>;

export const datasetVersionSchema = z
  .object({
    version: z.int().meta({ description: 'The version that came of it.' }),
    change: z.enum(['upload', 'observations']).meta({ description: 'The call that made it.' }),
    added: z.int().meta({ description: 'Observations at new times.' }),
    replaced: z.int().meta({ description: 'Observations that became others.' }),
    created_at: z.iso.datetime().meta({ description: 'When it was made.' }),
  })
  .meta({ id: 'DatasetVersion', description: 'What made a version of the dataset.' });
export type DatasetVersion = z.infer<typeof datasetVersionSchema>;
export const datasetVersionPageSchema = pageOf(datasetVersionSchema, 'DatasetVersionPage');

/** Observations of one series to be laid over what is stored, times ascending. */
export interface SeriesObservations extends Omit<SeriesData, 'covariates'> {
  /** Only the columns that were given: the others stay as they are. */
  covariates: Record<string, Float64Array>; // [T] each
}
