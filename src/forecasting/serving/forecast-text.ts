import assert from 'node:assert/strict';
import type { ForecastText } from '../../contracts/ports/index.ts';
import { packedText } from '../../stored-text.ts';
import { hasNumbersOnly } from './finite-answers.ts';
import type { SeriesAnswer } from './forecast.ts';

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
  const bytes = Buffer.from(text);
  const packed = isPacked && count > 0 ? packedText(bytes) : null;
  return { count, text: count > 1 ? bytes : text, packed, errors };
}
