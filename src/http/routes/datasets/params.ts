import { z } from 'zod';
import { datasetIdSchema, limits } from '../../../contracts/schemas/index.ts';

/** Parameters of the paths under `/datasets/:dataset_id`. */
export const datasetParamsSchema = z.object({ dataset_id: datasetIdSchema });

export const seriesParamsSchema = datasetParamsSchema.extend({
  series_id: z
    .string()
    .min(1)
    .max(limits.seriesIdLengthMax)
    .meta({ description: 'Id of a series of the dataset.' }),
});
