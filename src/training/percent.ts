/** Formats a share as percent for a sentence: one decimal below ten, none above, with a minus sign. */
export function percent(share: number): string {
  const value = 100 * share;
  const text = Math.abs(value)
    .toFixed(Math.abs(value) < 9.95 ? 1 : 0)
    .replace(/\.0$/, '');
  return value < 0 && text !== '0' ? `−${text}` : text;
}
