import type { SeriesData } from '../../contracts/schemas/index.ts';

/** Name of the column of a static attribute. */
export function staticName(attribute: string): string {
  return `static.${attribute}`;
}

export function textOf(values: SeriesData['static'], attribute: string): string | undefined {
  return values[attribute] === undefined ? undefined : String(values[attribute]);
}
