import { expect, test } from 'vitest';
import { docstringFaults, longComments, longSentences } from '../scripts/prose/rules.ts';

const opening = '/**';
const words = (count: number) => Array.from({ length: count }, (_, at) => `word${at}`).join(' ');

test('a docstring that starts with "Of" or "What" is a fault, with its line', () => {
  const source = [
    `${opening} Of a network that is wanted as it was trained. */`,
    'const a = 1;',
    opening,
    ' *  What a worker that has ended has for a number. */',
  ].join('\n');
  expect(docstringFaults(source)).toEqual([
    { line: 1, message: expect.stringContaining('"Of"') },
    { line: 3, message: expect.stringContaining('"What"') },
  ]);
});

test('other docstrings and comments pass', () => {
  const source = `${opening} Thread id of a worker. */\n${opening} Offset in bytes. */\n// What follows is no docstring.`;
  expect(docstringFaults(source)).toEqual([]);
});

test('a comment line of 121 characters is a fault, with its line; one of 120 is not', () => {
  const line = (start: string, columns: number) => start.padEnd(columns, 'x');
  const source = (columns: number) =>
    [
      line('  // ', columns),
      'const a = 1;',
      line(`${opening} `, columns),
      line(' *  ', columns),
      line('without a star ', columns),
      ' */',
    ].join('\n');
  expect(longComments(source(120))).toEqual([]);
  expect(longComments(source(121)).map(({ line }) => line)).toEqual([1, 3, 4, 5]);
  expect(longComments(source(121))[0].message).toContain('121 characters');
});

test('long lines of code pass, also behind a comment that has ended', () => {
  const code = `const a = '${'x'.repeat(120)}'; // why`;
  expect(longComments(`/* one line */\n${code}\n${opening} two\n *  lines */\n${code}`)).toEqual([]);
});

test('a sentence of 36 words is a fault, one of 35 is not', () => {
  expect(longSentences(`# Page\n\n${words(35)}. ${words(35)}!`)).toEqual([]);
  expect(longSentences(`# Page\n\nShort.\n${words(20)}\n${words(16)}. Short.`)).toEqual([
    { line: 3, message: expect.stringContaining('36 words') },
  ]);
});

test('list items are counted apart, and their lines together', () => {
  expect(longSentences(`- ${words(20)}\n- ${words(20)}`)).toEqual([]);
  expect(longSentences(`- short\n- ${words(20)}\n  ${words(20)}`)).toMatchObject([{ line: 2 }]);
});

test('code, tables and headings are no sentences; inline code and links count as they read', () => {
  const code = `\`\`\`sh\n${words(40)}\n\`\`\`\n\n    ${words(40)}\n`;
  expect(longSentences(`${code}\n| ${words(40)} |\n\n## ${words(40)}\n`)).toEqual([]);
  expect(longSentences(`\`${words(40)}\` [one](https://example.org/${words(40)})`)).toEqual([]);
});
