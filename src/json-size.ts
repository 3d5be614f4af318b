const bytesPerNumber = 8;

/** More JSON than this is neither parsed nor written in the main thread. This much takes a few milliseconds. */
export const jsonInlineBytesMax = 64 * 1024;

/** Whether the JSON of a value probably has more than `bytesMax` bytes. The walk ends as soon as that is known. */
export function isLargerThan(value: unknown, bytesMax: number): boolean {
  return rest(value, bytesMax) < 0;
}

/** Bytes of the JSON of a value, about. */
export function jsonSizeOf(value: unknown): number {
  return Number.MAX_SAFE_INTEGER - rest(value, Number.MAX_SAFE_INTEGER);
}

/** Rest of `budget` after the value; negative if the value takes more. */
function rest(value: unknown, budget: number): number {
  if (budget < 0) return budget;
  if (typeof value === 'string') return budget - value.length - 2;
  if (typeof value !== 'object' || value === null) return budget - bytesPerNumber;
  if (Array.isArray(value)) {
    let left = budget - 2 * value.length;
    for (let i = 0; i < value.length && left >= 0; i++) left = rest(value[i], left);
    return left;
  }
  let left = budget;
  for (const name in value) {
    if (left < 0) break;
    left = rest((value as Record<string, unknown>)[name], left - name.length - 4);
  }
  return left;
}
