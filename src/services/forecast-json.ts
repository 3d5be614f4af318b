/** The JSON of a forecast from the texts of its parts, which threads have written. */
import { gzipSync } from 'node:zlib';
import type { ForecastText, NewForecast } from '../contracts/ports/index.ts';
import type { Forecast, SeriesError, Warning } from '../contracts/schemas/index.ts';

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
): string {
  const first = JSON.stringify({ id, method: 'trained', ...head, request, created_at });
  const texts = parts.filter(({ count }) => count > 0).map(({ text }) => text);
  return `${first.slice(0, -1)},${opening}${texts.join(',')}${closing(rest)}`;
}

const opening = '"forecasts":[';

function closing({ errors, warnings }: Omit<Contents, 'parts'>): string {
  const of = warnings === null ? '' : `,"warnings":${JSON.stringify(warnings)}`;
  return `],"errors":${JSON.stringify(errors)}${of}}`;
}

/** The forecasts, errors and warnings as a gzip file. It consists of members, one for each part (RFC 1952, 2.2): the threads
 *  have packed theirs. */
export function packedContents({ parts, ...rest }: Contents): Uint8Array {
  const members: Uint8Array[] = [openingMember];
  for (const { packed } of parts) {
    if (packed === null) continue;
    if (members.length > 1) members.push(commaMember);
    members.push(packed);
  }
  const isPlain = rest.errors.length === 0 && rest.warnings === null;
  members.push(isPlain ? plainClosingMember : gzipSync(closing(rest)));
  return Buffer.concat(members);
}

const openingMember = gzipSync(`{${opening}`);
const commaMember = gzipSync(',');
const plainClosingMember = gzipSync(closing({ errors: [], warnings: null }));
