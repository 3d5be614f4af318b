import { z } from 'zod';
import { limits } from '../../values/index.ts';
import { writtenNumber } from './written-number.ts';

export const pageQuerySchema = z.strictObject({
  limit: writtenNumber(z.int().min(1).max(limits.pageSizeMax))
    .prefault(limits.pageSizeDefault)
    .meta({ description: 'Maximum number of items in the page.' }),
  cursor: z.string().max(500).optional().meta({ description: '`next_cursor` of the previous page.' }),
});
export type PageQuery = z.output<typeof pageQuerySchema>;

/** Filter by name in the query of a list. */
export const nameFilterField = {
  name: z.string().min(1).max(limits.nameLengthMax).optional().meta({
    description: 'Only items with this name; with `*` at the end, items whose names begin with it.',
    example: 'shop*',
  }),
};

export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

/** Schema of a page. It has a name, so that generated clients get `DatasetPage` instead of an anonymous type. */
export function pageOf<T extends z.ZodType>(item: T, id: string) {
  return z
    .object({
      data: z.array(item).meta({ description: 'The items of this page.' }),
      next_cursor: z
        .string()
        .nullable()
        .meta({ description: 'Pass it as `cursor` to get the next page; null on the last page.' }),
    })
    .meta({ id, description: 'A page of a list.' });
}
