import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { forecastSchema, type NumericForecast } from '../../contracts/schemas/index.ts';
import { negotiated } from './negotiation.ts';
import { jsonResponse } from './responses.ts';
import { addHeaders } from './vary.ts';

export const forecastTypes = ['application/json', 'text/csv', 'application/x-ndjson'] as const;

const csvSchema = z.string().meta({
  description:
    'One row for each series and step. Columns: `series_id,time,mean,median`, one such as `q0.1` for each quantile, two such as `lower80` and `upper80` for each level, and one such as `sample0` for each sample path.',
});
const linesSchema = z.string().meta({
  description:
    'One line of JSON for each series: a SeriesForecast, an InstantSeriesForecast, or a SeriesError.',
});

const headers = {
  Location: {
    type: 'string',
    description: 'Path under which the forecast can be read again, if it is stored.',
  },
  Vary: { type: 'string', description: 'The response depends on `Accept`.' },
} as const;

/** Schemas of a forecast response, by content type. */
export function forecastResponse(description: string, schema: z.ZodType = forecastSchema) {
  const json = jsonResponse(schema, description, headers);
  return {
    ...json,
    content: {
      ...json.content,
      'text/csv': { schema: csvSchema },
      'application/x-ndjson': { schema: linesSchema },
    },
  };
}

/** The format of a forecast response, chosen by the header `Accept`. Called before the forecast, so that a refusal costs nothing.
 *  @throws AppError accept_unsupported */
export function forecastFormat(request: FastifyRequest) {
  const type = negotiated(request, forecastTypes);
  return {
    status: 200,
    type,
    headers: ({ id }: Pick<NumericForecast, 'id'>): Record<string, string> =>
      id === null ? { vary: 'accept' } : { vary: 'accept', location: `/v1/forecasts/${id}` },
    body<Of extends NumericForecast>(forecast: Of): Of | string {
      if (type === 'application/json') return forecast;
      return type === 'text/csv' ? csvOf(forecast) : linesOf(forecast);
    },
  };
}

/** Sends a forecast in the format that `Accept` requests. */
export function sendForecast(
  reply: FastifyReply,
  { status, type, headers, body }: ReturnType<typeof forecastFormat>,
  forecast: NumericForecast,
): FastifyReply {
  return addHeaders(reply.code(status).type(type), headers(forecast)).send(body(forecast));
}

function linesOf({ forecasts, errors }: NumericForecast): string {
  return [...forecasts, ...errors].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function csvOf({ forecasts, request }: NumericForecast): string {
  const { quantiles, levels, samples } = request;
  const header = [
    ...['series_id', 'time', 'mean', 'median'],
    ...quantiles.map((p) => `q${p}`),
    ...levels.flatMap((level) => [`lower${level}`, `upper${level}`]),
    ...Array.from({ length: samples }, (_, i) => `sample${i}`),
  ];
  return [header, ...forecasts.flatMap(rowsOf)].map((cells) => `${cells.join(',')}\n`).join('');
}

function rowsOf(forecast: NumericForecast['forecasts'][number]): (string | number)[][] {
  const { series_id, times, mean, median, quantiles, intervals, samples = [] } = forecast;
  return times.map((time, h) => [
    quotedCell(series_id),
    time,
    mean[h],
    median[h],
    // An object lists keys such as "80" in ascending order, and those such as "0.1" in the order in which they were set.
    ...Object.values(quantiles).map((path) => path[h]),
    ...Object.entries(intervals)
      .sort(([a], [b]) => Number(a) - Number(b))
      .flatMap(([, { lower, upper }]) => [lower[h], upper[h]]),
    ...samples.map((path) => path[h]),
  ]);
}

/** A cell of CSV. Source: RFC 4180. */
function quotedCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
