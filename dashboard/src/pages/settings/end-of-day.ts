/** The latest day that the service reads: years have four digits. */
export const dayMax = '9999-12-31';

/** End of a day in the zone of the reader, as ISO 8601 in UTC. Null for a text that is no day, and for an
 *  end after the year 9999.
 *  @param day such as `2026-12-31` */
export function endOfDay(day: string): string | null {
  const end = new Date(/^\d{4}-\d\d-\d\d$/.test(day) ? `${day}T23:59:59` : Number.NaN);
  // West of Greenwich the last day of 9999 ends in the year 10000 of UTC.
  return Number.isNaN(end.getTime()) || end.getUTCFullYear() > 9_999 ? null : end.toISOString();
}
