import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { limits } from '../../src/contracts/limits.ts';
import { readSymbolText } from '../../src/sequences/reading/text.ts';

const read = (symbols: number) =>
  readSymbolText(Readable.from([Buffer.alloc(symbols, 'ab')]), { split: 'none' });

test('a sequence may have as many symbols as the bound, and not one more', async () => {
  const { sequences } = await read(limits.sequenceSymbolsMax);
  expect(sequences[0].codes).toHaveLength(limits.sequenceSymbolsMax);
  await expect(read(limits.sequenceSymbolsMax + 1)).rejects.toMatchObject({
    code: 'sequence_too_long',
    message: expect.stringContaining(String(limits.sequenceSymbolsMax)),
  });
});
