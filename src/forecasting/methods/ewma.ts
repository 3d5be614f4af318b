import { squaresAround } from '../statistics/index.ts';
import { type VarianceModel, volatilityMethod } from './volatility.ts';

/** RiskMetrics takes 0.94 for one day ahead and 0.97 for a month; 0.97 was better 5 and 20 days ahead. */
const decay = 0.97;

/** Volatility as an exponentially weighted mean of squared returns, σ²' = λσ² + (1-λ)r², constant over the
 *  horizon.
 *  Source: J.P. Morgan & Reuters (1996), RiskMetrics technical document. */
export const ewma = volatilityMethod(weightedVariance);

/** EWMA of a series whose fan must not depend on others. A single series has few errors, so their quantiles are shrunk
 *  to normal ones: prices before the parts that are tested have the pinball loss and the coverage
 *  of a pooled fan then. */
export const singleEwma = volatilityMethod(weightedVariance, {
  errorsMax: 500,
  normalErrors: 50,
  eachStepUntil: 30,
});

function weightedVariance(returns: Float64Array): VarianceModel {
  const start = meanSquare(returns.subarray(1, 1 + Math.round(1 / (1 - decay))));
  return {
    next(returns) {
      const variances = new Float64Array(returns.length);
      let variance = start;
      for (let t = 0; t < variances.length; t++) {
        if (t > 0) variance = decay * variance + (1 - decay) * returns[t] * returns[t];
        variances[t] = variance;
      }
      return variances;
    },
    ahead: (next, steps) => next * steps,
  };
}

function meanSquare(returns: Float64Array): number {
  return squaresAround(returns, 0) / Math.max(1, returns.length);
}
