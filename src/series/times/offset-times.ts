/** Wall-clock times of a column with or without offsets from UTC, row by row. Only all rows show whether the times are
 *  dates, which keep their wall-clock time, or instants, so a midnight keeps both until then. */
import { isWritable } from '../../contracts/values/index.ts';
import { dayMs } from '../calendar/index.ts';
import { refuse } from '../faults/index.ts';
import type { WallReading } from './dates.ts';

/** Different offsets of midnights, other than zero. A double has five bits for a fraction beside the
 *  milliseconds up to the year 9999. */
const offsetsMax = 31;
const codesPerMs = offsetsMax + 1;

export class OffsetTimes {
  /** Why the last time was refused. */
  reason: string | null = null;
  /** The first time with an offset other than zero. */
  example: string | null = null;
  /** Whether the rows with an offset are the usual ones, so that a time without one is refused. */
  private readonly areExpected: boolean;
  /** Whether the times are date-times: one is no midnight, or the dataset that they continue has date-times. */
  private areInstants: boolean;
  private readonly lines: { with: number | null; without: number | null } = { with: null, without: null };
  /** Offsets of midnights in milliseconds. The first is that of codes without a fraction. */
  private readonly offsets = [0];

  constructor(areExpected: boolean, areInstants: boolean) {
    this.areExpected = areExpected;
    this.areInstants = areInstants;
  }

  /** Whether the times have offsets. Known for date-times: their rows all have one, or none has. */
  get areThere(): boolean {
    return this.lines.with !== null;
  }

  /** A code for `settle`: the instant, or the wall-clock time. A midnight with an offset is its wall-clock time, and a
   *  fraction that tells the offset. Null if the time does not fit the others; `reason` then says why. */
  add({ wall, offsetMinutes }: WallReading, text: string, line: number): number | null {
    const { lines } = this;
    const isMidnight = wall % dayMs === 0;
    this.reason = this.reasonAgainst(offsetMinutes !== null, isMidnight);
    if (this.reason !== null) return null;
    const offset = (offsetMinutes ?? 0) * 60_000;
    const code = isMidnight ? this.midnightCode(wall, offset) : wall - offset;
    if (code === null) return null;
    if (!isMidnight && !isWritable(code, 'instant')) {
      this.reason = 'the time is outside of the years 0001 to 9999 in UTC';
      return null;
    }
    if (!isMidnight) this.areInstants = true;
    if (offset !== 0) this.example ??= text;
    if (offsetMinutes === null) lines.without ??= line;
    else lines.with ??= line;
    return code;
  }

  private reasonAgainst(hasOffset: boolean, isMidnight: boolean): string | null {
    const { lines } = this;
    if (!hasOffset && this.areExpected) return 'the time has no offset from UTC, but other rows have one';
    if (isMidnight && !this.areInstants) return null;
    const other = hasOffset ? lines.without : lines.with;
    if (other === null) return null;
    return hasOffset
      ? `the time has an offset from UTC, but that on line ${other} has none`
      : `the time has no offset from UTC, but that on line ${other} has one`;
  }

  private midnightCode(wall: number, offset: number): number | null {
    let at = this.offsets.indexOf(offset);
    if (at < 0) at = this.offsets.push(offset) - 1;
    if (at <= offsetsMax) return wall + at / codesPerMs;
    this.offsets.pop();
    this.reason = `the midnights have more than ${offsetsMax} different offsets from UTC; write the times in UTC, with Z`;
    return null;
  }

  /** Converts the codes of each series to dates or instants, in place. Times without an offset
   *  keep their wall-clock time.
   *  @throws AppError cell_invalid */
  settle(columns: readonly Float64Array[], areDates: boolean): void {
    if (this.offsets.length === 1) return;
    for (const times of columns)
      for (let i = 0; i < times.length; i++) {
        const wall = Math.floor(times[i]);
        times[i] = areDates ? wall : wall - this.offsets[(times[i] - wall) * codesPerMs];
      }
    if (columns.some((times) => times.some((time) => !isWritable(time, areDates ? 'date' : 'instant'))))
      refuse('cell_invalid', {
        message: 'a time is outside of the years 0001 to 9999 in UTC',
        accepted: 'times within these years',
      });
  }
}
