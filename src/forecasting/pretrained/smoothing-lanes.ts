/** Exponential smoothing with several parameters in one pass over the values. Each step of one recursion waits for the
 *  step before it; those of different parameters do not wait for each other, so that many take
 *  hardly longer than one. */
import { exact } from '../../engine/index.ts';

/** Smoothing parameters of levels, one for each lane. */
const levelAlphas = Float64Array.of(0.05, 0.12, 0.25, 0.45, 0.7, 1);
const levelCount = levelAlphas.length;

/** Damping of trends; 1 does not damp. */
const phis = [0.85, 0.97, 1];
/** Smoothing parameters of trends: each α with each share of it as β. */
const trendAlphas = [0.15, 0.4, 0.8];
const betaShares = [0.06, 0.3];

/** Parameters of each lane of trends: φ, α and β. */
const trendLanes = phis.flatMap((phi) =>
  trendAlphas.flatMap((alpha) => betaShares.map((share) => ({ phi, alpha, beta: alpha * share }))),
);
const trendCount = trendLanes.length;
const trendParameters = Float64Array.from([
  ...trendLanes.map(({ phi }) => phi),
  ...trendLanes.map(({ alpha }) => alpha),
  ...trendLanes.map(({ beta }) => beta),
]);

export interface SmoothedLevel {
  level: number;
  alpha: number;
}

export interface SmoothedTrend {
  level: number;
  trend: number;
  phi: number;
}

export interface Smoother {
  /** Writes the state of the simple smoothing with the smallest squared one-step errors on `values[from]` …
   *  `values[to - 1]`. */
  level(best: SmoothedLevel, values: Float64Array, from: number, to: number, start: number): void;
  /** Writes those of the best damped and of the best other smoothing of level and trend. */
  trends(
    best: { damped: SmoothedTrend; holt: Omit<SmoothedTrend, 'phi'> },
    values: Float64Array,
    from: number,
    to: number,
    startLevel: number,
    startTrend: number,
  ): void;
}

export function createSmoother(): Smoother {
  const start = new Float64Array(2);
  const levels = new Float64Array(3 * levelCount);
  const trends = new Float64Array(3 * trendCount);
  return {
    level(best, values, from, to, startLevel) {
      start[0] = startLevel;
      exact.smoothLevels(values, from, to, levelAlphas, start, levels);
      let least = Number.POSITIVE_INFINITY;
      for (let k = 0; k < levelCount; k++) {
        const squares = levels[2 * levelCount + k];
        if (!(squares < least)) continue;
        least = squares;
        best.level = levels[k];
        best.alpha = levelAlphas[k];
      }
    },
    trends({ damped, holt }, values, from, to, startLevel, startTrend) {
      start[0] = startLevel;
      start[1] = startTrend;
      exact.smoothTrends(values, from, to, trendParameters, start, trends);
      let [leastDamped, leastHolt] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (let k = 0; k < trendCount; k++) {
        const squares = trends[2 * trendCount + k];
        const { phi } = trendLanes[k];
        if (phi < 1 && squares < leastDamped) {
          leastDamped = squares;
          damped.level = trends[k];
          damped.trend = trends[trendCount + k];
          damped.phi = phi;
        } else if (phi === 1 && squares < leastHolt) {
          leastHolt = squares;
          holt.level = trends[k];
          holt.trend = trends[trendCount + k];
        }
      }
    },
  };
}
