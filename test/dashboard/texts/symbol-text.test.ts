import { expect, test } from 'vitest';
import { contextOfText, textOfSymbols } from '../../../dashboard/src/parts/text/symbol-text.ts';

test.each([
  [['view', 'add to cart', 'pay'], 'view "add to cart" pay'],
  [['5"', 'a "b" c', ' '], '"5""" "a ""b"" c" " "'],
])('symbols of several words are the same after they were a text: %j', (symbols, text) => {
  expect(textOfSymbols(symbols, true)).toBe(text);
  expect(contextOfText(text, true)).toEqual(symbols);
});

test('a text without quotes is sent as it is, and one that is half typed is read', () => {
  expect(contextOfText('view pay', true)).toBe('view pay');
  expect(contextOfText('IN"TE ', false)).toBe('IN"TE ');
  expect(contextOfText('view "add to', true)).toEqual(['view', 'add to']);
  expect(contextOfText('it"s 5"', true)).toEqual(['it"s', '5"']);
  for (const empty of ['', '  ', '"', '""', ' "" "']) expect(contextOfText(empty, true)).toBeNull();
});
