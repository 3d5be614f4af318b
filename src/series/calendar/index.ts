export { type CalendarHeader, calendarOf, type NextTime, nextTimes, timesFrom } from './calendar.ts';
export {
  clockStepsAfter,
  clockStepsOf,
  hasClockSteps,
  isSkippedTime,
  stepsByClock,
} from './clock-steps.ts';
export { leavesOpenDays } from './closures.ts';
export { dayFrom, dayMs, dayOf, isoDate, monthMeant, monthOf, weekdayOf } from './days.ts';
export { expectedTimes, isLate, timesOfPanel } from './expected-times.ts';
export { closedWeekdaysOf, inferFrequency, seriesExamined } from './frequency.ts';
export { gridWithStep, jitterOf, nearestOf, type TimeGrid } from './jitter.ts';
export { monthOfName, monthOfNames } from './month-names.ts';
export { requireApplicable, withCalendar, withClosedWeekdays } from './named-calendar.ts';
export { otherStepOf } from './same-step.ts';
export { acceptedSteps, formatStep, isStepOf, parseStep, type Step } from './step.ts';
export { timeFeatureColumns } from './time-features.ts';
export { weekdaysOfName } from './weekday-names.ts';
export { closedWeekdayOf } from './weekdays.ts';
export { followsClock, skippedWallOf, wallOf, wallTimes } from './zone-clock.ts';
