import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { storedMember } from '../../../src/forecasting/serving/stored-member.ts';

test.each([0, 1, 1_000, 65_535])(
  'a member of %i bytes is read by gunzip, alone and beside others',
  (length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 31) % 251);
    const member = storedMember(bytes);
    expect(Buffer.from(gunzipSync(member)).equals(bytes)).toBe(true);
    const file = Buffer.concat([gzipSync('before '), member, storedMember(Buffer.from(' after é'))]);
    const text = Buffer.concat([Buffer.from('before '), bytes, Buffer.from(' after é')]);
    expect(gunzipSync(file).equals(text)).toBe(true);
  },
);

test('a member has at most one block', () => {
  expect(() => storedMember(new Uint8Array(65_536))).toThrow('one block');
});
