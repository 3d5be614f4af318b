/** Requests and answers of calls that take models of every kind. */
import { z } from 'zod';
import { traceInSchema, traceSchema } from '../attribution/explanation.ts';
import { symbolTraceInSchema, symbolTraceSchema } from '../attribution/symbol-explanation.ts';
import { forecastInSchema, forecastSchema } from '../forecasts/forecast.ts';
import { instantForecastSchema } from '../forecasts/instant.ts';
import { symbolForecastInSchema, symbolForecastSchema } from '../forecasts/symbol-forecast.ts';
import { choiceOf, hasFieldsOf } from '../primitives/choice.ts';

export const forecastRequestSchema = choiceOf(
  [symbolForecastInSchema, forecastInSchema],
  hasFieldsOf(symbolForecastInSchema, forecastInSchema),
  {
    id: 'ModelForecastRequest',
    description: 'The request for a numeric model, or the request with a `context` for a model of symbols.',
  },
);
export const forecastAnswerSchema = z
  .union([symbolForecastSchema, instantForecastSchema, forecastSchema])
  .meta({
    id: 'ForecastAnswer',
    description:
      'A forecast of numeric series, or of a sequence of symbols. It is an instant forecast only while the model is in training, if the call allows that.',
  });

export const traceRequestSchema = choiceOf(
  [symbolTraceInSchema, traceInSchema],
  hasFieldsOf(symbolTraceInSchema, traceInSchema),
  {
    id: 'ModelTraceRequest',
    description: 'The request for a numeric model, or the request with a `context` for a model of symbols.',
  },
);
export const traceAnswerSchema = z.union([symbolTraceSchema, traceSchema]).meta({
  id: 'TraceAnswer',
  description: 'States and gates of a network while it reads a series or a sequence of symbols.',
});
