import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  type Formulas,
  forecastSchema,
  formulasSchema,
  type NumericForecast,
} from '../../contracts/schemas/index.ts';
import { isLargerThan, jsonInlineBytesMax } from '../../json-size.ts';
import { inJsonThread, type TabularForecast, tasks } from '../json/index.ts';
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

/** Tags of the answers to GET for a stored forecast, one for each format. It never changes, so they need not be computed from the
 *  bytes. */
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
  /** A forecast as CSV or lines; a large table is written in a thread. */
  const table = async (forecast: TabularForecast): Promise<string | Buffer> => {
    const isLarge = isLargerThan(forecast, jsonInlineBytesMax);
    if (type === 'text/csv')
      return isLarge ? inJsonThread('csv', { forecast, formulas }) : tasks.csv({ forecast, formulas });
    return isLarge ? inJsonThread('lines', { forecast }) : tasks.lines({ forecast });
  };
  return {
    status: 200,
    type,
    table,
    /** Marks of formulas in CSV; null for other formats. */
    tableFormulas: type === 'text/csv' ? formulas : null,
    /** Different for each answer of the same forecast. */
    name: type === 'text/csv' ? csvName(formulas) : type.slice('application/'.length),
    headers: ({ id }: Pick<NumericForecast, 'id'>): Record<string, string> =>
      id === null ? { vary: 'accept' } : { vary: 'accept', location: `/v1/forecasts/${id}` },
    /** The body of an answer. */
    body: async <Of extends NumericForecast>(forecast: Of): Promise<Of | string | Buffer> =>
      type === 'application/json' ? forecast : table(forecast),
  };
}

/** Sends a forecast in the format that `Accept` requests. */
export async function sendForecast(
  reply: FastifyReply,
  form: ReturnType<typeof forecastFormat>,
  forecast: NumericForecast,
): Promise<FastifyReply> {
  const { status, type, headers } = form;
  const written = await form.body(forecast);
  return addHeaders(reply.code(status).type(type), headers(forecast)).send(written);
}
