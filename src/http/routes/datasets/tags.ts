import { datasetSchema } from '../../../contracts/schemas/index.ts';
import { tagsBySchema } from '../../routing/preconditions.ts';

/** Tags of the answer to `getDataset`, for `If-Match`. */
export const datasetTags = tagsBySchema(datasetSchema);
