/** Periods within a day whose end has no date, such as `2024-01-08 08:00-09:00`. The end may look
 *  like an offset from UTC. */

/** The sign of the end is an offset's if no blank is behind it. */
const clockRange =
  /^(\d.{5,40}?[\sT])(\d{1,2}):([0-5]\d)(:[0-5]\d)?(\s*[-–—]\s*)(\d{1,2}):?([0-5]\d)(?::[0-5]\d)?$/;
const rangeLengthMax = 80;
const dayMinutes = 1_440;
/** No zone is farther behind UTC. */
const behindMaxMinutes = 720;
/** One period alone is no longer. */
const loneLengthMax = 60;

interface ClockRange {
  start: string;
  /** Whether its end can be read as an offset from UTC. */
  isOpen: boolean;
  /** Minutes from midnight to the end. */
  end: number;
  /** Minutes from the start to the end. */
  length: number;
}

function rangeIn(text: string): ClockRange | null {
  if (text.length > rangeLengthMax) return null;
  const [, date, hour, minute, second = '', dash, endHour, endMinute] = clockRange.exec(text) ?? [];
  if (date === undefined || Number(hour) > 23 || Number(endHour) > 24) return null;
  const end = 60 * Number(endHour) + Number(endMinute);
  const start = 60 * Number(hour) + Number(minute);
  if (end > dayMinutes) return null;
  const isOpen = dash.endsWith('-') && endHour.length === 2 && end <= behindMaxMinutes;
  const length = (end - start + dayMinutes) % dayMinutes;
  return { start: `${date}${hour}:${minute}${second}`, isOpen, end, length };
}

/** The start of a period within a day; null for other cells.
 *  @param areRanges whether the column has such periods, so that an end is no offset from UTC */
export function startOfClockRange(text: string, areRanges: boolean): string | null {
  const range = rangeIn(text);
  return range === null || (range.isOpen && !areRanges) ? null : range.start;
}

/** Whether cells such as `2024-01-08 08:00-09:00` are periods, and not times with offsets from UTC: several ends are as
 *  far from their starts, or an end is no offset of any zone.
 *  @param offsets whether the times of the dataset that the rows continue have offsets; null if that is not known */
export function areClockRanges(cells: readonly string[], offsets: 'all' | 'none' | null): boolean {
  if (offsets === 'all') return false;
  const ranges = cells.flatMap((cell) => rangeIn(cell.trim()) ?? []);
  if (ranges.length === 0 || ranges.length <= cells.length / 2) return false;
  if (ranges.some(({ isOpen }) => !isOpen)) return true;
  const [{ length }] = ranges;
  if (length === 0 || ranges.some((range) => range.length !== length)) return false;
  const haveSeveralEnds = new Set(ranges.map(({ end }) => end)).size > 1;
  return haveSeveralEnds || (offsets === 'none' && length <= loneLengthMax);
}
