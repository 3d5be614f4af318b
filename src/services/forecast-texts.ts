/** Forecasts as they are sent and as they are stored, from the texts of their parts, which threads have written. */
import type { Forecaster, ForecastText, NewForecast, TextForm } from '../contracts/ports/index.ts';
import {
  csvErrorsOf,
  csvHeadOf,
  type FleetForecast,
  fleetForecastSchema,
  linesOf,
  type NumericForecast,
  numericForecastSchema,
  type SeriesError,
  type Warning,
} from '../contracts/schemas/index.ts';
import { packedText } from '../stored-text.ts';

/** Shorter answers are sent as a string, which the framework gives a charset. */
const stringBytesMax = 65_536;

/** The texts of an answer, and its other contents. */
export interface Contents {
  parts: readonly Pick<ForecastText, 'count' | 'text' | 'packed'>[];
  errors: readonly SeriesError[];
  /** Null or absent if the series are stored ones. */
  warnings?: readonly Warning[] | null;
  /** Absent if a model forecasts. */
  next_cursor?: string | null;
}

/** An answer without the forecasts. */
type Frame<Answer> = Answer extends unknown
  ? Omit<Answer, 'forecasts' | 'errors' | 'warnings' | 'next_cursor'>
  : never;
type Answered = Frame<NumericForecast> | Frame<FleetForecast>;

/** The answer in the form of its parts. */
export function textOfForecast(
  head: Answered,
  { parts, ...rest }: Contents,
  form: TextForm,
): string | Buffer {
  const texts = parts.filter(({ count }) => count > 0).map(({ text }) => text);
  if (form.type === 'json') {
    const [start, end] = jsonFrame(head, rest, form.order);
    return joined([start, ...texts.flatMap((text, i) => (i === 0 ? [text] : [',', text])), end]);
  }
  if (form.type === 'lines') return joined([...texts, linesOf(rest.errors)]);
  const { request } = head;
  const hasErrors = rest.errors.length > 0;
  return joined([csvHeadOf(request, hasErrors), ...texts, csvErrorsOf(request, rest.errors, form.formulas)]);
}

/** The parts with an empty cell for the column `error` in each row, if the answer is CSV with errors. */
export async function withErrorCells<Part extends ForecastText>(
  { withEmptyCells }: Pick<Forecaster, 'withEmptyCells'>,
  parts: readonly Part[],
  errors: readonly SeriesError[],
  form: TextForm,
): Promise<readonly ForecastText[]> {
  return form.type === 'csv' && errors.length > 0 ? withEmptyCells(parts) : parts;
}

function joined(pieces: readonly (string | Uint8Array)[]): string | Buffer {
  const isText = pieces.every((piece) => typeof piece === 'string');
  if (isText) return pieces.join('');
  const bytes = Buffer.concat(
    pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)),
  );
  return bytes.length <= stringBytesMax ? bytes.toString() : bytes;
}

const opening = '"forecasts":[';

/** The JSON before and after the forecasts. @param order `made`: the fields are in order already */
function jsonFrame(
  head: Answered,
  { errors, warnings, next_cursor }: Omit<Contents, 'parts'>,
  order: 'made' | 'schema',
): [string, string] {
  const answer = {
    ...head,
    forecasts: [],
    errors,
    ...(warnings === null || warnings === undefined ? {} : { warnings }),
    ...(next_cursor === undefined ? {} : { next_cursor }),
  };
  const schema = 'fleet_id' in head ? fleetForecastSchema : numericForecastSchema;
  const text = JSON.stringify(order === 'made' ? answer : schema.encode(answer as never));
  // In a text of the caller the quotes would be escaped.
  const at = text.indexOf(opening) + opening.length;
  return [text.slice(0, at), text.slice(at)];
}

/** A forecast as it is stored. @param contents parts whose texts are packed too */
export function packedForecast<Head extends object>(
  head: Head,
  contents: Contents,
): Head & { series_count: number; packed: Uint8Array } {
  const series_count = contents.parts.reduce((sum, { count }) => sum + count, 0);
  return { ...head, series_count, packed: packedContents(contents) };
}

/** The forecasts, errors and warnings as the database keeps them. The threads have packed the texts of their parts. */
function packedContents({ parts, errors, warnings, next_cursor }: Contents): Uint8Array {
  const frames: Uint8Array[] = [openingFrame];
  for (const { packed } of parts) {
    if (packed === null) continue;
    if (frames.length > 1) frames.push(commaFrame);
    frames.push(packed);
  }
  const ofCall = warnings === null || warnings === undefined ? '' : `,"warnings":${JSON.stringify(warnings)}`;
  const cursor = next_cursor === undefined ? '' : `,"next_cursor":${JSON.stringify(next_cursor)}`;
  frames.push(packedText(`],"errors":${JSON.stringify(errors)}${ofCall}${cursor}}`));
  return Buffer.concat(frames);
}

const openingFrame = packedText(`{${opening}`);
const commaFrame = packedText(',');

/** The head of a forecast of a model, with the fields in the order of the schema. */
export function trainedHead(
  { request, ...head }: Omit<NewForecast, 'forecasts' | 'errors' | 'warnings'>,
  { id, created_at }: Pick<NumericForecast, 'id' | 'created_at'>,
): Frame<Extract<NumericForecast, { method: 'trained' }>> {
  return { id, method: 'trained', ...head, request, created_at };
}
