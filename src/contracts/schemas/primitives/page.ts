import { z } from 'zod';
import { limits } from './limits.ts';

export const pageQuerySchema = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(limits.pageSizeMax)
    .default(limits.pageSizeDefault)
    .meta({ description: 'Items in a page.' }),
  cursor: z.string().max(500).optional().meta({ description: '`next_cursor` of the page before.' }),
});
export type PageQuery = z.output<typeof pageQuerySchema>;

export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

/** A named page component, so that generated clients get `DatasetPage` and not an anonymous object. */
export function pageOf<T extends z.ZodType>(item: T, id: string) {
  return z
    .object({
      data: z.array(item).meta({ description: 'The items of this page.' }),
      next_cursor: z
        .string()
        .nullable()
        .meta({ description: 'Pass it as `cursor` for the next page; null on the last one.' }),
    })
    .meta({ id, description: 'A page of a list.' });
}
