/** Compares what a call states about its times with the data of the model that it names. */
import { Temporal } from 'temporal-polyfill';
import type { StatedTimes } from '../../contracts/ports/index.ts';
import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { canonicalTimeZone } from '../../contracts/values/index.ts';
import { parseStep } from '../calendar/index.ts';
import { refuse } from '../faults/index.ts';

/** The model has the step and the zone of its own data, so another statement would be ignored without a word.
 *  @throws AppError request_invalid where a statement differs from the data */
export function requireStatedTimes(
  { frequency, path, closedWeekdays = [], timeZone }: StatedTimes,
  header: Pick<DatasetHeader, 'time_kind' | 'time_zone' | 'frequency'>,
): void {
  const { step, closed_weekdays } = header.frequency;
  const isOpen = closedWeekdays.every((day) => !closed_weekdays.includes(day));
  if (frequency !== 'auto' && !isSameStep(frequency, step))
    refuse('request_invalid', {
      path,
      message: `the call states the step ${frequency}, but the data of the model have the step ${step}`,
      accepted: `${step}, no statement, or a model of data with the step ${frequency}`,
    });
  if (closedWeekdays.length > 0 && isOpen)
    refuse('request_invalid', {
      path,
      message: 'the call states business days, but the data of the model have weekends',
      accepted: `${step}, no statement, or a model of data without weekends`,
    });
  if (timeZone === null) return;
  const stated = canonicalTimeZone(timeZone);
  const zone = header.time_zone ?? 'UTC';
  // Dates and integers are the same in all zones.
  if (header.time_kind !== 'instant' || midnightIn(stated).equals(midnightIn(zone))) return;
  refuse('request_invalid', {
    path: '/time_zone',
    message: `the call states the zone ${stated}, but the data of the model have the zone ${zone}`,
    accepted: `${zone}, no statement, or times with an offset from UTC`,
  });
}

function isSameStep(one: string, other: string): boolean {
  const [a, b] = [parseStep(one), parseStep(other)];
  return a !== null && b !== null && a.unit === b.unit && a.count === b.count;
}

/** Two of them are equal if their zones have the same rules under several names, such as
 *  `Asia/Calcutta` and `Asia/Kolkata`. */
function midnightIn(zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
}
