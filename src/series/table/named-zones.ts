/** Finds time zones that are named beside the times: in the name of their column, in a column of zones, or above the
 *  header. The times are read as UTC all the same, because the words do not prove that the zone is theirs. */

import { canonicalTimeZone } from '../../contracts/values/index.ts';
import { type Column, labelOf } from '../columns/index.ts';
import { alternatives, quoted, type Warnings } from '../faults/index.ts';
import { type SkippedRow, textOf } from '../frame/index.ts';
import type { CodedColumn } from './id-columns.ts';

/** `Europe/Berlin`, `America/Argentina/Salta` */
const ianaName = /(?<![\w/])[A-Z]\w+(?:\/[A-Z][\w+-]+){1,2}/gi;
/** `UTC+8`, `GMT -05:00`, `(+01:00)` */
const offset = /(?:\b(?:utc|gmt)\s*|[([])(?<signed>[+-]\d{1,2}(?::?\d\d)?)(?!\d)/i;
const inUtc = /(?<![a-z])(?:utc|gmt|zulu)(?![a-z])/i;
/** Zones of two letters are in capitals: `et` and `pt` are words too. */
const shortName = /(?<![A-Za-z])[ECMP]T(?![A-Za-z])/;
const abbreviation =
  /(?<![a-z])(?:[ecmpa][sdp]t|ak[sd]t|hst|n[sd]t|cest|cet|eest|eet|wet|mesz?|mez|bst|[jkh]kt|[jk]st|sgt|msk|ae[sd]t|ac[sd]t|aw[sd]t|nz[sd]t|sast|brt)(?![a-z])/i;
const localTime = /(?<![a-z])local(?:[ _]?time)?(?![a-z])|ortszeit|lokalzeit|heure locale|hora local/i;
/** Characters of a line before the header that are looked at. */
const titleLengthMax = 1_000;
/** Words of a line that is about times. */
const aboutTimes = /time|zeit|zone|heure|hora|tz/i;

/** The zone that a text names, as it is written there; null if it names none, or UTC. */
function zoneIn(text: string): string | null {
  for (const [name] of text.matchAll(ianaName)) if (isZone(name)) return /utc|gmt$/i.test(name) ? null : name;
  const signed = offset.exec(text);
  if (signed !== null) return /[1-9]/.test(signed.groups!.signed) ? signed[0].replace(/^[([]/, '') : null;
  if (inUtc.test(text)) return null;
  const spaced = text.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/_/g, ' ');
  return (abbreviation.exec(spaced) ?? shortName.exec(spaced) ?? localTime.exec(spaced))?.[0] ?? null;
}

function isZone(name: string): boolean {
  try {
    canonicalTimeZone(name);
    return true;
  } catch {
    return false;
  }
}

/** Whether a column is named as one of time zones. */
function namesZones({ key }: Column): boolean {
  return /^(?:tz|timezone|zeitzone)(?:cd|code|name|id|abbr|abbreviation)?$/.test(key);
}

/** Warns about times without an offset where a zone is named. Times are read as UTC if the call does not set a zone.
 *  @param columns columns of the times
 *  @param texts other columns of text */
export function warnOfNamedZone(
  columns: readonly Column[],
  texts: readonly CodedColumn[],
  titles: readonly SkippedRow[],
  warnings: Warnings,
): void {
  const found = namedZone(columns, texts, titles);
  if (found === null) return;
  const { zone, place } = found;
  const isKnown = isZone(zone);
  const option = isKnown ? `time_zone=${zone}` : 'time_zone to its name, such as America/New_York,';
  warnings.add(
    'time_zone_named',
    `${place} ${quoted(zone)}, but the times have no offset, and were read as UTC. Set ${option} to read them in that zone. Set time_zone=UTC to keep this reading without a warning.`,
    { alternatives: alternatives('time_zone', ...(isKnown ? [zone] : []), 'UTC') },
  );
}

function namedZone(
  columns: readonly Column[],
  texts: readonly CodedColumn[],
  titles: readonly SkippedRow[],
): { zone: string; place: string } | null {
  for (const { name } of columns) {
    if (inUtc.test(name) && !offset.test(name)) return null;
    const zone = zoneIn(name);
    if (zone !== null) return { zone, place: `The name of the column ${quoted(name)} says` };
  }
  for (const { column, values } of texts) {
    const zone = namesZones(column) ? (values.map(zoneIn).find((one) => one !== null) ?? null) : null;
    if (zone !== null) return { zone, place: `The column ${quoted(labelOf(column))} says` };
  }
  for (const title of titles) {
    const text = textOf(title).slice(0, titleLengthMax);
    const zone = zoneIn(text);
    if (zone !== null && (zone.includes('/') || aboutTimes.test(text)))
      return { zone, place: `Line ${title.line} before the header says` };
  }
  return null;
}
