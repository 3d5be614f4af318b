import { limits } from '../../contracts/schemas/index.ts';

/** The parts of one series in time. An origin is the number of observations known when a forecast is made.
 *
 *      0 ……………………… fitEnd ……………… trainEnd ……………… length
 *        targets of the fit | of validation | of the backtest
 */
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

/** A held-out tail takes at most this share of what is before its end, as far as it has more than one window. */
const tailShareDefault = 0.15;
const tailShareMax = 0.4;
const windowsDefaultMax = 100;

/** Windows and step where the caller names none: quarters of the horizon apart, over the last 15 % of the data. */
export function defaultWindows(length: number, horizon: number, step: number): number {
  const available = tailShareDefault * length - horizon;
  return Math.min(windowsDefaultMax, Math.max(1, Math.floor(available / step) + 1));
}

export function defaultStep(horizon: number): number {
  return Math.max(1, Math.round(horizon / 4));
}

/** A series too short for one held-out window is learnt from as a whole. Targets of the parts never overlap. */
export function splitSeries(length: number, plan: SplitPlan): Split {
  const backtestOrigins = tailOrigins(length, plan, tailShareMax, plan.windows);
  const trainEnd = backtestOrigins[0] ?? length;
  const validationWindows = defaultWindows(trainEnd, plan.horizon, plan.step);
  const validationOrigins = tailOrigins(trainEnd, plan, tailShareMax, validationWindows);
  return { fitEnd: validationOrigins[0] ?? trainEnd, trainEnd, validationOrigins, backtestOrigins };
}

/** Origins of windows whose last target is the last one before `end`, ascending. */
function tailOrigins(end: number, plan: SplitPlan, shareMax: number, windowsMax: number): number[] {
  const { horizon, step } = plan;
  const last = end - horizon;
  const first = limits.contextLengthMin + horizon; // leaves one window to learn from
  if (last < first) return [];
  const available = Math.min(last - first, Math.max(0, shareMax * end - horizon));
  const windows = Math.min(windowsMax, 1 + Math.floor(available / step));
  return Array.from({ length: windows }, (_, j) => last - (windows - 1 - j) * step);
}
