import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { ForecastText } from '../../contracts/ports/index.ts';
import { hasNumbersOnly } from './finite-answers.ts';
import type { SeriesAnswer } from './forecast.ts';
import { storedMember } from './stored-member.ts';

/** The fastest level: forecast numbers compress badly at any level. */
const gzipLevel = 1;
/** Texts up to this size are packed without compression. With the rest of its row, such a text fits into a page of the database. */
const plainBytesMax = 7_000;

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
  const packed = isPacked && texts.length > 0 ? packedText(text) : null;
  return { count: texts.length, text, packed, errors };
}

function packedText(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  return bytes.length <= plainBytesMax ? storedMember(bytes) : gzipSync(bytes, { level: gzipLevel });
}
