/** The library without the service: its forecasts, and its own time for them. */
import type { ForecastTask } from '../../../src/contracts/ports/index.ts';
import type { NumericForecast, SeriesForecast } from '../../../src/contracts/schemas/index.ts';
import { WrongAnswer } from '../figures.ts';
import { type OwnProcess, startOwnProcess } from '../own-process.ts';

export interface EngineQuestion {
  /** Default: the task of the last question. */
  task?: ForecastTask;
  calls: number;
}

export interface EngineAnswer {
  /** Median of the calls. */
  ms: number;
  answers: object[];
}

export type EngineProcess = OwnProcess<EngineQuestion, EngineAnswer>;

export function startEngine(): EngineProcess {
  return startOwnProcess<EngineQuestion, EngineAnswer>(new URL('./engine-process.ts', import.meta.url));
}

/** Compares an answer of the service with the library's. @throws WrongAnswer */
export function checkForecasts(answer: NumericForecast, expected: readonly object[]): void {
  if (answer.errors.length > 0) throw new WrongAnswer(`${answer.errors.length} series were not forecast`);
  if (answer.forecasts.length < expected.length)
    throw new WrongAnswer(`${answer.forecasts.length} forecasts instead of ${expected.length}`);
  for (const [i, one] of expected.entries()) {
    const difference = differenceOf(answer.forecasts[i], JSON.parse(JSON.stringify(one)) as SeriesForecast);
    if (difference !== null) throw new WrongAnswer(`the forecast differs from the library's: ${difference}`);
  }
}

/** The first difference of two JSON values, by its path; null if they agree. */
export function differenceOf(given: unknown, expected: unknown, path = ''): string | null {
  if (typeof given !== 'object' || typeof expected !== 'object' || given === null || expected === null)
    return given === expected ? null : `${path}: ${given} instead of ${expected}`;
  for (const name of new Set([...Object.keys(given), ...Object.keys(expected)])) {
    const [one, other] = [given, expected].map((all) => (all as Record<string, unknown>)[name]);
    const difference = differenceOf(one, other, `${path}/${name}`);
    if (difference !== null) return difference;
  }
  return null;
}
