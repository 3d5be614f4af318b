/** Entry file of the thread that parses large JSON uploads: it validates them, converts them to arrays, and sends these to
 *  the main thread. */
import { flushCompileCache } from 'node:module';
import { packDataset } from '../../chunks/index.ts';
import type { Observations, PackedDataset } from '../../contracts/ports/index.ts';
import { type DatasetHeader, datasetInSchema, observationsInSchema } from '../../contracts/schemas/index.ts';
import { parseJsonBody, validated } from '../../validation/index.ts';
import { type BodyTask, sendPacked, sendSeries, type ThreadError, toThreadError } from '../threads/index.ts';
import { readJson } from './json.ts';
import { readObservations } from './observations.ts';

/** `observationsOf` is null for a new dataset. Otherwise the body has observations for a dataset. */
export interface JsonTask {
  bytes: Uint8Array;
  observationsOf: { header: DatasetHeader; someIds: string[] } | null;
}

/** A dataset, or observations, without the series. */
export interface JsonAnswer {
  dataset: Omit<PackedDataset, 'series'> | null;
  observations: Omit<Observations, 'series'> | null;
}

flushCompileCache();

export default async function read({
  port,
  ...task
}: JsonTask & BodyTask): Promise<JsonAnswer | ThreadError> {
  try {
    const body = parseJsonBody(task.bytes);
    if (task.observationsOf === null) {
      const { series, ...dataset } = packDataset(readJson(requireValid(datasetInSchema, body)));
      await sendPacked(port, series);
      return { dataset, observations: null };
    }
    const { header, someIds } = task.observationsOf;
    const { series: given } = requireValid(observationsInSchema, body);
    const { series, ...observations } = readObservations(given, header, someIds);
    await sendSeries(port, series);
    return { dataset: null, observations };
  } catch (error) {
    return toThreadError(error);
  }
}

function requireValid<T>(schema: Parameters<typeof validated<T>>[0], body: unknown): T {
  const result = validated(schema, body, 'body');
  if ('error' in result) throw result.error;
  return result.value;
}
