import { expect, test } from 'vitest';
import { noSeries } from '../../../src/contracts/schemas/index.ts';
import { unknownId } from '../../../src/series/dataset/index.ts';

const composed = 'Caf\u00e9';
const decomposed = 'Cafe\u0301';

test.each([
  ['an append', unknownId],
  ['a read', noSeries],
])('%s of an unknown id shows how it differs from one that looks the same', (_, messageOf) => {
  const forms = messageOf(decomposed, composed);
  expect(forms).toContain('no series "Cafe\\u0301"; did you mean "Caf\u00e9"?');
  expect(forms).toContain('The first is in the Unicode form NFD, the second in the Unicode form NFC');
  expect(messageOf('\u1112\u1161\u11ab', '\ud55c')).toContain(
    '"\\u1112\\u1161\\u11ab"; did you mean "\ud55c"?',
  );
  expect(messageOf('a\u00a0b', 'a b')).toContain('"a\\u00a0b"; did you mean "a b"?');
  expect(messageOf('caf\u00e9', 'caf\u00e8')).toMatch(/no series "caf\u00e9"; did you mean "caf\u00e8"\?$/);
});
