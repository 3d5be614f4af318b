export { boundsNote } from './bounds-note.ts';
export {
  type Exogenous,
  type ExogenousInputs,
  type ExogenousPlace,
  encodingOf,
  exogenousFrom,
  exogenousInputs,
  exogenousOf,
  writeExogenous,
} from './exogenous.ts';
export {
  countsClockChanges,
  countsClosedDays,
  hasOwnSteps,
  type StepSettings,
  stepCalendar,
  withExpectedRows,
} from './expected-rows.ts';
export { covariateWarnings, knownFuture, unmatchedWarnings } from './known-future.ts';
export { notFinite } from './not-finite.ts';
export {
  type ForecastWindow,
  firstAtOrAfter,
  rowsWithStep,
  type SeriesHistory,
  shownTime,
} from './series-history.ts';
export {
  everyNumber,
  exponentMax,
  hasLeft,
  historiesOf,
  historyOf,
  limitedTo,
  lowerBoundOf,
  observedCount,
  type Range,
  rangeFor,
  restored,
  rowsInTraining,
  sinceObserved,
  statedRange,
  targetValues,
  trailingGap,
  transformed,
  withCompanions,
} from './target.ts';
export { timeFeaturesAt } from './time-features.ts';
export { stepsOfYear, yearLength } from './year-length.ts';
