import type { ReadContext } from '../../contracts/ports/index.ts';
import type { TableOptions } from '../../contracts/schemas/index.ts';
import { listedNames } from '../../contracts/values/index.ts';
import type { Delimiter } from '../cells/index.ts';
import type { NumberStyle } from '../columns/index.ts';
import { openOrderOf } from '../times/index.ts';

/** Everything that is known about a table before its first row. */
export interface TableInput {
  /** The options of the caller. */
  stated: TableOptions;
  /** The options of the caller with those that follow from the format. Their layout is that of the rows after
   *  periods are taken apart. */
  options: TableOptions;
  context: ReadContext;
  timeZone: string | null;
  delimiter: Delimiter;
  /** Decimal mark of numbers that a file with types has as text, `open` if it is not stated;
   *  null for tables of text. */
  typedText: NumberStyle | 'open' | null;
  /** Marks of missing values that the caller states. */
  missing: readonly string[];
}

/** @param isTyped whether the cells come from a file whose numbers have a type, and are written by `typedNumber` */
export function tableInput(
  stated: TableOptions,
  timeZone: string | null,
  delimiter: Delimiter,
  context: ReadContext,
  isTyped: boolean,
): TableInput {
  return {
    stated,
    options: {
      ...stated,
      ...(isTyped ? { decimal: '.' as const, date_order: orderOfText(stated, context) } : {}),
      ...(stated.layout === 'periods' ? { layout: 'auto' as const } : {}),
    },
    context,
    timeZone,
    delimiter,
    typedText: isTyped ? styleOfText(stated.decimal ?? context.textNotation?.decimal) : null,
    missing: listedNames(stated.missing ?? ''),
  };
}

/** Order of day and month in dates that a file with types has as text: the stated one, or that of the dataset
 *  which the rows continue. */
function orderOfText(
  { date_order, time_format }: TableOptions,
  { textNotation }: ReadContext,
): TableOptions['date_order'] {
  if (date_order !== 'auto' || time_format !== undefined) return date_order;
  const order = openOrderOf(textNotation?.time_format ?? '');
  return order === null || order === 'ym' || order === 'my' ? 'auto' : order;
}

function styleOfText(decimal: TableOptions['decimal']): NumberStyle | 'open' {
  if (decimal === undefined) return 'open';
  return decimal === ',' ? 'comma' : 'point';
}
