/** Takes words out of a time that people write beside its numbers: weekdays, `Uhr`, `week of`. */
import { weekdaysOfName } from '../calendar/index.ts';

export interface BareTime {
  text: string;
  /** The weekdays that the words may mean, from 1 for Monday to 7; null if no weekday was there. */
  weekdays: readonly number[] | null;
  /** Whether the words say that the rest is a day, and no longer period. */
  isDay: boolean;
}

const weekWords =
  /^(?:w\/?[ecb]|wk|week)\s*(?:(?:of|ending|beginning|commencing|starting|from)\s*)?(?::\s+)?(?<=\s)(?=\p{N})/iu;
const weekdayBefore = /^([\p{L}\p{M}'ʼ-]{1,20})(?:\.,?|,)?\s+(?=\S)(?=.*\d)/u;
const weekdayAfter = /(?<![\s,])[\s,]+([\p{L}\p{M}'ʼ-]{1,20})\.?$/u;
const weekdayInBrackets = /(?<!\s)\s*[(（]\s*([\p{L}\p{M}'ʼ-]{1,20})\.?\s*[)）]/u;
const dateStart = String.raw`^([^\d\n\r\u2028\u2029]*\d.*\s)`;
/** `14h30`, `14h` and `14 Uhr` */
const hourLetter = new RegExp(`${dateStart}${String.raw`(\d{1,2})\s?(?:h(\d\d)?|Uhr)$`}`, 'i');
/** `9am` and `9 a.m.` */
const hourWithHalf = new RegExp(`${dateStart}${String.raw`(\d{1,2})\s?([ap])\.?m\.?$`}`, 'i');
/** `27.10.2024 14.00` and `27/10/2024 14.00.00`, as in Finland, Denmark and Italy */
const clockWithPoints = /(\d\s+)(\d{1,2})\.([0-5]\d)(?:\.([0-5]\d))?$/;
/** `27.10.2024, 14:00` */
const commaBeforeClock = /,\s*(?=\d{1,2}:\d\d)/;
/** `01/Jan/2024:14:00:00` and `01JAN2024:14:00:00`, as in logs of Apache and in SAS */
const colonBeforeClock = /(?<=\p{L}{3}\/?\d{4}):(?=\d\d:\d\d)/u;
/** `+01:00[Europe/Berlin]` */
const zoneName = /(?<=[+-]\d\d:?\d\d|Z)\[[A-Za-z_]+(?:\/[A-Za-z_]+)*\]$/;
/** The name of a zone behind an offset, as in `+0000 UTC` of Go and `GMT+0100 (CET)` of
 *  JavaScript; and `GMT` before it */
const zoneBehindOffset =
  /(:\d\d(?:\.\d+)?\s*)(?:GMT|UTC)?([+-]\d\d:?\d\d)(?:\s+(?:[A-Z]{2,5}|\([^()\d]+\)))?$/;
/** `00:00 (UTC)` */
const utcInBrackets = /(?<=:\d\d)\s*\((UTC|GMT)\)$/;
/** `Jan  1 09:00:00 2024`, as the command date and ctime write it */
const yearBehindClock =
  /^(\p{L}{3,}\.?\s+\d{1,2})\s+(\d{1,2}:\d\d(?::\d\d)?)\s+(?:(?:UTC|GMT)\s+)?(\d{4})$/iu;
/** Word for year after the number of the year, in Russian, Ukrainian and Bulgarian. */
const yearWord = /(?<=\d{4})\s*(?:г|года|р|року|год)\.?(?=[\s,]|$)/u;

/** A time of day with the abbreviation of a zone behind it, perhaps in brackets, at the end of a time or of the start
 *  of a period. `GMT` is UTC, and `OCT` a month. */
const zoneAbbreviation =
  /(?:\d|[ap]\.?m\.?)\s+\(?(?!GMT|OCT|SEPT)([A-Z]{1,4}T|MEZ|MESZ|MSK)\)?(?=$|\s+[-–—]\s)/;

/** The abbreviation of a zone behind a time of day, such as EST; null if there is none. It names no zone for certain:
 *  CST is in America, China and Cuba. */
export function abbreviatedZone(written: string): string | null {
  return zoneAbbreviation.exec(written.trim())?.[1] ?? null;
}

export const acceptedWithoutZone =
  'the times without it, and time_zone with the name of the zone, such as America/New_York; or offsets such as -05:00 in its place';

/** The time without the words that are known; null if it has none of them. */
export function withoutWords(written: string): BareTime | null {
  let weekdays: readonly number[] | null = null;
  const takeOut = (text: string, pattern: RegExp) => {
    if (weekdays !== null) return text;
    const match = pattern.exec(text);
    const found = match === null ? [] : weekdaysOfName(match[1]);
    if (match === null || found.length === 0) return text;
    weekdays = found;
    return text.slice(0, match.index) + text.slice(match.index + match[0].length);
  };
  const unmarked = written.replace(/^'(?=\d)/, '');
  const isWeek = weekWords.test(unmarked);
  let text = unmarked.replace(weekWords, '').replace(zoneName, '').replace(yearWord, '');
  for (const pattern of [weekdayInBrackets, weekdayBefore, weekdayAfter]) text = takeOut(text, pattern);
  text = text
    .replace(commaBeforeClock, ' ')
    .replace(zoneBehindOffset, '$1$2')
    .replace(utcInBrackets, ' $1')
    .replace(colonBeforeClock, ' ')
    .replace(' @ ', ' ')
    .replace(yearBehindClock, '$1, $3 $2')
    .replace(/(?<=:\d\d)\s*Uhr$/i, '')
    .replace(
      clockWithPoints,
      (_, before, hour, minute, second) =>
        `${before}${hour}:${minute}${second === undefined ? '' : `:${second}`}`,
    )
    .replace(hourLetter, (_, date, hour, minute = '00') => `${date}${hour}:${minute}`)
    .replace(hourWithHalf, (_, date, hour, half) => `${date}${hour}:00 ${half}m`)
    .trim();
  return text === written ? null : { text, weekdays, isDay: isWeek || weekdays !== null };
}

/** Whether a day falls on one of the weekdays that a time names.
 *  @param weekday from 1 for Monday to 7 */
export function fitsWeekday(weekdays: readonly number[] | null, weekday: number): boolean {
  return weekdays === null || weekdays.includes(weekday);
}
