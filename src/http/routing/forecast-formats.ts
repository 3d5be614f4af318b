import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  csvCell,
  type Formulas,
  forecastSchema,
  formulasSchema,
  type NumericForecast,
} from '../../contracts/schemas/index.ts';
import { negotiated } from './negotiation.ts';
import { jsonResponse } from './responses.ts';
import { addHeaders } from './vary.ts';

export const forecastTypes = ['application/json', 'text/csv', 'application/x-ndjson'] as const;

const csvSchema = z.string().meta({
  description:
    'One row for each series and step. Columns: `series_id,time,mean,median`, one such as `q0.1` for each quantile, two such as `lower80` and `upper80` for each level, and one such as `sample0` for each sample path. If series could not be forecast, the last column is `error`, empty in the rows of forecasts; each of these series has one row at the end with its id and the code and detail of the error, and its other cells are empty.',
});
const linesSchema = z.string().meta({
  description:
    'One line of JSON for each series: a SeriesForecast, an InstantSeriesForecast, or a SeriesError.',
});

/** Query of a call whose forecast may be a table. */
export const forecastFormatQuery = z.object({ formulas: formulasSchema });

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
  const { formulas } = request.query as z.output<typeof forecastFormatQuery>;
  return {
    status: 200,
    type,
    headers: ({ id }: Pick<NumericForecast, 'id'>): Record<string, string> =>
      id === null ? { vary: 'accept' } : { vary: 'accept', location: `/v1/forecasts/${id}` },
    body<Of extends NumericForecast>(forecast: Of): Of | string {
      if (type === 'application/json') return forecast;
      return type === 'text/csv' ? csvOf(forecast, formulas) : linesOf(forecast);
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

function csvOf({ forecasts, errors, request }: NumericForecast, formulas: Formulas): string {
  const { quantiles, levels, samples } = request;
  const names = [
    ...['series_id', 'time', 'mean', 'median'],
    ...quantiles.map((p) => `q${p}`),
    ...levels.flatMap((level) => [`lower${level}`, `upper${level}`]),
    ...Array.from({ length: samples }, (_, i) => `sample${i}`),
  ];
  const rows = forecasts.flatMap((forecast) => rowsOf(forecast, formulas));
  const lines = errors.length === 0 ? [names, ...rows] : withErrors(names, rows, errors, formulas);
  return lines.map((cells) => `${cells.join(',')}\n`).join('');
}

type Row = (string | number)[];

/** The table with a column `error`, and a row for each series that could not be forecast. */
function withErrors(
  names: string[],
  rows: Row[],
  errors: NumericForecast['errors'],
  formulas: Formulas,
): Row[] {
  const empty = names.slice(1).map(() => '');
  return [
    [...names, 'error'],
    ...rows.map((row) => [...row, '']),
    ...errors.map(({ series_id, problem: { code, detail } }) => [
      csvCell(series_id, formulas),
      ...empty,
      csvCell(`${code}: ${detail}`, formulas),
    ]),
  ];
}

function rowsOf(forecast: NumericForecast['forecasts'][number], formulas: Formulas): Row[] {
  const { series_id, times, mean, median, quantiles, intervals, samples = [] } = forecast;
  const id = csvCell(series_id, formulas);
  return times.map((time, h) => [
    id,
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
