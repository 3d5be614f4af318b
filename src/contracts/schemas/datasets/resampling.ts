import { z } from 'zod';
import { listedItems, listedNames } from '../../values/index.ts';

const aggregateNames = ['first', 'last', 'mean', 'median', 'sum', 'min', 'max'] as const;
export type AggregateName = (typeof aggregateNames)[number];

/** One aggregate for all columns, or aggregates by column. `*` is for the columns that are not named. */
export type Aggregates = AggregateName | Record<string, AggregateName>;

export interface Resampling {
  resample: string;
  aggregate?: Aggregates;
}

export const resampleSchema = z.string().max(32).optional().meta({
  description:
    'Aggregates the data to a coarser step, an ISO 8601 duration: one observation per period, at its start. Weeks start on Monday. Periods follow the clock of the time zone; the last one may be incomplete.',
  example: 'P1W',
});

const aggregateSchema = z.enum(aggregateNames);
const meaning =
  'How the numbers of a period become one number: `first`, `last`, `mean`, `median`, `sum`, `min` or `max`. Missing values are ignored. Default: `last`; in tables of prices `open` is `first`, `high` is `max`, `low` is `min` and `volume` is `sum`.';

export const aggregatesSchema = z.union([aggregateSchema, z.record(z.string(), aggregateSchema)]).meta({
  description: `${meaning} One for all columns, or an object with one by column; \`*\` is for the other columns.`,
});

const accepted = `an aggregate (${aggregateNames.join(', ')}), or one by column such as high:max,volume:sum`;

export const aggregatesQuerySchema = z
  .string()
  .transform((text, context): Aggregates => {
    const parts = listedItems(text).map((item) => {
      const colon = item.lastIndexOf(':');
      const column = colon < 0 ? '*' : (listedNames(item.slice(0, colon))[0] ?? '');
      return { column, name: item.slice(colon + 1).trim() };
    });
    if (parts.every(({ column, name }) => column !== '' && aggregateSchema.safeParse(name).success)) {
      if (parts.length === 1 && parts[0].column === '*') return parts[0].name as AggregateName;
      return Object.fromEntries(parts.map(({ column, name }) => [column, name as AggregateName]));
    }
    context.addIssue({ code: 'custom', params: { accepted }, input: text });
    return z.NEVER;
  })
  .meta({
    description: `${meaning} One for all columns, or one by column, separated by commas: \`high:max,low:min,volume:sum\`. One without a column is for the other columns. A name with a comma stands in quotes.`,
    example: 'high:max,low:min,volume:sum',
  });
