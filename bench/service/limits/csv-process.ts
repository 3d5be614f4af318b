/** Process that reads a file with csv-parse alone. Answers the number of records and the milliseconds. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Parser } from 'csv-parse';
import { answerParent } from '../own-process.ts';

answerParent(async (file: string) => {
  let records = 0;
  const started = performance.now();
  const parser = new Parser({
    on_record: () => {
      records++;
      return null;
    },
  });
  parser.resume();
  await pipeline(createReadStream(file, { highWaterMark: 256 * 1024 }), parser);
  return { records, ms: performance.now() - started };
});
