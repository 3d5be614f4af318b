/** Times of series on the clock of their zone. */

/** A time of the API in seconds, as charts take it; an integer stays as it is. A date or a time without
 *  a zone is read as UTC. */
export function secondsOf(time: string | number): number {
  if (typeof time === 'number') return time;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(time);
  return Date.parse(hasZone || !time.includes('T') ? time : `${time}Z`) / 1_000;
}

/** The seconds that a clock of a zone shows at an instant, as if it were UTC. */
export type Clock = (seconds: number) => number;

export const inUtc: Clock = (seconds) => seconds;

/** The offset from UTC that the API writes with a time, in seconds. */
function offsetOf(time: string | number): number {
  const [offset, sign, hours, minutes] =
    (typeof time === 'string' && /T.*([+-])(\d{2}):(\d{2})$/.exec(time)) || [];
  return offset === undefined ? 0 : (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60 : 60);
}

/** The seconds that the clock of its zone shows at a time of the API, as if it were UTC. */
export function shownAt(time: string): number {
  return secondsOf(time) + offsetOf(time);
}

/** The clock of the times of a series, in ascending order: the API writes each with its offset from UTC,
 *  which clock changes alter. */
export function clockOf(times: readonly (string | number)[]): Clock {
  const changes: { from: number; offset: number }[] = [];
  for (const time of times) {
    const offset = offsetOf(time);
    if (offset !== changes.at(-1)?.offset) changes.push({ from: secondsOf(time), offset });
  }
  if (changes.every(({ offset }) => offset === 0)) return inUtc;
  return (at) => at + (changes.findLast(({ from }) => from <= at) ?? changes[0]!).offset;
}

/** The instant at which a clock shows these seconds. A time that a change of clocks skips is read with
 *  the offset before it. */
export function instantOf(shown: number, clock: Clock): number {
  const near = 2 * shown - clock(shown);
  return near + shown - clock(near);
}

/** Labels of the ticks of an axis, as fine as their distance. Within days, the first tick and the first one of
 *  each day have the date. */
export function timeLabels(ticks: readonly number[], clock: Clock, language: string): string[] {
  const [first, last] = [ticks[0] ?? 0, ticks.at(-1) ?? 0];
  const step = ticks.length > 1 ? (last - first) / (ticks.length - 1) : 0;
  const days = step / 86_400;
  const options: Intl.DateTimeFormatOptions =
    days >= 300
      ? { year: 'numeric' }
      : days >= 25
        ? { year: 'numeric', month: 'short' }
        : days >= 0.9
          ? { month: 'short', day: 'numeric' }
          : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  if (ticks.length > 1 && step < 60) options.second = '2-digit';
  if (ticks.length > 1 && step < 1) options.fractionalSecondDigits = 3;
  const formatOf = (one: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...one, timeZone: 'UTC' });
  const format = formatOf(options);
  if (days >= 0.9) return ticks.map((tick) => format.format(clock(tick) * 1_000));
  const date: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' };
  const [dateAlone, dateAndTime] = [formatOf(date), formatOf({ ...date, ...options })];
  const shown = ticks.map(clock);
  const dayOf = (seconds: number) => Math.floor(seconds / 86_400);
  return shown.map((seconds, i) => {
    const before = shown[i - 1];
    if (before !== undefined && dayOf(before) === dayOf(seconds)) return format.format(seconds * 1_000);
    // A date with seconds is wider than the distance of two ticks.
    const isAlone = seconds % 86_400 === 0 || options.second !== undefined;
    return (isAlone ? dateAlone : dateAndTime).format(seconds * 1_000);
  });
}

/** A time on a clock in short: a date at midnight, else with minutes, and with seconds where it has some. */
export function timeText(seconds: number, clock: Clock): string {
  const text = new Date(Math.round(clock(seconds) * 1_000)).toISOString();
  if (text.endsWith('T00:00:00.000Z')) return text.slice(0, 10);
  return text
    .slice(0, -1)
    .replace('T', ' ')
    .replace(/(:00)?\.000$/, '');
}
