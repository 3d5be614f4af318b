import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { unpackChunks } from '../../chunks/index.ts';
import type { AttributeType, SeriesPart } from '../../contracts/ports/index.ts';
import type { DatasetHeader, SeriesData } from '../../contracts/schemas/index.ts';
import { exportTypes, exportWriter, type TimeKind } from '../../contracts/values/index.ts';
import { columnNames, textOf } from './columns.ts';

/** Rows in a row group. */
const rowsAtATime = 20_000;

/** Parquet with the columns of the CSV: ids as text, dates as DATE, date-times as TIMESTAMP in UTC, integer times as
 *  INT64, numbers as DOUBLE, missing values as null. An attribute is DOUBLE or BOOLEAN if all its
 *  values are, else text. */
export async function* exportParquet(
  header: DatasetHeader,
  attributes: readonly AttributeType[],
  parts: AsyncIterable<SeriesPart>,
): AsyncGenerator<Uint8Array> {
  const [id, time, ...others] = columnNames(
    header,
    attributes.map(({ name }) => name),
  );
  const names = others.slice(0, 1 + header.covariates.length);
  const attributeNames = others.slice(names.length);
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({
    writer,
    schema: [
      { name: 'root', num_children: 2 + others.length },
      { name: id, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      { name: time, repetition_type: 'REQUIRED', ...timeTypes[header.time_kind] },
      ...names.map((name): SchemaElement => ({ name, type: 'DOUBLE', repetition_type: 'OPTIONAL' })),
      ...attributeNames.map(
        (name, a): SchemaElement => ({
          name,
          ...attributeTypes[attributes[a].type],
          repetition_type: 'OPTIONAL',
        }),
      ),
    ],
    createdBy: exportWriter,
    kvMetadata: [exportTypes],
  });
  for await (const rows of batches(header, attributes, parts)) {
    const columnData: ColumnSource[] = [
      { name: id, data: rows.ids },
      { name: time, data: rows.times.map(timeValues[header.time_kind]) },
      ...names.map((name, c) => ({ name, data: rows.columns[c] })),
      ...attributeNames.map((name, a) => ({ name, data: rows.attributes[a] })),
    ];
    await parquet.write({ columnData, rowGroupSize: rowsAtATime });
    yield takeBytes(writer);
  }
  await parquet.finish();
  yield takeBytes(writer);
}

/** Takes the bytes that are written so far. The writer keeps its position in the file. */
function takeBytes(writer: ByteWriter): Uint8Array {
  const bytes = new Uint8Array(writer.buffer.slice(0, writer.index));
  writer.index = 0;
  return bytes;
}

type AttributeValue = SeriesData['static'][string] | undefined;

interface RowBatch {
  ids: string[];
  times: number[];
  columns: (number | null)[][]; // the target, then the covariates
  attributes: AttributeValue[][];
}

/** Batches of rows: many short series, or a part of a long series. */
async function* batches(
  header: DatasetHeader,
  attributes: readonly AttributeType[],
  parts: AsyncIterable<SeriesPart>,
): AsyncGenerator<RowBatch> {
  const empty = (): RowBatch => ({
    ids: [],
    times: [],
    columns: [header.target, ...header.covariates].map(() => []),
    attributes: attributes.map(() => []),
  });
  let batch = empty();
  for await (const part of parts) {
    const one = { ...part, ...unpackChunks(part.chunks, header.covariates) };
    const columns = columnsOf(one, header);
    const statics = attributes.map((attribute) => storedValue(one.static, attribute));
    for (let i = 0; i < one.times.length; i++) {
      batch.ids.push(one.id);
      batch.times.push(one.times[i]);
      for (const [c, column] of columns.entries())
        batch.columns[c].push(Number.isNaN(column[i]) ? null : column[i]);
      for (const [a, value] of statics.entries()) batch.attributes[a].push(value);
      if (batch.ids.length < rowsAtATime) continue;
      yield batch;
      batch = empty();
    }
  }
  if (batch.ids.length > 0) yield batch;
}

function columnsOf({ values, covariates }: SeriesData, header: DatasetHeader): Float64Array[] {
  return [values, ...header.covariates.map((name) => covariates[name])];
}

function storedValue(values: SeriesData['static'], { name, type }: AttributeType): AttributeValue {
  if (type === 'string') return textOf(values, name);
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

const attributeTypes: Record<AttributeType['type'], Partial<SchemaElement>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
};

const timeTypes: Record<TimeKind, Partial<SchemaElement>> = {
  date: { type: 'INT32', converted_type: 'DATE' },
  instant: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  integer: { type: 'INT64' },
};

const timeValues: Record<TimeKind, (time: number) => unknown> = {
  date: (time) => new Date(time),
  instant: (time) => new Date(time),
  integer: (time) => BigInt(time),
};
