import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { limits } from '../../values/index.ts';
import {
  forecastIdSchema,
  jobIdSchema,
  modelIdSchema,
  modelRefSchema,
  scheduleIdSchema,
} from '../primitives/ids.ts';
import { pageOf } from '../primitives/page.ts';
import { isCron, nextOfCron } from './cron.ts';

const scheduleKinds = ['retrain', 'forecast'] as const;

const everySchema = z
  .string()
  .max(40)
  .refine(isEvery, {
    params: {
      accepted: `an ISO 8601 duration of weeks, days, hours, minutes and seconds, from ${limits.scheduleEverySecondsMin} seconds to 366 days and without fractions of a millisecond, such as P1D or PT6H`,
    },
  })
  .meta({
    description: 'Time between two runs: an ISO 8601 duration without years and months. A day has 24 hours.',
    example: 'P1D',
  });
const cronSchema = z
  .string()
  .max(100)
  .refine(isCron, {
    params: {
      accepted: 'minute, hour, day of month, month and day of week of times that come, such as `0 6 * * 1-5`',
    },
  })
  .meta({
    description:
      'Times of the runs as a cron expression (minute, hour, day of month, month, day of week), in `time_zone`. `H` stands for a number that the service chooses once, when the schedule is created or changed. As the day of month it is at most 28, unless bounds are given as in `H(1-31)`.',
    example: '0 6 * * 1-5',
  });
const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, { params: { accepted: 'an IANA name such as America/New_York' } })
  .meta({ description: 'IANA name of the time zone of `cron`.', example: 'America/New_York' });
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(limits.nameLengthMax)
  .meta({ description: 'Name for people.', example: 'Every night' });
const kindSchema = z.enum(scheduleKinds).meta({
  description:
    '`retrain` trains a new model with the requested settings of the named model, on the newest data. `forecast` forecasts the stored series with the named model, over its horizon, and stores the forecast.',
});
const enabledSchema = z.boolean().meta({ description: 'Whether the schedule is active.' });

export const scheduleInSchema = z
  .strictObject({
    name: nameSchema.optional(),
    kind: kindSchema,
    model_id: modelRefSchema.meta({
      description: 'The model that is trained again, or that forecasts: an id or an alias.',
    }),
    every: everySchema.optional(),
    cron: cronSchema.optional(),
    time_zone: timeZoneSchema.default('UTC'),
    enabled: enabledSchema.default(true),
  })
  .refine(({ every, cron }) => (every === undefined) !== (cron === undefined), {
    path: ['every'],
    params: { accepted: 'either `every` or `cron`' },
  })
  .meta({
    id: 'ScheduleIn',
    description: 'The schedule to create, with either `every` or `cron`.',
    example: {
      kind: 'retrain',
      model_id: 'mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70',
      cron: '0 6 * * 1',
      time_zone: 'Europe/Berlin',
    },
  });
export type ScheduleIn = z.output<typeof scheduleInSchema>;

export const scheduleChangesSchema = z
  .strictObject({
    name: nameSchema.nullable().optional(),
    every: everySchema.nullable().optional(),
    cron: cronSchema.nullable().optional(),
    time_zone: timeZoneSchema.optional(),
    enabled: enabledSchema.optional(),
  })
  .refine(({ every, cron }) => (every == null || cron == null) && !(every === null && cron === null), {
    path: ['every'],
    params: { accepted: 'either `every` or `cron`' },
  })
  .meta({
    id: 'ScheduleChanges',
    description:
      'The fields to change; omitted fields stay the same. `name: null` removes the name. `every` replaces `cron`, and `cron` replaces `every`; null is accepted for the one that is replaced or is null already.',
    example: { enabled: false },
  });
export type ScheduleChanges = z.output<typeof scheduleChangesSchema>;

const scheduleRunSchema = z
  .object({
    outcome: z.enum(['started', 'forecast', 'skipped', 'refused', 'failed']).meta({
      description:
        '`started`: a training was created; `forecast`: a forecast was stored; `skipped`: the previous training had not ended; `refused`: the run was not possible; `failed`: the service could not do it, in at least five tries.',
    }),
    detail: z.string().nullable().meta({ description: 'Reason why the run was skipped, refused or failed.' }),
    model_id: modelIdSchema.nullable().meta({ description: 'The new model.' }),
    forecast_id: forecastIdSchema.nullable().meta({ description: 'The stored forecast.' }),
    job_id: jobIdSchema
      .nullable()
      .meta({ description: 'The job that the run created, or the previous job that had not ended.' }),
    at: z.iso.datetime().meta({ description: 'Time of the run.' }),
  })
  .meta({ id: 'ScheduleRun', description: 'Result of the last run of a schedule.' });
export type ScheduleRun = z.infer<typeof scheduleRunSchema>;
/** Result of a run as it is stored. `due_after` is set where the run failed: the time of the last one that did not,
 *  null if there was none. */
export type StoredScheduleRun = ScheduleRun & { due_after?: string | null };

export const scheduleSchema = z
  .object({
    id: scheduleIdSchema,
    name: z.string().nullable().meta({ description: 'Name for people.' }),
    kind: kindSchema,
    model_id: modelIdSchema,
    every: z.string().nullable().meta({
      description: 'Time between two runs, as an ISO 8601 duration; null if the schedule uses `cron`.',
    }),
    cron: z.string().nullable().meta({
      description: 'Times of the runs as a cron expression; null if the schedule uses `every`.',
    }),
    time_zone: timeZoneSchema,
    enabled: enabledSchema,
    revision: z.int().meta({
      description: 'Increases when `every`, `cron`, `time_zone` or `enabled` gets another value.',
    }),
    next_run_at: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Time of the next run; null if the schedule is not enabled.' }),
    last_run: scheduleRunSchema.nullable(),
    created_at: z.iso.datetime().meta({ description: 'When it was created.' }),
    changed_at: z.iso.datetime().meta({
      description:
        'When `every`, `cron`, `time_zone` or `enabled` got another value last. `every` counts from this time.',
    }),
  })
  .meta({ id: 'Schedule', description: 'A training or a forecast that starts at regular times.' });
export type Schedule = z.infer<typeof scheduleSchema>;
/** A schedule without the time of its next run, which is computed at each read. */
export type StoredSchedule = Omit<Schedule, 'next_run_at' | 'last_run'> & {
  last_run: StoredScheduleRun | null;
};
export const schedulePageSchema = pageOf(scheduleSchema, 'SchedulePage');

/** Whole milliseconds of a duration that `every` accepts. Earlier versions accepted fractions of a
 *  millisecond, which are rounded. */
export function everyMs(every: string): number {
  return Math.round(totalMs(every));
}

function totalMs(every: string): number {
  const duration = Temporal.Duration.from(every);
  // A week has no total without a date that it begins at.
  return duration
    .with({ weeks: 0, days: duration.days + 7 * duration.weeks })
    .total({ unit: 'milliseconds' });
}

/** Time of the next run of a schedule after `now`. Both are in milliseconds since 1970. */
export function nextRun(
  timing: Pick<Schedule, 'every' | 'cron' | 'time_zone' | 'changed_at'>,
  now: number,
): number {
  if (timing.cron !== null) return nextOfCron(timing.cron, timing.time_zone, now);
  const begin = Date.parse(timing.changed_at);
  const step = everyMs(timing.every!);
  const passed = Math.floor((now - begin) / step);
  // A change that is more than a step ahead was written by a wrong clock: the runs before it take place too.
  return begin + (passed === -1 ? 1 : passed + 1) * step;
}

/** Time of the first run that was due by `now` and did not take place; null if there is none. What was due before the
 *  last run, or before the last change, such as when the schedule was disabled, is not missed. A last run in the future
 *  counts as now: the clock of its worker was ahead. Both times are in milliseconds since 1970. */
export function missedRun(schedule: StoredSchedule, now: number): number | null {
  const due = runAfterLast(schedule, now);
  return due <= now ? due : null;
}

/** Time of the first run after the last one and after the last change, which count as `now` if
 *  they are in the future. */
export function runAfterLast(schedule: StoredSchedule, now: number): number {
  return nextRun(schedule, Math.min(now, lastEventMs(schedule)));
}

/** Whether a run is planned later than the next one is due. A worker whose clock is ahead by less than
 *  `clockErrorMsMax` may have run the next one already. All times are in milliseconds since 1970. */
export function isPlannedTooLate(schedule: StoredSchedule, planned: number, now: number): boolean {
  if (planned <= now) return false;
  const last = lastEventMs(schedule);
  return planned > nextRun(schedule, last <= now + clockErrorMsMax ? Math.max(now, last) : now);
}

/** Time of the last run or of the last change, in milliseconds since 1970. A run that failed is still
 *  due, and does not count. */
export function lastEventMs({ changed_at, last_run }: StoredSchedule): number {
  return Math.max(Date.parse(changed_at), Date.parse(lastDoneAt(last_run) ?? changed_at));
}

/** Time of the last run that did not fail; null if there is none. */
export function lastDoneAt(last: StoredScheduleRun | null): string | null {
  if (last === null) return null;
  return last.due_after === undefined ? last.at : last.due_after;
}

/** How far the clocks of a service may be apart without harm to its schedules. */
export const clockErrorMsMax = 60_000;

/** A longer duration is probably a mistake. */
const everyMsMax = 366 * 86_400_000;

function isEvery(text: string): boolean {
  try {
    const ms = totalMs(text);
    return Number.isInteger(ms) && ms >= limits.scheduleEverySecondsMin * 1_000 && ms <= everyMsMax;
  } catch {
    return false;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
