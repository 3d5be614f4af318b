import { z } from 'zod';

/** Names of the built-in calendars. */
const calendarNames = ['XNYS'] as const;
export type CalendarName = (typeof calendarNames)[number];
/** Days that a caller may list. */
export const closedDaysMax = 5_000;

const closedDaysSchema = z.array(z.iso.date()).min(1).max(closedDaysMax);
export const calendarInSchema = z.union([z.enum(calendarNames), closedDaysSchema]).meta({
  id: 'CalendarIn',
  description:
    'Replaces the holidays that are learnt from the data: `XNYS`, the calendar of the New York Stock Exchange, or a list of closed days. Default: the learnt holidays.',
});
export type CalendarIn = z.infer<typeof calendarInSchema>;

/** The calendar as a query parameter: a name, or days separated by commas. */
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
  .meta({ description: 'The first year of the rule; null: every year.' });

export const yearlyClosureSchema = z
  .discriminatedUnion('rule', [
    z
      .object({
        rule: z.literal('month_day').meta({ description: 'A fixed day of the year.' }),
        month: monthSchema,
        day: z.int().min(1).max(31).meta({ description: 'Day of the month.' }),
        shift: z.enum(['none', 'nearest_weekday', 'next_weekday', 'after_weekend_only']).meta({
          description:
            'Where the day moves if it falls on a closed weekday. `after_weekend_only`: a Sunday moves to Monday, a Saturday does not move.',
        }),
        since_year: sinceYearSchema,
      })
      .meta({ id: 'MonthDayClosure', description: 'The same day of a month every year.' }),
    z
      .object({
        rule: z.literal('nth_weekday').meta({ description: 'The n-th weekday of a month.' }),
        month: monthSchema,
        weekday: weekdaySchema,
        nth: z.int().min(-1).max(5).meta({ description: '1 is the first one of the month, -1 the last.' }),
        since_year: sinceYearSchema,
      })
      .meta({ id: 'NthWeekdayClosure', description: 'The n-th weekday of a month every year.' }),
    z
      .object({
        rule: z.literal('easter').meta({ description: 'A distance in days from Easter Sunday.' }),
        offset_days: z
          .int()
          .min(-60)
          .max(60)
          .meta({ description: 'Days after Easter Sunday; -2 is Good Friday.' }),
        since_year: sinceYearSchema,
      })
      .meta({ id: 'EasterClosure', description: 'A day at a fixed distance from Easter Sunday.' }),
  ])
  .meta({
    id: 'YearlyClosure',
    description:
      'A day of the year without observations. It is learnt from the data, or comes from a named calendar.',
  });
export type YearlyClosure = z.infer<typeof yearlyClosureSchema>;

export const frequencySchema = z
  .object({
    kind: z.enum(['calendar', 'fixed', 'index']).meta({
      description:
        '`calendar`: steps of days, weeks, months or years, without closed days; `fixed`: equal steps of clock time; `index`: integers.',
    }),
    step: z.string().meta({
      description: 'One step: an ISO 8601 duration, or an integer if the times are integers.',
      example: 'P1D',
    }),
    season_lengths: z
      .array(z.int().min(2))
      .meta({ description: 'Plausible season lengths in observations, the usual one first.', example: [5] }),
    closed_weekdays: z
      .array(weekdaySchema)
      .meta({ description: 'ISO weekdays (1 is Monday) without observations.', example: [6, 7] }),
    closures: z.array(yearlyClosureSchema).meta({
      description: 'Holidays. They are learnt from the data unless a calendar is given.',
    }),
    calendar: z
      .enum(calendarNames)
      .nullish()
      .meta({ description: 'Name of the calendar that defines the closed weekdays and holidays.' }),
    closed_days: z
      .array(z.iso.date())
      .nullish()
      .meta({ description: 'Closed days, as the caller listed them.' }),
    open_times: z.array(z.string()).nullable().meta({
      description:
        'Times of day with observations, `HH:MM:SS`, or `HH:MM:SS.mmm` where milliseconds are not zero; null if the whole day has observations.',
    }),
    resampled: z.boolean().optional().meta({
      description:
        'Whether the upload aggregated finer observations to this step, so that each observation stands for a period. Absent: it did not.',
    }),
    day_of_month: z.int().min(1).max(31).nullish().meta({
      description:
        'Day of the month for steps of months; 31 is the last day of each month. A closed day moves towards the middle of the month. Absent: the day of the previous time.',
    }),
  })
  .meta({
    id: 'Frequency',
    description: 'Step and calendar of the times. They are learnt from the data.',
  });
export type Frequency = z.infer<typeof frequencySchema>;
