import { type ForecastIn, limits, samplesOf } from '../contracts/schemas/index.ts';
import { AppError, refuse } from '../errors.ts';
import { currentCall } from '../sharing/index.ts';

/** Memory for a number of an answer until the answer is sent. As text a number takes 19 bytes; the thread has it as a
 *  number and as text, and for a moment as text and as bytes. */
const bytesPerNumber = 40;
/** Numbers for one observation in the part `fitted`: its time takes as much as two. */
const numbersPerFitted = 4;
/** Answers of fewer numbers are not counted. */
const countedNumbersMin = 5_000;

/** Reserves the memory for an answer of a call before it is computed. @throws AppError overloaded */
function reserveAnswer(numbers: number): void {
  if (numbers >= countedNumbersMin) currentCall().memory?.expect(numbers * bytesPerNumber);
}

/** Options of a forecast call as a task has them. */
export interface TaskOptions {
  quantiles: number[];
  levels: number[];
  samples: number;
  seed: number;
  fittedSteps: number;
}

/** Numbers on which the size of an answer depends. */
interface AnswerSize {
  /** Number of series. */
  count: number;
  horizon: number;
  /** Number of known-future covariates, which the answer repeats. */
  columns: number;
  /** Series of the whole call. Absent: these are all of them. */
  ofCall?: number;
  /** Past observations that the part `fitted` of the whole call has at most. */
  fittedPoints?: number;
}

/** Reads the options of a call, and checks the size of the answer. @throws AppError forecast_too_large, overloaded */
export function taskOptions(
  body: Pick<ForecastIn, 'quantiles' | 'levels' | 'samples' | 'num_samples' | 'seed' | 'fitted'>,
  { count, horizon, columns, ofCall = count, fittedPoints = limits.fittedPointsMax }: AnswerSize,
): TaskOptions {
  const quantiles = sortedUnique(body.quantiles);
  const levels = sortedUnique(body.levels);
  const samples = samplesOf(body);
  const numbersPerStep = quantiles.length + 2 * levels.length + samples + 2 + columns;
  requireSize(ofCall, horizon, numbersPerStep);
  const fittedMost = Math.min(
    limits.fittedStepsMax,
    Math.ceil(limits.fittedPointsMax / ofCall),
    Math.max(1, Math.floor(fittedPoints / ofCall)),
  );
  const fittedSteps = body.fitted ? fittedMost : 0;
  reserveAnswer(count * (horizon * numbersPerStep + fittedSteps * numbersPerFitted));
  return { quantiles, levels, samples, seed: body.seed, fittedSteps };
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
  if (numbers <= most) {
    reserveAnswer(numbers);
    return;
  }
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
