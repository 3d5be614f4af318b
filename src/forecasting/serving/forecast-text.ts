import assert from 'node:assert/strict';
import type { ForecastText, TextForm, Writing } from '../../contracts/ports/index.ts';
import {
  csvRowsOf,
  explanationSchema,
  type InstantSeriesForecast,
  instantExplanationSchema,
  linesOf,
  type SeriesError,
  type SeriesForecast,
  withEmptyCells,
} from '../../contracts/schemas/index.ts';
import { jsonInlineBytesMax } from '../../json-size.ts';
import { packedText } from '../../stored-text.ts';
import { isFiniteForecast } from './finite-forecast.ts';

type Made = SeriesForecast | InstantSeriesForecast;

/** Its bytes have memory of their own, which goes to another thread without that of other buffers. */
const encoder = new TextEncoder();

/** Writes answers as texts. */
export function textOf(answers: readonly (Made | SeriesError)[], { form, isPacked }: Writing): ForecastText {
  const texts: string[] = [];
  const stored: string[] = [];
  const errors: ForecastText['errors'] = [];
  const isStoredText = form.type === 'json' && form.order === 'made';
  for (const answer of answers) {
    if ('problem' in answer) errors.push(answer);
    else {
      assert(isFiniteForecast(answer), 'a forecast has numbers only');
      texts.push(written(answer, form));
      if (isPacked && !isStoredText) stored.push(JSON.stringify(answer));
    }
  }
  const count = texts.length;
  const text = texts.join(form.type === 'json' ? ',' : '');
  const lengths = texts.map((one) => Buffer.byteLength(one));
  const bytes = count > 1 || text.length > jsonInlineBytesMax ? encoder.encode(text) : text;
  const packed = isPacked && count > 0 ? packedText(isStoredText ? bytes : stored.join(',')) : null;
  return { count, text: bytes, lengths, packed, errors };
}

function written(answer: Made, form: TextForm): string {
  if (form.type === 'csv') return csvRowsOf(answer, form.formulas, false);
  if (form.type === 'lines') return linesOf([answer]);
  return JSON.stringify(form.order === 'made' ? answer : inOrder(answer));
}

/** The fields in the order of their schema. The schema itself would look at each number. */
function inOrder({ warnings, samples, fitted, explanation, future_covariates, ...rest }: Made): object {
  const { season_length, ...fields } = rest as typeof rest & Partial<InstantSeriesForecast>;
  return {
    ...fields,
    ...(samples === undefined ? {} : { samples }),
    ...(fitted === undefined ? {} : { fitted }),
    ...(explanation === undefined ? {} : { explanation: explained(explanation) }),
    ...(future_covariates === undefined ? {} : { future_covariates }),
    warnings,
    ...(season_length === undefined ? {} : { season_length }),
  };
}

function explained(explanation: NonNullable<Made['explanation']>): object {
  return 'parts' in explanation
    ? instantExplanationSchema.encode(explanation)
    : explanationSchema.encode(explanation);
}

/** Rows of CSV with an empty last cell. */
export function textWithEmptyCells(text: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return withEmptyCells(typeof text === 'string' ? encoder.encode(text) : text);
}
