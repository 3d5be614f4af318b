export { type CalendarHeader, calendarOf, type NextTime, nextTimes, timesFrom } from './calendar.ts';
export { dayFrom, dayMs, dayOf, monthOf, weekdayOf } from './days.ts';
export { inferFrequency, wallTimes } from './frequency.ts';
export { gridWithStep, jitterOf, nearestOf, type TimeGrid } from './jitter.ts';
export { monthOfName, monthOfNames } from './month-names.ts';
export { requireApplicable, withCalendar } from './named-calendar.ts';
export { otherStepOf } from './same-step.ts';
export { formatStep, parseStep, type Step } from './step.ts';
export { timeFeatureColumns } from './time-features.ts';
