/** Entry file of the thread that parses large JSON uploads: it validates them, converts them to arrays, and sends these to
 *  the main thread. */
import { flushCompileCache } from 'node:module';
import { sendPacked, sendSeries, type ThreadError, toThreadError } from '../../bodies/index.ts';
import type { BodyTask } from '../../body-threads/index.ts';
import { packDataset } from '../../chunks/index.ts';
import type { KnownOffsets, Observations, OneShotCall, PackedDataset } from '../../contracts/ports/index.ts';
import {
  type DatasetHeader,
  datasetInSchema,
  observationsInSchema,
  oneShotInSchema,
  type ParsedDataset,
} from '../../contracts/schemas/index.ts';
import { parseJsonBody, validated } from '../../validation/index.ts';
import { readJson } from './json.ts';
import { readObservations } from './observations.ts';
import { readOneShot } from './one-shot.ts';

/** A new dataset, observations for a dataset, or a call that forecasts its own series. */
export type JsonTask = { bytes: Uint8Array } & (
  | { kind: 'dataset' }
  | { kind: 'one_shot' }
  | { kind: 'observations'; header: DatasetHeader & KnownOffsets; someIds: string[] }
);

/** The contents of a body beside the arrays of its series. */
export type JsonAnswer =
  | { kind: 'dataset'; dataset: Omit<PackedDataset, 'series'> }
  | { kind: 'observations'; observations: Omit<Observations, 'series'> }
  | { kind: 'one_shot'; call: Omit<OneShotCall, 'data'>; data: Omit<ParsedDataset, 'series'> | null };

flushCompileCache();

export default async function read(task: JsonTask & BodyTask): Promise<JsonAnswer | ThreadError> {
  const { port } = task;
  try {
    const body = parseJsonBody(task.bytes);
    if (task.kind === 'dataset') {
      const { series, ...dataset } = packDataset(readJson(requireValid(datasetInSchema, body)));
      await sendPacked(port, series);
      return { kind: 'dataset', dataset };
    }
    if (task.kind === 'one_shot') {
      const { data, ...call } = readOneShot(requireValid(oneShotInSchema, body));
      if (data === null) return { kind: 'one_shot', call, data };
      const { series, ...rest } = data;
      await sendSeries(port, series);
      return { kind: 'one_shot', call, data: rest };
    }
    const { series: given } = requireValid(observationsInSchema, body);
    const { series, ...observations } = readObservations(given, task.header, task.someIds);
    await sendSeries(port, series);
    return { kind: 'observations', observations };
  } catch (error) {
    return toThreadError(error);
  }
}

function requireValid<T>(schema: Parameters<typeof validated<T>>[0], body: unknown): T {
  const result = validated(schema, body, 'body');
  if ('error' in result) throw result.error;
  return result.value;
}
