import { z } from 'zod';
import { limits } from '../primitives/limits.ts';
import { pageOf } from '../primitives/page.ts';
import { type SeriesData, seriesInSchema } from './dataset.ts';

export const observationsInSchema = z
  .strictObject({
    series: z.array(seriesInSchema).min(1).max(limits.seriesPerDatasetMax).meta({
      description:
        'Observations by series, with `times` or a `start`. A series with a new id is added to the dataset. The id may be omitted if the dataset has one series.',
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
    version: z.int().meta({
      description: 'Version of the dataset after the call. It is unchanged if no observation changed.',
    }),
    added: z.int().meta({ description: 'Number of observations at new times.' }),
    replaced: z.int().meta({ description: 'Number of observations whose values changed.' }),
  })
  .meta({ id: 'ObservationsAdded', description: 'Changes that the call made.' });
export type ObservationsAdded = z.infer<typeof observationsAddedSchema>;

export const datasetVersionSchema = z
  .object({
    version: z.int().meta({ description: 'The version after the change.' }),
    change: z.enum(['upload', 'observations']).meta({ description: 'The call that made the change.' }),
    added: z.int().meta({ description: 'Number of observations at new times.' }),
    replaced: z.int().meta({ description: 'Number of observations whose values changed.' }),
    created_at: z.iso.datetime().meta({ description: 'When it was made.' }),
  })
  .meta({ id: 'DatasetVersion', description: 'A version of the dataset, and the change that made it.' });
export type DatasetVersion = z.infer<typeof datasetVersionSchema>;
export const datasetVersionPageSchema = pageOf(datasetVersionSchema, 'DatasetVersionPage');

/** Observations to add to one stored series, with ascending times. */
export interface SeriesObservations extends Omit<SeriesData, 'covariates'> {
  /** Only the given columns. The others do not change. */
  covariates: Record<string, Float64Array>; // [T] each
}
