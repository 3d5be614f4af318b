import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, test, vi } from 'vitest';
import { problemWords } from '../../dashboard/src/messages/problems.ts';
import { errorValues } from '../../src/error-values.ts';
import { errorCatalog } from '../../src/errors.ts';

// The language of the page is read from the browser.
vi.stubGlobal('document', { documentElement: {} });
vi.stubGlobal('navigator', { languages: ['en'] });
const { filled } = await import('../../dashboard/src/parts/text/filled.ts');
afterAll(() => vi.unstubAllGlobals());

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
    // The values of a quota are bytes, observations, aliases or keys: only the detail of the service says which.
    const { quota_exceeded: _, ...told } = errorValues;
    const expected = Object.fromEntries(Object.entries(told).map(([code, of]) => [code, [...of].sort()]));
    expect(names).toEqual(expected);
  });

test('a number in a sentence keeps its decimals', () => {
  const sentence = problemWords.ko.training_too_large.detail!;
  expect(filled(sentence, { needed: 0.235, limit: 0.234 })).toMatch(/0\.235 GiB.* 0\.234 GiB/);
  expect(filled(sentence, { needed: 1.4, limit: 1 })).toMatch(/1\.4 GiB.* 1 GiB/);
  expect(filled('{have}', { have: 1_234_567 })).toBe('1,234,567');
  expect(filled(sentence, { needed: 2 })).toBeNull();
});

test('the pages have one term for one thing', () => {
  const folder = 'dashboard/src/messages';
  // 일정하다 is the word for a constant value.
  const others =
    /\bdata sets?\b|데이터세트|순서열|지난 주기|내려받|묶음 파일|삽입 링크|(?<![가-힣])일정(?![하합해])/gi;
  const found = readdirSync(folder).flatMap((name) =>
    [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(others)].map(([term]) => `${name}: ${term}`),
  );
  expect(found).toEqual([]);
});
