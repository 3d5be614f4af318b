import type { Alternative, ReadingOptions } from '../../api/index.ts';

/** Options of marks and of columns that a reader may choose one after another. */
const growing = ['missing', 'exclude'];

/** The options with an alternative of a message. Marks and columns that were chosen before stay, each of them once. */
export function withAlternative(options: ReadingOptions, { option, value }: Alternative): ReadingOptions {
  const before = options[option];
  if (before === undefined || !growing.includes(option)) return { ...options, [option]: value };
  return { ...options, [option]: [...new Set([...itemsOf(before), ...itemsOf(value)])].join(',') };
}

/** The items of a list, as they are written: quotes stay around a name with a comma.
 *  The rule of `src/contracts/values/lists.ts`, which the pages may not import; a test compares the two. */
function itemsOf(list: string): string[] {
  const items = list.match(/\s*"(?:[^"]|"")*"\s*|[^,]+/g) ?? [];
  return items.map((item) => item.trim()).filter((item) => item !== '' && item !== '""');
}
