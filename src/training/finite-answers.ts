/** Answers from a model that have numbers which JSON does not have. */
import { AppError } from '../errors.ts';

/** Whether all numbers of an answer are finite. */
export function isFiniteAnswer(answer: unknown): boolean {
  if (typeof answer === 'number') return Number.isFinite(answer);
  if (typeof answer !== 'object' || answer === null) return true;
  if (answer instanceof Float32Array || answer instanceof Float64Array) return answer.every(Number.isFinite);
  return Object.values(answer).every(isFiniteAnswer);
}

/** @throws AppError forecast_not_finite for an answer with other numbers */
export function requireFinite<Answer>(answer: Answer): Answer {
  if (isFiniteAnswer(answer)) return answer;
  throw new AppError('forecast_not_finite', {
    detail:
      'The answer has numbers that are not finite: the weights of the model or the values of the series are too large. Train the model again, with values divided by a power of ten.',
  });
}
