/** At most `max` of the items, evenly spread, the first among them: how everything that costs time per window or
 *  series is bounded, without chance. */
export function decimated<T>(items: readonly T[], max: number): readonly T[] {
  if (items.length <= max) return items;
  return Array.from({ length: max }, (_, i) => items[Math.floor((i * items.length) / max)]);
}
