import { empiricalQuantile } from '../statistics/index.ts';
import { perSeries } from './method.ts';

/** Smoothing parameters that are tried; the largest lets demand that has ended fade. */
const smoothings = [0.05, 0.1, 0.2, 0.3];

/** Teunter-Syntetos-Babai method for intermittent demand: the probability of a demand, smoothed at every step,
 *  times the size of a demand, smoothed at demands. Both smoothing parameters minimise the squared one-step
 *  errors. The point forecast is the expected demand, not the median, which is often 0. Quantiles are those of
 *  a demand with that probability and the past sizes, scaled to the smoothed size.
 *  Source: Teunter, Syntetos & Babai (2011), Intermittent demand: linking forecasting to inventory
 *  obsolescence. */
export const tsb = perSeries((history, { horizon, levels }) => {
  const sizes = history.filter((value) => value !== 0).sort();
  const mean = sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
  const start = { probability: sizes.length / history.length, size: mean };
  let best = { errors: Number.POSITIVE_INFINITY, forProbability: 0, forSize: 0 };
  for (const forProbability of smoothings)
    for (const forSize of smoothings) {
      const { errors } = smoothDemand(history, start, forProbability, forSize);
      if (errors < best.errors) best = { errors, forProbability, forSize };
    }
  return (later) => {
    const { probability, size } = smoothDemand(later, start, best.forProbability, best.forSize);
    // Sizes of the other sign would reverse the order of the quantiles.
    const ratio = mean === 0 ? 0 : Math.max(0, size / mean);
    const demand = (p: number) => {
      const zero = 1 - probability;
      if (sizes.length === 0 || p <= zero) return 0;
      return ratio * empiricalQuantile(sizes, (p - zero) / probability);
    };
    const row = levels.map(demand);
    return {
      point: new Float64Array(horizon).fill(probability * size),
      quantiles: Float64Array.from({ length: horizon * row.length }, (_, i) => row[i % row.length]),
    };
  };
});

function smoothDemand(
  history: Float64Array,
  start: { probability: number; size: number },
  forProbability: number,
  forSize: number,
): { probability: number; size: number; errors: number } {
  let { probability, size } = start;
  let errors = 0;
  for (const y of history) {
    errors += (y - probability * size) ** 2;
    probability += forProbability * ((y === 0 ? 0 : 1) - probability);
    if (y !== 0) size += forSize * (y - size);
  }
  return { probability, size, errors };
}
