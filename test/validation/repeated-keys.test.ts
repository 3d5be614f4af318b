import { expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { readDescription } from '../../src/http/json/bundle-description.ts';
import { parseJsonBody } from '../../src/validation/index.ts';

const parse = (json: string) => parseJsonBody(Buffer.from(json));

/** The path of the fault with which a body is refused; null if it is accepted. */
function pathOf(json: string): string | null {
  try {
    parse(json);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe('request_invalid');
    return error.details.faults![0].path!;
  }
}

const wide = (count: number) => Array.from({ length: count }, (_, i) => `"k${i}":${i}`).join();

test.each([
  ['{"horizon":1,"horizon":2}', '/horizon'],
  ['{"horizon":1, "horizo\\u006e" :2}', '/horizon'],
  ['{"a":{"b":1},"c":[],"a":3}', '/a'],
  ['{"series":[{"values":[1,2]},{"id":"a,]","values":[1,2],"static":{"x":1,"x":2}}]}', '/series/1/static/x'],
  ['[[],[0,{"a/b":1,"c":[{}],\n"a/b"\t:1}]]', '/1/1/a~1b'],
  ['{"\\\\":1,"\\"":{"\\\\\\"":2,"":3,"":4}}', '/"/'],
  [`{"a":{${wide(40)},"k3":1}}`, '/a/k3'],
  [`{${wide(40)},"k39":1}`, '/k39'],
])('a key that an object has twice is refused: %s', (json, path) => {
  expect(pathOf(json)).toBe(path);
});

test.each([
  '"a"',
  '["a","a",":",{}]',
  '{"a":"a","b":"a:","c":["a","a"]}',
  '[{"a":1},{"a":1}]',
  '{"a":{"a":{"a":1}},"b":{"a":1}}',
  '{"a\\\\":1,"a\\"":2,"a":"\\\\","b":"\\\\\\""}',
  `{"a":{${wide(40)}},"b":{${wide(40)}},"k1":1}`,
])('a key in different objects, and texts that are no keys, are accepted: %s', (json) => {
  expect(parse(json)).toEqual(JSON.parse(json));
});

test('the description in a bundle has each key once', () => {
  expect(() => readDescription(Buffer.from('{"format":"a","format":"b"}'))).toThrow(
    /`\/format` in .*the key `format` is there twice/,
  );
});
