import { limits } from '../../contracts/schemas/index.ts';

/** Parts of one series in time. An origin is the number of observations that a forecast can read.
 *
 *      0 ……………………… fitEnd ……………… trainEnd ……………… length
 *        targets of the fit | of validation | of the backtest */
export interface Split {
  fitEnd: number;
  trainEnd: number;
  validationOrigins: number[];
  backtestOrigins: number[];
}

export interface SplitPlan {
  horizon: number;
  windows: number;
  step: number;
}

/** Largest share of the data before its end that a held-out part takes, if it has more than one window. */
const tailShareDefault = 0.15;
const tailShareMax = 0.4;
const windowsDefaultMax = 100;
/** Largest share of few series, whose backtest needs more time to tell skill from chance. */
const tailShareOfFew = 0.3;
/** Windows without overlap, over all series, that show a skill of a few percent. */
const separateWanted = 40;

/** Default number of windows: `step` apart over the last 15 % of the data. */
function defaultWindows(length: number, horizon: number, step: number): number {
  return Math.min(windowsDefaultMax, windowsIn(tailShareDefault * length, horizon, step));
}

/** Default number of windows of a backtest. Where they are few, it takes up to 30 % of the data.
 *  @param series number of series */
export function backtestWindows(length: number, horizon: number, step: number, series: number): number {
  const usual = defaultWindows(length, horizon, step);
  const overlap = Math.ceil(horizon / step);
  const wanted = Math.ceil(separateWanted / series) * overlap;
  return Math.max(usual, Math.min(wanted, windowsIn(tailShareOfFew * length, horizon, step)));
}

/** Windows of the horizon, `step` apart, in a number of observations; at least one. */
function windowsIn(observations: number, horizon: number, step: number): number {
  return Math.max(1, Math.floor((observations - horizon) / step) + 1);
}

export function defaultStep(horizon: number): number {
  return Math.max(1, Math.round(horizon / 4));
}

/** Splits a series. A series that is too short for a held-out window is fitted as a whole. Targets of the parts of a
 *  series never overlap. Parts count back from its own end, so those of series that end at different times
 *  lie at different times. */
export function splitSeries(length: number, plan: SplitPlan): Split {
  const backtestOrigins = tailOrigins(length, plan, tailShareMax, plan.windows);
  const trainEnd = backtestOrigins[0] ?? length;
  const validationWindows = defaultWindows(trainEnd, plan.horizon, plan.step);
  const validationOrigins = tailOrigins(trainEnd, plan, tailShareMax, validationWindows);
  return { fitEnd: validationOrigins[0] ?? trainEnd, trainEnd, validationOrigins, backtestOrigins };
}

/** Origins of the windows whose last target is before `end`, ascending. */
function tailOrigins(end: number, plan: SplitPlan, shareMax: number, windowsMax: number): number[] {
  const { horizon, step } = plan;
  const last = end - horizon;
  const first = limits.contextLengthMin + horizon; // leaves one window to fit
  if (last < first) return [];
  const available = Math.min(last - first, Math.max(0, shareMax * end - horizon));
  const windows = Math.min(windowsMax, 1 + Math.floor(available / step));
  return Array.from({ length: windows }, (_, j) => last - (windows - 1 - j) * step);
}
