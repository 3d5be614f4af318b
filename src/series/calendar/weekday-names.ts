/** Names of weekdays in the languages of Intl. */
import { languages, plainName, remembered, startsOf } from './languages.ts';

/** 1 January 2024 was a Monday. */
const monday = { year: 2024, month: 0, day: 1 };

/** Weekdays by their names, and by the beginnings of names. */
let byName: ReadonlyMap<string, ReadonlySet<number>> | null = null;

/** The weekdays that a word means in the languages, from 1 for Monday to 7; none if it is no name of a weekday. A word
 *  may mean several: `so` is a Saturday in Czech and a Sunday in German. */
export const weekdaysOfName = remembered((word): readonly number[] => {
  byName ??= namesOfWeekdays();
  return [...(byName.get(plainName(word)) ?? [])];
});

function namesOfWeekdays(): Map<string, Set<number>> {
  const names = new Map<string, Set<number>>();
  for (const language of languages)
    for (const style of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' });
      for (let weekday = 1; weekday <= 7; weekday++) {
        const name = plainName(format.format(Date.UTC(monday.year, monday.month, monday.day + weekday - 1)));
        if (name.length < 2 && /^[a-z]$/.test(name)) continue;
        for (const written of new Set([name, ...startsOf(name)]))
          names.set(written, (names.get(written) ?? new Set()).add(weekday));
      }
    }
  return names;
}
