import assert from 'node:assert/strict';
import { gzipSync, type ZlibOptions } from 'node:zlib';
import type { ForecastText } from '../../contracts/ports/index.ts';
import { hasNumbersOnly } from './finite-answers.ts';
import type { SeriesAnswer } from './forecast.ts';

/** The fastest level: forecast numbers compress badly at any level. */
const gzipLevel = 1;
/** A text up to this length fits into a small window. The default window takes 256 KB for each text, which the garbage
 *  collector has to return. */
const smallTextMax = 8_192;
const smallWindow = { windowBits: 13, memLevel: 5 };

function optionsFor({ length }: string): ZlibOptions {
  return { level: gzipLevel, ...(length > smallTextMax ? {} : smallWindow) };
}

/** Writes answers as JSON. @param isPacked whether the text is also gzipped */
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
  const text = texts.join(',');
  const packed = isPacked && texts.length > 0 ? gzipSync(text, optionsFor(text)) : null;
  return { count: texts.length, text, packed, errors };
}
