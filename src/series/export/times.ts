import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { formatTime, isWritable, zoneOffsetMs } from '../../contracts/values/index.ts';
import type { TextBuffer } from './text-buffer.ts';

const dayMs = 86_400_000;
const dateLength = 10;
/** Days whose dates are kept. */
const daysKeptMax = 100_000;
const [letterT, letterZ, colon, point] = [84, 90, 58, 46];

/** Returns a function that writes a time as `formatTime` does. Dates are made once for each day. */
export function timeWriter(
  text: TextBuffer,
  { time_kind: kind, time_zone: zone }: Pick<DatasetHeader, 'time_kind' | 'time_zone'>,
): (time: number) => void {
  if (kind === 'integer') return (time) => text.writeAscii(String(time));
  const dates = new Map<number, string>();
  const dateOf = (day: number): string => {
    const known = dates.get(day);
    if (known !== undefined) return known;
    if (dates.size === daysKeptMax) dates.clear();
    const date = new Date(day * dayMs).toISOString().slice(0, dateLength);
    dates.set(day, date);
    return date;
  };
  if (kind === 'date') return (time) => text.writeAscii(dateOf(Math.floor(time / dayMs)));
  let [offset, suffix] = [Number.NaN, ''];
  return (time) => {
    const ahead = zone === null ? 0 : zoneOffsetMs(time, zone);
    const wall = time + ahead;
    if (!isWritable(wall, 'instant')) {
      text.writeAscii(String(formatTime(time, kind, zone)));
      return;
    }
    if (zone !== null && ahead !== offset) {
      offset = ahead;
      suffix = String(formatTime(time, kind, zone)).slice(-'+00:00'.length);
    }
    const day = Math.floor(wall / dayMs);
    const ms = (wall - day * dayMs) | 0; // integers are faster to divide
    const second = (ms / 1_000) | 0;
    const minute = (second / 60) | 0;
    text.writeAscii(dateOf(day));
    text.writeByte(letterT);
    text.writePadded((minute / 60) | 0, 2);
    text.writeByte(colon);
    text.writePadded(minute % 60, 2);
    text.writeByte(colon);
    text.writePadded(second % 60, 2);
    if (ms % 1_000 !== 0) {
      text.writeByte(point);
      text.writePadded(ms % 1_000, 3);
    }
    if (zone === null) text.writeByte(letterZ);
    else text.writeAscii(suffix);
  };
}
