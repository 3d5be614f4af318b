/** The JSON of a forecast from the texts of its parts, which threads have written. */
import type { ForecastText, NewForecast } from '../contracts/ports/index.ts';
import type { Forecast, SeriesError, Warning } from '../contracts/schemas/index.ts';
import { packedText } from '../stored-text.ts';

interface Contents {
  parts: readonly ForecastText[];
  errors: readonly SeriesError[];
  /** Null if the series are stored ones. */
  warnings: readonly Warning[] | null;
}

type Head = Omit<NewForecast, 'forecasts' | 'errors' | 'warnings'>;

/** The answer, with the fields in the order of its schema. */
export function textOfForecast(
  { request, ...head }: Head,
  { id, created_at }: Pick<Forecast, 'id' | 'created_at'>,
  { parts, ...rest }: Contents,
): string | Buffer {
  const first = JSON.stringify({ id, method: 'trained', ...head, request, created_at });
  const texts = parts.filter(({ count }) => count > 0).map(({ text }) => text);
  const [start, end] = [`${first.slice(0, -1)},${opening}`, closing(rest)];
  if (texts.every((text) => typeof text === 'string')) return `${start}${texts.join(',')}${end}`;
  const pieces = [start, ...texts.flatMap((text, i) => (i === 0 ? [text] : [',', text])), end];
  return Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
}

const opening = '"forecasts":[';

function closing({ errors, warnings }: Omit<Contents, 'parts'>): string {
  const of = warnings === null ? '' : `,"warnings":${JSON.stringify(warnings)}`;
  return `],"errors":${JSON.stringify(errors)}${of}}`;
}

/** The forecasts, errors and warnings as the database keeps them. The threads have packed the texts of their parts. */
export function packedContents({ parts, ...rest }: Contents): Uint8Array {
  const frames: Uint8Array[] = [openingFrame];
  for (const { packed } of parts) {
    if (packed === null) continue;
    if (frames.length > 1) frames.push(commaFrame);
    frames.push(packed);
  }
  frames.push(packedText(closing(rest)));
  return Buffer.concat(frames);
}

const openingFrame = packedText(`{${opening}`);
const commaFrame = packedText(',');
