import { nelderMead } from '../../engine/index.ts';
import { volatilityMethod } from './volatility.ts';

/** Largest α + β; below 1, so that the variance returns to its mean. */
const persistenceMax = 0.999;
const evaluationsMax = 150;

/** GARCH(1,1), σ²' = ω + αr² + βσ², by maximum likelihood under normal returns. ω follows from the variance of
 *  all returns (variance targeting), so that α and β are searched for. h steps ahead the variance is v +
 *  (α+β)^(h-1)·(σ²' - v), and a forecast sums them.
 *  Source: Bollerslev (1986); Engle & Mezrich (1996) for variance targeting. */
export const garch = volatilityMethod((returns) => {
  const { mean, alpha, beta } = fitGarch(returns);
  const persistence = alpha + beta;
  return {
    next(returns) {
      let variance = mean;
      return returns.map((r, t) => {
        if (t > 0) variance = mean * (1 - persistence) + alpha * r * r + beta * variance;
        return variance;
      });
    },
    ahead: (next, steps) => steps * mean + ((next - mean) * (1 - persistence ** steps)) / (1 - persistence),
  };
});

/** The first return is a placeholder. `mean` is the variance of the others. */
export function fitGarch(returns: Float64Array): { mean: number; alpha: number; beta: number } {
  const mean = returns.reduce((sum, r) => sum + r * r, 0) / Math.max(1, returns.length - 1);
  const cost = ([alpha, beta]: Float64Array) =>
    alpha < 0 || beta < 0 || alpha + beta > persistenceMax
      ? Number.POSITIVE_INFINITY
      : deviance(returns, mean, alpha, beta);
  const { at } = nelderMead(cost, [0.08, 0.9], [0.05, -0.1], { evaluationsMax });
  return { mean, alpha: at[0], beta: at[1] };
}

/** Minus twice the log likelihood, without its constant. */
function deviance(returns: Float64Array, mean: number, alpha: number, beta: number): number {
  if (mean === 0) return 0;
  let variance = mean;
  let sum = 0;
  for (let t = 1; t < returns.length; t++) {
    const square = returns[t] * returns[t];
    sum += Math.log(variance) + square / variance;
    variance = mean * (1 - alpha - beta) + alpha * square + beta * variance;
  }
  return sum;
}
