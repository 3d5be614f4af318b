import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { problemWords } from '../../dashboard/src/messages/problems.ts';
import { errorValues } from '../../src/error-values.ts';
import { errorCatalog } from '../../src/errors.ts';

/** Types say that every code has words. This says that the words fit the values of the service. */
for (const [language, words] of Object.entries(problemWords))
  test(`${language}: every error has words, and those with values say all of them`, () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(errorCatalog).sort());
    const names = Object.fromEntries(
      Object.entries(words)
        .filter(([, { detail }]) => detail !== undefined)
        .map(([code, { detail }]) => [
          code,
          [...detail!.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort(),
        ]),
    );
    const expected = Object.fromEntries(
      Object.entries(errorValues).map(([code, of]) => [code, [...of].sort()]),
    );
    expect(names).toEqual(expected);
  });

test('the pages have one term for one thing', () => {
  const folder = 'dashboard/src/messages';
  // 일정하다 is the word for a constant value.
  const others = /\bdata sets?\b|데이터세트|순서열|삽입 링크|(?<![가-힣])일정(?![하합해])/gi;
  const found = readdirSync(folder).flatMap((name) =>
    [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(others)].map(([term]) => `${name}: ${term}`),
  );
  expect(found).toEqual([]);
});
