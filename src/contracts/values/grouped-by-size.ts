/** Groups items in their order, so that the sizes of a group sum to at most `sizeMax`. A larger
 *  item is a group by itself.
 *  @param itemsMax of a group */
export function* groupedBySize<Item>(
  items: Iterable<Item>,
  sizeOf: (item: Item) => number,
  { sizeMax, itemsMax = Number.POSITIVE_INFINITY }: { sizeMax: number; itemsMax?: number },
): Generator<Item[]> {
  let part: Item[] = [];
  let size = 0;
  for (const item of items) {
    const more = sizeOf(item);
    if (part.length > 0 && (part.length === itemsMax || size + more > sizeMax)) {
      yield part;
      part = [];
      size = 0;
    }
    part.push(item);
    size += more;
  }
  if (part.length > 0) yield part;
}
