/** Parts of a time that may stand in a column of their own. */
export const partsOfTime = [
  ...(['date', 'year', 'quarter', 'month', 'week', 'day', 'dayofyear'] as const),
  ...(['hour', 'hour24', 'minute', 'second', 'time', 'hhmm', 'hhmmss'] as const),
] as const;
export type PartOfTime = (typeof partsOfTime)[number];
