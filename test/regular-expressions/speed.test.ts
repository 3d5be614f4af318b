/** Every regular expression of the service reads a text in a time that grows with its length, or
 *  reads short texts only. */
import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Pattern, patternsOf, slownessOf } from './patterns.ts';

const files = globSync(['src/**/*.ts', 'workers/**/*.ts', 'embed/**/*.ts']).sort();
const found = files.map((file) => patternsOf(file));
const patterns = found.flatMap(({ patterns }) => patterns);

/** Patterns that are made while the program runs, by file and beginning, and why no text of a caller is one. */
const madeLater: Record<string, { begin: string; because: string }> = {
  'src/contracts/schemas/primitives/ids.ts': {
    begin: 'new RegExp(`^$',
    because: 'the prefixes are a constant of another file, and the rest has a fixed length',
  },
  'src/series/dataset/sentinels.ts': {
    begin: 'new RegExp(`^(99+$',
    because: 'the part is one of two constants, and the text a number that JavaScript has written',
  },
  'src/series/times/strptime.ts': {
    begin: "new RegExp(form, 'iyu')",
    because:
      'a form is a constant of a directive, or text of the caller whose signs are escaped, with `\\s+` between; it is tried at one place, and cells have at most 64 characters',
  },
};

/** Patterns that may take longer than the text is, by file. Each reads texts that a constant
 *  bounds, or none of a caller. */
const bounded: Record<string, { source: string | RegExp; because: string }[]> = {
  'src/config.ts': [
    { source: '[?&]host=[^&]*(,|%2C)', because: 'it reads DATABASE_URL, which the operator sets' },
  ],
  'src/errors.ts': [
    {
      source: '(["`]).*\\1',
      because: 'only the last mark of each of the two kinds has no other one after it',
    },
  ],
  'src/contracts/values/lists.ts': [
    {
      source: '(\\s*"(?:[^"]|"")*"[^,]*|[^,]*),',
      because:
        'each match begins where the last one ended, and only the last quotation mark has none after it',
    },
  ],
  'src/series/times/dates.ts': [
    { source: /\(\?:\[Mm\]/, because: 'cells have at most dateLengthMax = 64 characters' },
    {
      source: '\\d\\d(?!.*\\d)',
      because: 'it reads a cell that was read as a date, of at most 64 characters',
    },
  ],
  'src/series/times/part-cells.ts': [
    { source: /^\^\(\\S\.\*\?\)/, because: 'cells have at most datedLengthMax = 64 characters' },
  ],
  'src/series/times/time-column.ts': [
    {
      source: '^(.+?[\\d)])\\s+[-–—]\\s+(.*\\d.*)$',
      because: 'it reads the first 2 * intervalEndMax = 128 characters of a cell',
    },
    {
      source: /^\^\(\\d\{1,2\}\\\.\\s\?/,
      because: 'it reads the first 2 * intervalEndMax = 128 characters of a cell',
    },
  ],
};

const isBounded = ({ file, source }: Pattern) =>
  bounded[file]?.some((one) =>
    typeof one.source === 'string' ? one.source === source : one.source.test(source),
  );

test('every pattern takes a time that grows with the text, or reads bounded texts', () => {
  expect(patterns.length).toBeGreaterThan(300);
  const slow = patterns.flatMap((pattern) => {
    const reasons = isBounded(pattern) ? [] : slownessOf(pattern);
    return reasons.map(
      (reason) => `${pattern.file}:${pattern.line} /${pattern.source}/${pattern.flags}: ${reason}`,
    );
  });
  expect(slow).toEqual([]);
});

const unknown = found.flatMap((file) => file.unknown);
const isKnown = (file: string, written: string) =>
  file in madeLater && written.startsWith(madeLater[file].begin);

test('no pattern is made of a text of a caller', () => {
  expect(unknown.filter(({ file, written }) => !isKnown(file, written))).toEqual([]);
});

test('each exception is still needed', () => {
  for (const [file, exceptions] of Object.entries(bounded))
    for (const { source } of exceptions) {
      const matched = patterns.filter(
        (one) =>
          one.file === file && (typeof source === 'string' ? source === one.source : source.test(one.source)),
      );
      expect(
        matched.some((one) => slownessOf(one).length > 0),
        `${file} ${source}`,
      ).toBe(true);
    }
  for (const name of Object.keys(madeLater))
    expect(
      unknown.some(({ file, written }) => file === name && isKnown(file, written)),
      name,
    ).toBe(true);
});

test.each([
  ['(a+)+$', 'takes the same characters again, exponentially'],
  ['^(?:\\d+\\.?\\d*|\\.\\d+)$', 'take the same characters'],
  ['^\\s*\\s*x', 'take the same characters'],
  ['\\s+$', 'is searched from each character'],
  ['host=[^&]*,', 'is searched from each character'],
  ['(?<=\\d\\s+)\\d', 'is searched from each character'],
  ['(?<![a-z])\\s*[(]', 'is searched from each character'],
])('/%s/ is slow', (source, reason) => {
  expect(slownessOf({ source, flags: '' }).join()).toContain(reason);
});

test.each([
  '^\\d+(?:\\.\\d*)?$',
  '(?<!\\s)\\s+$',
  '"[^"]*"',
  '(?<=:\\d\\d)\\s*Uhr$',
  '\\0.*',
  '^(?:[a-z]{1,20})+$',
])('/%s/ is not slow', (source) => {
  expect(slownessOf({ source, flags: '' })).toEqual([]);
});

test.each([
  'const f = (text: string) => new RegExp(text);',
  'const f = (text: string) => RegExp(`^`.concat(text));',
  "const f = (text: string) => 'a'.match(text);",
  'const f = (text: string, search: string) => text.search(search);',
  'const Maker = RegExp;',
  'const f = (text: string) => Reflect.construct(RegExp, [text]);',
  'const f = (text: string) => new globalThis.RegExp(text);',
])('a pattern of a text that is not known is seen: %s', (text) => {
  expect(patternsOf('made-up.ts', text).unknown).not.toEqual([]);
});

test('constants of a file are put together to the pattern that runs', () => {
  const text = [
    "const day = String.raw`\\d\\d`; const [names] = [1]; const words = ['a', ...['b', 'c']];",
    `const pattern = new RegExp(\`^\${day}(?:\${words.join('|')})$\`, 'u');`,
    "'x'.match(pattern);",
  ].join('\n');
  const { patterns, unknown } = patternsOf('made-up.ts', text);
  expect(unknown).toEqual([]);
  expect(patterns).toMatchObject([{ source: '^\\d\\d(?:a|b|c)$', flags: 'u', line: 2 }]);
});
