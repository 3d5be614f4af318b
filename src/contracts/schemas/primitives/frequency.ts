import { z } from 'zod';

/** Calendars that are known by name. */
export const calendarNames = ['XNYS'] as const;
export type CalendarName = (typeof calendarNames)[number];
const closedDaysMax = 5_000;

const closedDaysSchema = z.array(z.iso.date()).min(1).max(closedDaysMax);
export const calendarInSchema = z.union([z.enum(calendarNames), closedDaysSchema]).meta({
  id: 'CalendarIn',
  description:
    'Takes the place of the holidays that are learnt from the data (the default): `XNYS`, the New York Stock Exchange, or a list of closed days.',
});
export type CalendarIn = z.infer<typeof calendarInSchema>;

/** As a query parameter: the name, or days with commas between. */
export const calendarQuerySchema = z
  .string()
  .regex(/^(XNYS|\d{4}-\d\d-\d\d(,\d{4}-\d\d-\d\d)*)$/)
  .transform((text): unknown => (text.startsWith('X') ? text : text.split(',')))
  .pipe(calendarInSchema);

const weekdaySchema = z.int().min(1).max(7).meta({ description: 'ISO weekday: 1 is Monday.' });
const monthSchema = z.int().min(1).max(12).meta({ description: '1 is January.' });
const sinceYearSchema = z
  .int()
  .nullish()
  .meta({ description: 'The first year in which it holds; null: all.' });

export const yearlyClosureSchema = z
  .discriminatedUnion('rule', [
    z
      .object({
        rule: z.literal('month_day').meta({ description: 'A day of a month.' }),
        month: monthSchema,
        day: z.int().min(1).max(31).meta({ description: 'Day of the month.' }),
        shift: z.enum(['none', 'nearest_weekday', 'next_weekday', 'after_weekend_only']).meta({
          description:
            'Where it goes when it falls on a closed weekday; `after_weekend_only`: Sunday to Monday, Saturday is not made up.',
        }),
        since_year: sinceYearSchema,
      })
      .meta({ id: 'MonthDayClosure', description: 'The same day of a month every year.' }),
    z
      .object({
        rule: z.literal('nth_weekday').meta({ description: 'A weekday, counted within a month.' }),
        month: monthSchema,
        weekday: weekdaySchema,
        nth: z.int().min(-1).max(5).meta({ description: '1 is the first of the month, -1 the last.' }),
        since_year: sinceYearSchema,
      })
      .meta({ id: 'NthWeekdayClosure', description: 'The n-th weekday of a month every year.' }),
    z
      .object({
        rule: z.literal('easter').meta({ description: 'By its distance from Easter Sunday.' }),
        offset_days: z.int().min(-60).max(60).meta({ description: '-2 is Good Friday.' }),
        since_year: sinceYearSchema,
      })
      .meta({ id: 'EasterClosure', description: 'A day that moves with Easter.' }),
  ])
  .meta({
    id: 'YearlyClosure',
    description: 'A day of the year without observations, learnt from the data or of a calendar by name.',
  });
export type YearlyClosure = z.infer<typeof yearlyClosureSchema>;

export const frequencySchema = z
  .object({
    kind: z.enum(['calendar', 'fixed', 'index']).meta({
      description:
        '`calendar`: steps of days, weeks, months or years, some of them closed; `fixed`: equal steps of time; `index`: integers.',
    }),
    step: z
      .string()
      .meta({ description: 'ISO 8601 duration of one step; the integer step of an index.', example: 'P1D' }),
    season_lengths: z
      .array(z.int().min(2))
      .meta({ description: 'Plausible season lengths in observations, the usual one first.', example: [5] }),
    closed_weekdays: z
      .array(weekdaySchema)
      .meta({ description: 'ISO weekdays (1 is Monday) without observations.', example: [6, 7] }),
    closures: z.array(yearlyClosureSchema).meta({
      description: 'Holidays, learnt from the data unless there is a calendar.',
    }),
    calendar: z
      .enum(calendarNames)
      .nullish()
      .meta({ description: 'The calendar by name that the closed weekdays and holidays are of.' }),
    closed_days: z
      .array(z.iso.date())
      .nullish()
      .meta({ description: 'Single days without observations, as they were listed.' }),
    open_times: z.array(z.string()).nullable().meta({
      description: 'Times of day that occur, `HH:MM:SS`, where a day is not covered evenly; else null.',
    }),
    day_of_month: z.int().min(1).max(31).nullish().meta({
      description:
        'Day on which steps of months fall, 31 being the last one of each; off a closed weekday it moves into the month. Absent: the day of the time before.',
    }),
  })
  .meta({
    id: 'Frequency',
    description: 'How the times of the series follow each other, learnt from the data.',
  });
export type Frequency = z.infer<typeof frequencySchema>;

export const timeKinds = ['date', 'instant', 'integer'] as const;
export type TimeKind = (typeof timeKinds)[number];

/** Whether single closed days mean something to the steps. */
export function calendarApplies({ kind, step }: Frequency): boolean {
  return kind === 'fixed' || step === 'P1D';
}
