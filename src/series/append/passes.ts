/** Tells the passes of the hour apart that clocks repeat in autumn, where an append has local times of one of them. */
import type { AppendTarget, SeriesSpan } from '../../contracts/ports/index.ts';
import type { SeriesData, SeriesObservations } from '../../contracts/schemas/index.ts';
import { wallToInstant, zoneOffsetMs } from '../../contracts/values/index.ts';
import { wallOf } from '../calendar/index.ts';
import { Faults, quoted } from '../faults/index.ts';
import { isAmong, placeOf } from './places.ts';

const hourMs = 3_600_000;
/** Clocks are set back by at most three hours. */
const setBackMaxMs = 3 * hourMs;

/** A time of the first pass, without its second one beside it. */
interface SinglePass {
  at: number;
  first: number;
  second: number;
}

/** Moves times that were read as the first pass to the second one, if what is sent is stored there.
 *  @throws AppError time_duplicate if other values are stored at the first pass: the times may be of the second one */
export async function withPasses(
  series: SeriesObservations[],
  { header: { time_kind, time_zone }, observationsOf }: AppendTarget,
  spans: ReadonlyMap<string, SeriesSpan>,
): Promise<SeriesObservations[]> {
  if (time_zone === null || time_kind !== 'instant') return series;
  const faults = new Faults('time_duplicate');
  const told: SeriesObservations[] = [];
  for (const one of series) {
    const span = spans.get(one.id);
    const single = span === undefined || !one.isLocal ? [] : singlePasses(one.times, span.end, time_zone);
    if (single.length === 0) {
      told.push(one);
      continue;
    }
    let [areFirst, areSecond] = [true, true];
    for (const some of byChange(single)) {
      const stored = await observationsOf(one.id, some[0].first, some.at(-1)!.second);
      areFirst &&= some.every(({ at, first }) => isRepeat(one, at, stored, first));
      areSecond &&= some.every(
        ({ at, second }) => isAmong(second, stored.times) && isRepeat(one, at, stored, second),
      );
    }
    if (areFirst) {
      told.push(one);
      continue;
    }
    const { first } = single[0];
    if (!areSecond)
      faults.add({
        ...placeOf(one, first),
        series_id: one.id,
        message: `series ${quoted(one.id)}: the time ${writtenWall(first, time_zone)} comes twice in ${time_zone}, where clocks are set back. Its first pass is stored with another value, so nothing shows which one is sent`,
        accepted: 'times with offsets, or the rows of both passes in one call, in the order of time',
      });
    const times = one.times.slice();
    for (const { at, second } of single) times[at] = second;
    told.push({ ...one, times });
  }
  faults.throwIfAny();
  return told;
}

/** Times up to the last stored one that are of a first pass, and whose second pass is not among the times. */
function singlePasses(times: Float64Array, end: number, timeZone: string): SinglePass[] {
  const found: SinglePass[] = [];
  for (let at = 0; at < times.length && times[at] <= end; at++) {
    const first = times[at];
    const offset = zoneOffsetMs(first, timeZone);
    if (offset <= zoneOffsetMs(first + setBackMaxMs, timeZone)) continue;
    const second = wallToInstant(first + offset, timeZone, true);
    if (second > first && !isAmong(second, times)) found.push({ at, first, second });
  }
  return found;
}

/** The passes by the change of clocks to which they belong: between two changes a series may have
 *  very many observations. */
function byChange(single: SinglePass[]): SinglePass[][] {
  const groups: SinglePass[][] = [];
  for (const one of single) {
    const last = groups.at(-1);
    if (last !== undefined && one.first - last[0].first <= setBackMaxMs) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** Whether nothing is stored at a time, or what is sent. A missing value says nothing. */
function isRepeat(
  one: SeriesObservations,
  at: number,
  stored: Pick<SeriesData, 'times' | 'values' | 'covariates'>,
  time: number,
): boolean {
  const row = stored.times.indexOf(time);
  const agree = (sent: Float64Array, known: Float64Array | undefined) =>
    known === undefined || Number.isNaN(sent[at]) || sent[at] === known[row];
  if (row < 0) return true;
  const covariates = Object.entries(one.covariates);
  return (
    agree(one.values, stored.values) &&
    covariates.every(([name, sent]) => agree(sent, stored.covariates[name]))
  );
}

function writtenWall(time: number, timeZone: string): string {
  return new Date(wallOf(time, timeZone)).toISOString().slice(0, 16);
}
