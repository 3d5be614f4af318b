import type { Metrics } from '../../contracts/schemas/index.ts';

/** Levels of the weighted quantile loss. Source: GluonTS. */
const lossLevels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/** Central intervals whose coverage is measured. */
const coverageLevels = [0.8, 0.9, 0.95];

/** All levels that are forecast for the metrics, ascending. */
export const scoredLevels = [0.025, 0.05, ...lossLevels, 0.95, 0.975];

const lossPositions = lossLevels.map((p) => scoredLevels.indexOf(p));
const coveragePositions = coverageLevels.map((level) => ({
  level,
  lower: nearest((1 - level) / 2),
  upper: nearest((1 + level) / 2),
}));

function nearest(p: number): number {
  return scoredLevels.findIndex((level) => Math.abs(level - p) < 1e-9);
}

/** Interval of the mean scaled interval score. Source: the M4 competition. */
const scoredInterval = coveragePositions.find(({ level }) => level === 0.95)!;

/** Sums from which metrics are computed. The sums of two sets of series add up. */
export interface ScoreSums {
  targets: number;
  /** Sum of the means over each series, and the number of series. */
  smape: number;
  series: number;
  absoluteTargets: number;
  /** Σ(f-y) over the point forecasts. */
  excess: number;
  pinball: number;
  /** Sums of the means over each series that has an in-sample error. */
  mase: number;
  msis: number;
  scaledSeries: number;
  /** Targets inside each interval of `coverageLevels`. */
  covered: number[];
  /** Targets that equal a bound of each interval; they are inside too. */
  onBound: number[];
  /** Targets in each tenth of the forecast distribution. A target that equals several quantiles is divided
   *  among their tenths. */
  tenths: number[];
}

export function emptyScore(): ScoreSums {
  return {
    targets: 0,
    smape: 0,
    series: 0,
    absoluteTargets: 0,
    excess: 0,
    pinball: 0,
    mase: 0,
    msis: 0,
    scaledSeries: 0,
    covered: coverageLevels.map(() => 0),
    onBound: coverageLevels.map(() => 0),
    tenths: new Array(lossLevels.length + 1).fill(0),
  };
}

export function sumOfScores(a: ScoreSums, b: ScoreSums): ScoreSums {
  return {
    targets: a.targets + b.targets,
    smape: a.smape + b.smape,
    series: a.series + b.series,
    absoluteTargets: a.absoluteTargets + b.absoluteTargets,
    excess: a.excess + b.excess,
    pinball: a.pinball + b.pinball,
    mase: a.mase + b.mase,
    msis: a.msis + b.msis,
    scaledSeries: a.scaledSeries + b.scaledSeries,
    covered: a.covered.map((count, i) => count + b.covered[i]),
    onBound: a.onBound.map((count, i) => count + b.onBound[i]),
    tenths: a.tenths.map((count, i) => count + b.tenths[i]),
  };
}

/** Metrics without the OWA, which needs another method: see `owaOf`. */
export function metricsOf(sums: ScoreSums): Metrics {
  const { targets, absoluteTargets, scaledSeries } = sums;
  return {
    smape: sums.series === 0 ? null : sums.smape / sums.series,
    mase: scaledSeries === 0 ? null : sums.mase / scaledSeries,
    wql: absoluteTargets === 0 ? null : (2 * sums.pinball) / absoluteTargets / lossLevels.length,
    msis: msisOf(sums),
    bias: absoluteTargets === 0 ? null : sums.excess / absoluteTargets,
    coverage: Object.fromEntries(
      coverageLevels.map((level, i) => [String(level), targets === 0 ? 0 : sums.covered[i] / targets]),
    ),
  };
}

/** Coverage of each interval where a target on a bound is half inside, by level. A correct interval that ends at a
 *  point mass, such as the zeros of intermittent demand, holds more than its level, and less by this count. */
export function halfCoverageOf({ covered, onBound, targets }: ScoreSums): Record<string, number> {
  return Object.fromEntries(
    coverageLevels.map((level, i) => [
      String(level),
      targets === 0 ? 0 : (covered[i] - onBound[i] / 2) / targets,
    ]),
  );
}

/** Shares of the targets in the tenths of the forecast distribution: the histogram of the probability integral
 *  transform. Null without targets.
 *  Source: Dawid (1984); for distributions with point masses Czado, Gneiting & Held (2009). */
export function pitOf({ tenths, targets }: ScoreSums): number[] | null {
  return targets === 0 ? null : tenths.map((count) => count / targets);
}

type Scores = Pick<Metrics, 'smape' | 'mase'>;

/** Overall weighted average: the mean of sMAPE and MASE, each divided by that of Naive2 on the same targets.
 *  Source: the M4 competition. */
export function owaOf({ smape, mase }: Scores, naive2: Scores): number | null {
  const [a, b] = [ratio(smape, naive2.smape), ratio(mase, naive2.mase)];
  return a === null || b === null ? null : (a + b) / 2;
}

export function ratio(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b;
}

/** Mean scaled interval score at 95 %: the width of the interval plus 2/0.05 times the distance of a target
 *  outside, divided by the in-sample error; mean over series.
 *  Source: Gneiting & Raftery (2007); the M4 competition. */
export function msisOf({ msis, scaledSeries }: ScoreSums): number | null {
  return scaledSeries === 0 ? null : msis / scaledSeries;
}

/** Loss of a quantile at `level`. Source: Koenker & Bassett (1978).
 *  @param error the target less the quantile */
export function pinballLoss(level: number, error: number): number {
  return error >= 0 ? level * error : (level - 1) * error;
}

/** Symmetric percentage error of a point forecast: 200 |y - f| / (|y| + |f|); 0 if both are 0.
 *  Source: the M3 competition. */
export function percentageError(y: number, point: number): number {
  const size = Math.abs(y) + Math.abs(point);
  return size === 0 ? 0 : (200 * Math.abs(y - point)) / size;
}

/** Scores of one target. The same object may be used for the next target. */
export interface TargetScore {
  y: number;
  point: number;
  /** Symmetric percentage error. */
  percent: number;
  /** Pinball loss summed over the nine levels. */
  pinball: number;
  /** Interval score at 95 %. */
  interval: number;
  /** Whether the target is inside each interval of `coverageLevels`: 1 or 0. */
  covered: Uint8Array;
  /** Whether it equals a bound of each interval: 1 or 0. */
  onBound: Uint8Array;
  /** Quantiles of `lossLevels` below the target, and equal to it. */
  below: number;
  met: number;
}

export function emptyTargetScore(): TargetScore {
  return {
    y: 0,
    point: 0,
    percent: 0,
    pinball: 0,
    interval: 0,
    below: 0,
    met: 0,
    covered: new Uint8Array(coverageLevels.length),
    onBound: new Uint8Array(coverageLevels.length),
  };
}

/** Scores one target `y` with its point forecast and its quantiles at `scoredLevels`, which begin at `first`. */
export function scoreTarget(
  score: TargetScore,
  y: number,
  point: number,
  quantiles: Float64Array,
  first: number,
): void {
  score.y = y;
  score.point = point;
  score.percent = percentageError(y, point);
  score.interval = intervalScore(
    y,
    quantiles[first + scoredInterval.lower],
    quantiles[first + scoredInterval.upper],
  );
  for (let i = 0; i < coveragePositions.length; i++) {
    const lower = quantiles[first + coveragePositions[i].lower];
    const upper = quantiles[first + coveragePositions[i].upper];
    score.covered[i] = y >= lower && y <= upper ? 1 : 0;
    score.onBound[i] = y === lower || y === upper ? 1 : 0;
  }
  let pinball = 0;
  let below = 0;
  let met = 0;
  for (let i = 0; i < lossPositions.length; i++) {
    const at = lossPositions[i];
    const error = y - quantiles[first + at];
    if (error > 0) below++;
    else if (error === 0) met++;
    pinball += pinballLoss(scoredLevels[at], error);
  }
  score.pinball = pinball;
  score.below = below;
  score.met = met;
}

/** Sums of the scores of one method. */
export interface Score {
  readonly sums: ScoreSums;
  /** Adds one target `y` with its point forecast and its quantiles at `scoredLevels`, which begin at `first`. `unit` is
   *  the in-sample error of the series, or null. @returns the pinball loss summed over the nine levels */
  add(y: number, point: number, quantiles: Float64Array, unit: number | null, first?: number): number;
  /** Adds one target that has been scored already. */
  addScored(target: TargetScore, unit: number | null): void;
  /** Ends a series: sMAPE, MASE and MSIS are means over series, as in the M3 and M4 competitions. */
  endSeries(): void;
  metrics(): Metrics;
}

/** Places of the sums of a series. */
const [percentsAt, errorsAt, intervalsAt, ownSums] = [0, 1, 2, 3];

export function createScore(): Score {
  const sums = emptyScore();
  const scored = emptyTargetScore();
  // Sums of the present series. V8 would allocate a fraction in a variable of a closure at each change.
  const own = new Float64Array(ownSums);
  let targets = 0;
  let scaled = 0;

  const addScored = (target: TargetScore, unit: number | null): void => {
    sums.targets++;
    targets++;
    own[percentsAt] += target.percent;
    sums.absoluteTargets += Math.abs(target.y);
    if (unit !== null) {
      own[errorsAt] += Math.abs(target.y - target.point) / unit;
      own[intervalsAt] += target.interval / unit;
      scaled++;
    }
    for (let i = 0; i < target.covered.length; i++) {
      sums.covered[i] += target.covered[i];
      sums.onBound[i] += target.onBound[i];
    }
    sums.excess += target.point - target.y;
    const { below, met } = target;
    for (let tenth = below; tenth <= below + met; tenth++) sums.tenths[tenth] += 1 / (met + 1);
    sums.pinball += target.pinball;
  };

  return {
    sums,
    add(y, point, quantiles, unit, first = 0) {
      scoreTarget(scored, y, point, quantiles, first);
      addScored(scored, unit);
      return scored.pinball;
    },
    addScored,
    endSeries() {
      if (targets > 0) {
        sums.smape += own[percentsAt] / targets;
        sums.series++;
      }
      if (scaled > 0) {
        sums.mase += own[errorsAt] / scaled;
        sums.msis += own[intervalsAt] / scaled;
        sums.scaledSeries++;
      }
      own.fill(0);
      targets = 0;
      scaled = 0;
    },
    metrics: () => metricsOf(sums),
  };
}

function intervalScore(y: number, lower: number, upper: number): number {
  const outside = Math.max(0, lower - y) + Math.max(0, y - upper);
  return upper - lower + (2 / (1 - scoredInterval.level)) * outside;
}
