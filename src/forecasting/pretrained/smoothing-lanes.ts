/** Exponential smoothing with several parameters in one pass over the values. Each step of one recursion waits for the step
 *  before it; those of different parameters do not wait for each other, so that six take hardly longer than one. */

/** Smoothing parameters of levels, one for each lane. */
export const levelAlphas = [0.05, 0.12, 0.25, 0.45, 0.7, 1] as const;
const [a0, a1, a2, a3, a4, a5] = levelAlphas;
/** Smoothing parameters of trends: each α with each share of it as β, one pair for each lane. */
const [t0, t1, t2] = [0.15, 0.4, 0.8];
const [r0, r1] = [0.06, 0.3];
const [b0, b1, b2, b3, b4, b5] = [t0 * r0, t0 * r1, t1 * r0, t1 * r1, t2 * r0, t2 * r1];

export const laneCount = levelAlphas.length;

/** States at the end of the values, and sums of squared one-step errors. */
export interface Lanes {
  level: Float64Array; // [laneCount]
  trend: Float64Array; // [laneCount]
  squares: Float64Array; // [laneCount]
}

export function createLanes(): Lanes {
  return {
    level: new Float64Array(laneCount),
    trend: new Float64Array(laneCount),
    squares: new Float64Array(laneCount),
  };
}

/** Simple smoothing of the values `from` … `to − 1`. */
export function smoothLevels(
  { level, squares }: Lanes,
  values: Float64Array,
  from: number,
  to: number,
  start: number,
): void {
  let [l0, l1, l2, l3, l4, l5] = [start, start, start, start, start, start];
  let [s0, s1, s2, s3, s4, s5] = [0, 0, 0, 0, 0, 0];
  for (let t = from; t < to; t++) {
    const value = values[t];
    const e0 = value - l0;
    const e1 = value - l1;
    const e2 = value - l2;
    const e3 = value - l3;
    const e4 = value - l4;
    const e5 = value - l5;
    s0 += e0 * e0;
    s1 += e1 * e1;
    s2 += e2 * e2;
    s3 += e3 * e3;
    s4 += e4 * e4;
    s5 += e5 * e5;
    l0 += a0 * e0;
    l1 += a1 * e1;
    l2 += a2 * e2;
    l3 += a3 * e3;
    l4 += a4 * e4;
    l5 += a5 * e5;
  }
  setAll(level, l0, l1, l2, l3, l4, l5);
  setAll(squares, s0, s1, s2, s3, s4, s5);
}

/** Smoothing of level and trend, damped by φ, of the values `from` … `to − 1`. */
export function smoothTrends(
  { level, trend, squares }: Lanes,
  values: Float64Array,
  from: number,
  to: number,
  phi: number,
  startLevel: number,
  startTrend: number,
): void {
  let [l0, l1, l2, l3, l4, l5] = [startLevel, startLevel, startLevel, startLevel, startLevel, startLevel];
  let [d0, d1, d2, d3, d4, d5] = [startTrend, startTrend, startTrend, startTrend, startTrend, startTrend];
  let [s0, s1, s2, s3, s4, s5] = [0, 0, 0, 0, 0, 0];
  for (let t = from; t < to; t++) {
    const value = values[t];
    const m0 = phi * d0;
    const m1 = phi * d1;
    const m2 = phi * d2;
    const m3 = phi * d3;
    const m4 = phi * d4;
    const m5 = phi * d5;
    const e0 = value - l0 - m0;
    const e1 = value - l1 - m1;
    const e2 = value - l2 - m2;
    const e3 = value - l3 - m3;
    const e4 = value - l4 - m4;
    const e5 = value - l5 - m5;
    s0 += e0 * e0;
    s1 += e1 * e1;
    s2 += e2 * e2;
    s3 += e3 * e3;
    s4 += e4 * e4;
    s5 += e5 * e5;
    l0 += m0 + t0 * e0;
    l1 += m1 + t0 * e1;
    l2 += m2 + t1 * e2;
    l3 += m3 + t1 * e3;
    l4 += m4 + t2 * e4;
    l5 += m5 + t2 * e5;
    d0 = m0 + b0 * e0;
    d1 = m1 + b1 * e1;
    d2 = m2 + b2 * e2;
    d3 = m3 + b3 * e3;
    d4 = m4 + b4 * e4;
    d5 = m5 + b5 * e5;
  }
  setAll(level, l0, l1, l2, l3, l4, l5);
  setAll(trend, d0, d1, d2, d3, d4, d5);
  setAll(squares, s0, s1, s2, s3, s4, s5);
}

function setAll(
  to: Float64Array,
  x0: number,
  x1: number,
  x2: number,
  x3: number,
  x4: number,
  x5: number,
): void {
  to[0] = x0;
  to[1] = x1;
  to[2] = x2;
  to[3] = x3;
  to[4] = x4;
  to[5] = x5;
}
