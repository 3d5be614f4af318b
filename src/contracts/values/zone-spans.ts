/** Spans of time in which the offset of a zone from UTC is constant: between two clock changes. */
import { Temporal } from 'temporal-polyfill';

const dayMs = 86_400_000;
/** Zones whose spans are kept. A zone has about 450 spans at most: two a year until `repeatFrom`. */
const zonesMax = 64;

export interface OffsetSpan {
  from: number;
  until: number;
  /** Rounded to minutes: offsets in RFC 3339 have no seconds, but local mean times before about 1900 do. */
  offsetMs: number;
  /** Whether the offset has no seconds. */
  isWhole: boolean;
}

/** The known spans of a zone. */
class ZoneSpans {
  /** The span that was used last: times of a series are mostly in the same span. */
  last: OffsetSpan | undefined;
  /** Ascending, without overlaps. */
  private readonly known: OffsetSpan[] = [];
  private readonly timeZone: string;

  constructor(timeZone: string) {
    this.timeZone = timeZone;
  }

  at(time: number): OffsetSpan {
    if (time < repeatFrom) return this.computed(time);
    const year = new Date(time).getUTCFullYear();
    const start = Date.UTC(year, 0, 1);
    const shift = start - Date.UTC(sameYear(year), 0, 1);
    const { from, until, offsetMs, isWhole } = this.computed(time - shift);
    return {
      from: Math.max(from + shift, start),
      until: Math.min(until + shift, Date.UTC(year + 1, 0, 1)),
      offsetMs,
      isWhole,
    };
  }

  private computed(time: number): OffsetSpan {
    const { known } = this;
    let [low, high] = [0, known.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (known[middle].until <= time) low = middle + 1;
      else high = middle;
    }
    if (low < known.length && known[low].from <= time) return known[low];
    const span = spanAt(time, this.timeZone);
    known.splice(low, 0, span);
    return span;
  }
}

/** The zone that was used last comes last. */
const zones = new Map<string, ZoneSpans>();
let lastZone: [string, ZoneSpans] | undefined;

/** The span of a time. After `repeatFrom` a span ends with the year, in UTC. */
export function offsetSpanAt(time: number, timeZone: string): OffsetSpan {
  const spans = lastZone?.[0] === timeZone ? lastZone[1] : spansOf(timeZone);
  let span = spans.last;
  if (span === undefined || time < span.from || time >= span.until) {
    span = spans.at(time);
    spans.last = span;
  }
  return span;
}

function spansOf(timeZone: string): ZoneSpans {
  const spans = zones.get(timeZone) ?? new ZoneSpans(timeZone);
  zones.delete(timeZone);
  zones.set(timeZone, spans);
  if (zones.size > zonesMax) zones.delete(zones.keys().next().value!);
  lastZone = [timeZone, spans];
  return spans;
}

/** The computation of a span takes some 0.1 ms.
 *  @param time may have a fraction of a millisecond */
function spanAt(time: number, timeZone: string): OffsetSpan {
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(time)).toZonedDateTimeISO(timeZone);
  // `previous` is strictly before, so the search starts one millisecond later.
  const previous = at.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const next = at.getTimeZoneTransition('next');
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: Math.round(at.offsetNanoseconds / 60e9) * 60_000,
    isWhole: at.offsetNanoseconds % 60e9 === 0,
  };
}

/** Years that stand for all later ones. The tables of the zone database end before, and its rules remain: a rule such
 *  as the second Sunday in March depends on the weekday of 1 January and on leap years only. 28 years without an
 *  omitted leap year have all kinds of years. */
const [sameYearsFrom, sameYears] = [2104, 28];
const repeatFrom = Date.UTC(sameYearsFrom + sameYears, 0, 1);
const yearOfKind = new Map(
  Array.from({ length: sameYears }, (_, i) => [kindOfYear(sameYearsFrom + i), sameYearsFrom + i]),
);

/** The year among `sameYears` that has the same clock changes as a later year. */
function sameYear(year: number): number {
  return yearOfKind.get(kindOfYear(year))!;
}

/** Tells the days of the year, and those of the year before: its clock changes may be in this year in UTC. */
function kindOfYear(year: number): number {
  const isLeap = (one: number) => one % 4 === 0 && (one % 100 !== 0 || one % 400 === 0);
  const weekday = (Date.UTC(year, 0, 1) / dayMs) % 7;
  return 3 * weekday + (isLeap(year) ? 2 : isLeap(year - 1) ? 1 : 0);
}
