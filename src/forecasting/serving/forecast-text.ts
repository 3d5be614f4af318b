import assert from 'node:assert/strict';
import type { ForecastText } from '../../contracts/ports/index.ts';
import { packedText } from '../../stored-text.ts';
import { hasNumbersOnly } from './finite-answers.ts';
import type { SeriesAnswer } from './forecast.ts';

/** Its bytes have memory of their own, which goes to another thread without that of other buffers. */
const encoder = new TextEncoder();

/** Writes answers as JSON. @param isPacked whether the text is also packed as it is stored */
export function textOf(answers: readonly SeriesAnswer[], isPacked: boolean): ForecastText {
  const texts: string[] = [];
  const errors: ForecastText['errors'] = [];
  for (const answer of answers) {
    if ('problem' in answer) errors.push(answer);
    else {
      assert(hasNumbersOnly(answer), 'a forecast has numbers only');
      texts.push(JSON.stringify(answer));
    }
  }
  const count = texts.length;
  const text = texts.join(',');
  const written = count > 1 ? encoder.encode(text) : text;
  const packed = isPacked && count > 0 ? packedText(written) : null;
  return { count, text: written, packed, errors };
}
