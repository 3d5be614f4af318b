/** Exponential smoothing as a state space model.
 *  l level, b slope, s season; α, β, γ smoothing, φ damping; n observations, m season, K horizon steps.
 *
 *      q = l + φb,  ŷ = q (+ s | · s),  p = y (- s | / s)
 *      l' = q + α(p - q),  b' = φb + β(p - q),  s' = s + γ(y (- q | / q) - s)
 *
 *  Source: Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing, table 2.2-2.3, in the form of
 *  R's forecast package, where additive and multiplicative errors share the recursion. */

export const etsTrends = ['none', 'additive', 'damped'] as const;
export const etsSeasons = ['none', 'additive', 'multiplicative'] as const;

export interface EtsForm {
  error: 'additive' | 'multiplicative';
  trend: (typeof etsTrends)[number];
  season: (typeof etsSeasons)[number];
}

export interface EtsParameters {
  alpha: number;
  beta: number; // 0 without a trend
  gamma: number; // 0 without a season
  phi: number; // 1 unless damped
  level: number; // before the first observation
  slope: number; // 0 without a trend
  seasons: Float64Array; // [m], by position from the first observation; [1] without a season
}

export interface EtsRun {
  level: number; // after the last observation
  slope: number;
  seasons: Float64Array; // [m], by position from the first observation
  forecasts: Float64Array; // [n], ŷ of each observation
  squares: number; // Σe², relative errors where they are multiplicative
  logScale: number; // 2·Σ log|ŷ| of multiplicative errors, else 0
}

/** Searches for the parameters of one form, each for a history of its own. F searches, P parameters, m season. */
export interface EtsSearchShape {
  form: EtsForm;
  season: number; // m, 1 without a season
  searches: number; // F
  /** Runs of one search, at most. */
  evaluationsMax: number;
}

/** Bounds of the parameters: α, β and γ are at least `alphaMin`, α is at most `alphaMax`, β at most α, γ at most 1 - α.
 *  Source: R's forecast package. */
export const etsBounds = { alphaMin: 1e-4, alphaMax: 0.9999, phiMin: 0.8, phiMax: 0.98 };

/** A search ends when the costs at its corners differ by less, which is far below any difference that matters for a log
 *  likelihood. */
export const simplexTolerance = 1e-6;

/** Parameters that are searched, in the order of the points. */
export function etsParametersOf({ trend, season }: EtsForm): Exclude<keyof EtsParameters, 'seasons'>[] {
  return [
    'alpha',
    'level',
    ...(trend === 'none' ? [] : (['beta', 'slope'] as const)),
    ...(trend === 'damped' ? (['phi'] as const) : []),
    ...(season === 'none' ? [] : (['gamma'] as const)),
  ];
}
