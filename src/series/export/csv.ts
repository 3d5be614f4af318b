import {
  covariatesOf,
  encodings,
  isSet,
  unpackChunks,
  unpackDecimals,
  unpackNumbers,
} from '../../chunks/index.ts';
import type { ChunkColumns, SeriesPart } from '../../contracts/ports/index.ts';
import type { DatasetHeader } from '../../contracts/schemas/index.ts';
import { csvCell, exportMark, type Formulas } from '../../contracts/values/index.ts';
import { columnNames, textOf } from './columns.ts';
import { TextBuffer } from './text-buffer.ts';
import { timeWriter } from './times.ts';

/** Bytes of a row beside its id and attributes: a time, and each number. */
const timeBytesMax = 40;
const numberBytesMax = 32;

/** Writes number i of a column. A missing number is an empty cell. */
type CellWriter = (i: number) => void;

/** CSV in the long layout, which an upload can read: one row per observation, with the columns `unique_id`, `ds`, the
 *  target, the covariates, and `static.NAME` for each attribute. The header says that it is an export. */
export async function* exportCsv(
  header: DatasetHeader,
  attributes: readonly string[],
  parts: AsyncIterable<SeriesPart>,
  formulas: Formulas,
): AsyncGenerator<Uint8Array> {
  const text = new TextBuffer();
  const cell = (written: string) => csvCell(written, formulas);
  const [, , ...names] = columnNames(header, attributes);
  text.writeLong(`${exportMark}${names.map(cell).join(',')}\n`);
  const writeTime = timeWriter(text, header);
  for await (const { id, static: values, chunks } of parts) {
    const before = Buffer.from(`${cell(id)},`);
    const after = Buffer.from(
      `${attributes.map((name) => `,${cell(textOf(values, name) ?? '')}`).join('')}\n`,
    );
    const rowBytesMax =
      before.length + timeBytesMax + (1 + header.covariates.length) * numberBytesMax + after.length;
    for (const chunk of chunks) {
      const { times, columns } = cellsOf(text, chunk, header.covariates);
      for (let i = 0; i < chunk.point_count; i++) {
        text.reserve(rowBytesMax);
        text.writeBytes(before);
        writeTime(times[i]);
        for (let c = 0; c < columns.length; c++) columns[c](i);
        text.writeBytes(after);
      }
    }
    yield* text.take();
  }
  yield* text.take();
}

function cellsOf(
  text: TextBuffer,
  chunk: ChunkColumns,
  names: string[],
): { times: Float64Array; columns: CellWriter[] } {
  if (chunk.encoding === encodings.plain) {
    const { times, values, covariates } = unpackChunks([chunk], names);
    return {
      times,
      columns: [values, ...names.map((name) => covariates[name])].map((column) => numbersOf(text, column)),
    };
  }
  const times = new Float64Array(chunk.point_count);
  unpackNumbers(chunk.times, times);
  const packed = [chunk.values, ...covariatesOf(chunk, names.length)];
  return { times, columns: packed.map((bytes) => packedOf(text, bytes, chunk.point_count)) };
}

/** Integers with a fixed number of decimals are written without the way through float64, which gives the same text. */
function packedOf(text: TextBuffer, bytes: Uint8Array, length: number): CellWriter {
  const decimals = unpackDecimals(bytes, length);
  if (decimals === null) {
    const numbers = new Float64Array(length);
    unpackNumbers(bytes, numbers);
    return numbersOf(text, numbers);
  }
  const { integers, missing } = decimals;
  return (i) => {
    text.writeByte(comma);
    if (missing === null || !isSet(missing, i)) text.writeDecimal(integers[i], decimals.decimals);
  };
}

function numbersOf(text: TextBuffer, numbers: Float64Array): CellWriter {
  return (i) => {
    text.writeByte(comma);
    if (!Number.isNaN(numbers[i])) text.writeAscii(String(numbers[i]));
  };
}

const comma = 44;
