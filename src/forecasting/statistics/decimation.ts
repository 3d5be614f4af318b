/** At most `max` of the items, evenly spread and with the first among them. It bounds work that grows with the
 *  number of windows or series, without random draws. */
export function decimated<T>(items: readonly T[], max: number): readonly T[] {
  if (items.length <= max) return items;
  return Array.from({ length: max }, (_, i) => items[Math.floor((i * items.length) / max)]);
}
