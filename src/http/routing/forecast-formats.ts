import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { TextForm, WrittenForecast } from '../../contracts/ports/index.ts';
import { type Formulas, forecastSchema, formulasSchema } from '../../contracts/schemas/index.ts';
import { sentType } from './idempotent-response.ts';
import { negotiated } from './negotiation.ts';
import { jsonResponse, type ResponseHeaders } from './responses.ts';
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

/** Tags of the answers to GET for a stored forecast, one for each format. It never changes, so they need not be
 *  computed from the bytes. */
export function forecastTags({ id }: { id: string }): string[] {
  return formNames.map((name) => forecastTag(id, name));
}

export function forecastTag(id: string, formName: string): string {
  return `W/"${id}-${formName}"`;
}

const csvName = (formulas: Formulas) => `csv-${formulas}`;
const formNames = ['json', 'x-ndjson', ...formulasSchema.unwrap().options.map(csvName)];

/** Query of a call whose forecast may be a table. */
export const forecastFormatQuery = z.object({ formulas: formulasSchema });

const headers = {
  Location: {
    type: 'string',
    description: 'Path under which the forecast can be read again, if it is stored.',
  },
  Vary: { type: 'string', description: 'The response depends on `Accept`.' },
} as const;

/** Headers of a forecast of a part of the series of a dataset. */
export const partHeaders = {
  'Next-Cursor': {
    type: 'string',
    description:
      '`next_cursor` of the forecast in each format: the `cursor` of the call for the next series. Absent if there are none.',
  },
} as const;

/** Schemas of a forecast response, by content type. */
export function forecastResponse(
  description: string,
  schema: z.ZodType = forecastSchema,
  ownHeaders: ResponseHeaders = {},
) {
  const json = jsonResponse(schema, description, { ...headers, ...ownHeaders });
  return {
    ...json,
    content: {
      ...json.content,
      'text/csv': { schema: csvSchema },
      'application/x-ndjson': { schema: linesSchema },
    },
  };
}

/** The format of a forecast response, chosen by the header `Accept`. Called before the forecast, so that
 *  a refusal costs nothing.
 *  @throws AppError accept_unsupported */
export function forecastFormat(request: FastifyRequest) {
  const type = negotiated(request, forecastTypes);
  const { formulas } = request.query as z.output<typeof forecastFormatQuery>;
  return {
    status: 200,
    type,
    /** How threads write it. @param order of the fields, if it is JSON */
    text: (order: 'made' | 'schema' = 'schema'): TextForm =>
      type === 'application/json'
        ? { type: 'json', order }
        : type === 'text/csv'
          ? { type: 'csv', formulas }
          : { type: 'lines' },
    /** Marks of formulas in CSV; null for other formats. */
    tableFormulas: type === 'text/csv' ? formulas : null,
    /** Different for each answer of the same forecast. */
    name: type === 'text/csv' ? csvName(formulas) : type.slice('application/'.length),
    headers: ({ id, next_cursor }: Pick<WrittenForecast, 'id' | 'next_cursor'>): Record<string, string> => ({
      vary: 'accept',
      ...(id === null ? {} : { location: `/v1/forecasts/${id}` }),
      ...(next_cursor == null ? {} : { 'next-cursor': next_cursor }),
    }),
    body: ({ text }: WrittenForecast) => text,
  };
}

/** Sends a forecast in the format that `Accept` requests. */
export function sendForecast(
  reply: FastifyReply,
  { status, type, headers }: ReturnType<typeof forecastFormat>,
  forecast: WrittenForecast,
): FastifyReply {
  return addHeaders(reply.code(status).type(sentType(type)), headers(forecast)).send(forecast.text as never);
}
