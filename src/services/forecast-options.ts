import { type ForecastIn, limits, samplesOf } from '../contracts/schemas/index.ts';
import { AppError, refuse } from '../errors.ts';

/** Options of a forecast call as a task has them. */
export interface TaskOptions {
  quantiles: number[];
  levels: number[];
  samples: number;
  seed: number;
  fittedSteps: number;
}

/** Reads the options of a call for `count` series, and checks the size of the answer.
 *  @param columns number of known-future covariates, which the answer repeats. @throws AppError forecast_too_large */
export function taskOptions(
  body: Pick<ForecastIn, 'quantiles' | 'levels' | 'samples' | 'num_samples' | 'seed' | 'fitted'>,
  count: number,
  horizon: number,
  columns: number,
): TaskOptions {
  const quantiles = sortedUnique(body.quantiles);
  const levels = sortedUnique(body.levels);
  const samples = samplesOf(body);
  requireSize(count, horizon, quantiles.length + 2 * levels.length + samples + 2 + columns);
  const fittedSteps = Math.min(limits.fittedStepsMax, Math.ceil(limits.fittedPointsMax / count));
  return { quantiles, levels, samples, seed: body.seed, fittedSteps: body.fitted ? fittedSteps : 0 };
}

/** @throws AppError forecast_too_large */
function requireSize(series: number, horizon: number, numbersPerStep: number): void {
  const numbers = series * horizon * numbersPerStep;
  if (numbers <= limits.forecastNumbersMax) return;
  throw new AppError('forecast_too_large', {
    detail: `${series} series over ${horizon} steps with ${numbersPerStep} numbers each make ${numbers} numbers; accepted: at most ${limits.forecastNumbersMax} in a call, so fewer series, samples, quantiles or levels`,
  });
}

/** @param numbers contributions that the explanations of a call have at most
 *  @param factors what makes this number, in words. @throws AppError explanation_too_large */
export function requireContributions(numbers: number, factors: string): void {
  const most = limits.explanationNumbersMax;
  if (numbers <= most) return;
  refuse(
    'explanation_too_large',
    {
      path: '/explain',
      message: `asks for ${numbers} contributions`,
      accepted: `at most ${most}: fewer series or a shorter horizon`,
    },
    `${factors} make ${numbers} contributions; accepted: at most ${most} in a call, so fewer series or a shorter horizon`,
  );
}

function sortedUnique(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
