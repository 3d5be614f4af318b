import { Readable } from 'node:stream';
import { type ParsedDataset, tableOptionsSchema } from '../../src/contracts/schemas/datasets/dataset.ts';
import { formatTime } from '../../src/contracts/values/time.ts';
import { AppError } from '../../src/errors.ts';
import { createSeriesReader } from '../../src/series/index.ts';

const reader = createSeriesReader();

/** Reads a CSV body that arrives in chunks of `chunkBytes`. */
export function readCsv(
  body: string | Uint8Array,
  options: Record<string, unknown> = {},
  chunkBytes = 64,
): Promise<ParsedDataset> {
  const bytes = Buffer.from(body);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, i) =>
    bytes.subarray(i * chunkBytes, (i + 1) * chunkBytes),
  );
  return reader.table(Readable.from(chunks), tableOptionsSchema.parse(options));
}

/** The problem that an operation throws. */
export async function refusal(attempt: () => unknown) {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof AppError) return error.toProblem();
    throw error;
  }
  throw new Error('accepted');
}

export function timesOf({ header, series }: ParsedDataset, which = 0): (string | number)[] {
  return [...series[which].times].map((time) => formatTime(time, header.time_kind, header.time_zone));
}

export function warningCodes({ warnings }: ParsedDataset): string[] {
  return warnings.map(({ code }) => code);
}
