export { type CalendarHeader, calendarOf, type NextTime, nextTimes, timesFrom } from './calendar.ts';
export { dayFrom, dayMs, dayOf, monthOf, weekdayOf } from './days.ts';
export { inferFrequency } from './frequency.ts';
export { requireApplicable, withCalendar } from './named-calendar.ts';
export { parseStep, type Step } from './step.ts';
export { timeFeatureColumns } from './time-features.ts';
