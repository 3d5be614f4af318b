/** Entry file of the thread that reads large JSON: it validates uploads, converts them and the series of calls to
 *  arrays, and sends these to the main thread. */
import { flushCompileCache } from 'node:module';
import type { MessagePort } from 'node:worker_threads';
import {
  receiveBody,
  sendPacked,
  sendSeries,
  serializedParts,
  type ThreadError,
  toThreadError,
  valueOfParts,
} from '../../bodies/index.ts';
import type { BodyTask } from '../../body-threads/index.ts';
import { packDataset } from '../../chunks/index.ts';
import type {
  InlineOptions,
  KnownOffsets,
  Observations,
  OneShotCall,
  PackedDataset,
  SerializedSeries,
} from '../../contracts/ports/index.ts';
import {
  type DatasetHeader,
  datasetInSchema,
  observationsInSchema,
  oneShotInSchema,
  type ParsedDataset,
  type SeriesIn,
  type Warning,
} from '../../contracts/schemas/index.ts';
import { limits } from '../../contracts/values/index.ts';
import type { Problem } from '../../errors.ts';
import { movedAnswer } from '../../moved-answer.ts';
import { parseJsonBody, validated } from '../../validation/index.ts';
import { readInline } from './inline.ts';
import { readJson } from './json.ts';
import { readObservations } from './observations.ts';
import { readOneShot } from './one-shot.ts';
import { readTableTimes, type TableTimes, type TimesTask } from './table-times.ts';

/** A new dataset, observations for a dataset, or a call that forecasts its own series. */
export type TextTask = { bytes: Uint8Array<ArrayBuffer> } & (
  | { kind: 'dataset' }
  | { kind: 'one_shot' }
  | { kind: 'observations'; header: DatasetHeader & KnownOffsets; someIds: string[] }
);

/** The series of a call, which come in parts, for a model. */
interface InlineTask {
  kind: 'inline';
  header: DatasetHeader;
  options: InlineOptions;
}

export type JsonTask = TextTask | InlineTask | ({ kind: 'times' } & TimesTask);

/** The contents of a body beside the arrays of its series. */
export type JsonAnswer =
  | { kind: 'dataset'; dataset: Omit<PackedDataset, 'series'> }
  | { kind: 'observations'; observations: Omit<Observations, 'series'> }
  | { kind: 'one_shot'; call: Omit<OneShotCall, 'data'>; data: Omit<ParsedDataset, 'series'> | null }
  | {
      kind: 'inline';
      refused: { position: number; id: string; problem: Problem }[];
      warnings: Warning[];
    }
  | { kind: 'times'; read: TableTimes[] };

flushCompileCache();

export default async function read(task: JsonTask & BodyTask): Promise<JsonAnswer | ThreadError> {
  try {
    if (task.kind === 'times') return { kind: 'times', read: readTableTimes(task) };
    return await (task.kind === 'inline' ? readSeries(task) : readText(task));
  } catch (error) {
    return toThreadError(error);
  }
}

async function readText(task: TextTask & BodyTask): Promise<JsonAnswer> {
  const { port } = task;
  const body = parseJsonBody(task.bytes);
  if (task.kind === 'dataset') {
    const { series, ...dataset } = packDataset(readJson(requireValid(datasetInSchema, body)));
    await sendPacked(port, series);
    return { kind: 'dataset', dataset };
  }
  if (task.kind === 'one_shot') return readCall(requireValid(oneShotInSchema, body), port);
  const { series: given } = requireValid(observationsInSchema, body);
  const { series, ...observations } = readObservations(given, task.header, task.someIds);
  await sendSeries(port, series);
  return { kind: 'observations', observations };
}

async function readCall(body: Parameters<typeof readOneShot>[0], port: MessagePort): Promise<JsonAnswer> {
  const { data, inline, ...call } = readOneShot(body);
  if (data !== null) {
    const { series, ...rest } = data;
    await sendSeries(port, series);
    return { kind: 'one_shot', call: { ...call, inline: null }, data: rest };
  }
  if (inline === null) return { kind: 'one_shot', call: { ...call, inline }, data };
  const serialized = serializedSeries(inline as SeriesIn[]);
  const answer: JsonAnswer = { kind: 'one_shot', call: { ...call, inline: serialized }, data };
  // The bytes are moved to the main thread, which does not look into them.
  const buffers = serialized.parts.map(({ buffer }) => buffer as ArrayBuffer);
  return movedAnswer(answer, buffers);
}

/** The series for a model. Too many are refused by their number. */
function serializedSeries(series: SeriesIn[]): SerializedSeries {
  const points = series.reduce((sum, { values }) => sum + values.length, 0);
  if (points > limits.inlinePointsMax) return { parts: [], points };
  // A serialized part may lie in a longer buffer.
  return { parts: Array.from(serializedParts(series), (part) => Uint8Array.from(part)), points };
}

async function readSeries({ port, header, options }: InlineTask & BodyTask): Promise<JsonAnswer> {
  const given = (await valueOfParts(receiveBody(port))) as SeriesIn[];
  const { series, warnings } = await readInline(given, header, options);
  const refused = series.flatMap((one, position) => ('problem' in one ? [{ position, ...one }] : []));
  await sendSeries(
    port,
    series.flatMap((one) => ('problem' in one ? [] : [one])),
  );
  return { kind: 'inline', refused, warnings };
}

function requireValid<T>(schema: Parameters<typeof validated<T>>[0], body: unknown): T {
  const result = validated(schema, body, 'body');
  if ('error' in result) throw result.error;
  return result.value;
}
