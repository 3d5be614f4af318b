/** Values that all rows of a file share, and that the next file has otherwise: periods, states,
 *  versions, files and remarks. */
import { namesMonthOrWeekday } from '../times/index.ts';
import type { Column } from './header.ts';

/** Names of columns of periods, of what happened to rows, and of texts about them. */
const changingName =
  /(?:date|datum|time|zeit|timestamp|day|week|woche|month|monat|hour|stunde|quarter|quartal|year|jahr|period|periode|season|saison|status|quality|comments?|remarks?|bemerkung|kommentar|version|filename)$|^(?:fiscal|fy|kw|tag|mes|mois|mese|flag|qualifier|qc|confidence|revision|release|vintage|edition|notes?|hinweis|message|reason|event|weather|file|path|sheet|page|url|link|author|editor|operator|(?:created|updated|changed|modified|entered|imported|exported|uploaded)by|(?:batch|run|import|export|job|request)(?:id|no|nr)?|rate)$/;
/** Dates and years, versions and numbered pages, and files. */
const changingValue =
  /(?:^|\D)(?:19|20)\d\d(?:\D|$|[01]\d)|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b|^\d{1,2}:\d\d|^(?:v|ver|version|rev|revision|release|page|seite|sheet|tabelle|week|woche|kw|month|monat|q|quarter|quartal|fy|day|tag|batch|run|part|teil)[\s._-]*\d[\d.]*$|\.(?:csv|tsv|txt|xlsx?|json|parquet|zip|pdf)$|^https?:/i;
/** States of numbers, such as those of a first estimate that later numbers replace. */
const stateOfNumbers =
  /^(?:actuals?|estimated?|estimates?|provisional|preliminary|prelim|final|revised|forecasts?|budget|plan|planned|normal|draft|approved|open|closed|ok|good|bad|valid|invalid|new|updated|corrected|vorl(?:ä|ae)ufig|endg(?:ü|ue)ltig|gesch(?:ä|ae)tzt)$/i;
/** Longer texts tell something, and name nothing. */
const wordsMax = 8;

/** Whether the name of a column says that its value changes from file to file. */
export function changesWithFiles({ key }: Column): boolean {
  return changingName.test(key);
}

/** Whether a value changes from file to file, whatever its column is called. */
export function isChanging(value: string): boolean {
  return (
    changingValue.test(value) ||
    stateOfNumbers.test(value) ||
    value.split(/\s+/).length > wordsMax ||
    namesMonthOrWeekday(value)
  );
}
