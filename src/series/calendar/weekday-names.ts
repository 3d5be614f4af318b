/** Names of weekdays in the languages of Intl. */
import { languages, plainName } from './languages.ts';

const shortest = 3;
/** 1 January 2024 was a Monday. */
const monday = { year: 2024, month: 0, day: 1 };

let byName: Map<string, Set<number>> | null = null;
const byWord = new Map<string, readonly number[]>();
const wordsMax = 1_000;

/** The weekdays that a word means in the languages, from 1 for Monday to 7; none if it is no name of a weekday. A word may
 *  mean several: `so` is a Saturday in Czech and a Sunday in German. */
export function weekdaysOfName(word: string): readonly number[] {
  const known = byWord.get(word);
  if (known !== undefined) return known;
  byName ??= namesOfWeekdays();
  const name = plainName(word);
  const found = new Set(byName.get(name));
  if (name.length >= shortest)
    for (const [full, weekdays] of byName)
      if (full.startsWith(name)) for (const weekday of weekdays) found.add(weekday);
  const weekdays = [...found];
  if (byWord.size < wordsMax) byWord.set(word, weekdays);
  return weekdays;
}

function namesOfWeekdays(): Map<string, Set<number>> {
  const names = new Map<string, Set<number>>();
  for (const language of languages)
    for (const style of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' });
      for (let weekday = 1; weekday <= 7; weekday++) {
        const name = plainName(format.format(Date.UTC(monday.year, monday.month, monday.day + weekday - 1)));
        if (name.length < 2 && /^[a-z]$/.test(name)) continue;
        names.set(name, (names.get(name) ?? new Set()).add(weekday));
      }
    }
  return names;
}
