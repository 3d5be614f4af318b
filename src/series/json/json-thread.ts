/** Entry file of the thread that parses large JSON uploads: it validates them and converts them to arrays, which are
 *  transferred back without a copy. */
import { flushCompileCache } from 'node:module';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { Observations } from '../../contracts/ports/index.ts';
import {
  type DatasetHeader,
  datasetInSchema,
  observationsInSchema,
  type ParsedDataset,
} from '../../contracts/schemas/index.ts';
import { parseJsonBody, validated } from '../../validation/index.ts';
import { toThreadError } from '../threads/index.ts';
import { readJson } from './json.ts';
import { readObservations } from './observations.ts';

/** `observationsOf` is null for a new dataset. Otherwise the body has observations for a dataset. */
export interface JsonTask {
  bytes: Uint8Array;
  observationsOf: { header: DatasetHeader; someIds: string[] } | null;
}

export type JsonAnswer = { dataset: ParsedDataset } | { observations: Observations };

flushCompileCache();

export default function read(task: JsonTask): unknown {
  try {
    return withTransfer(runTask(task));
  } catch (error) {
    return toThreadError(error);
  }
}

function runTask({ bytes, observationsOf }: JsonTask): JsonAnswer {
  const body = parseJsonBody(bytes);
  if (observationsOf === null) return { dataset: readJson(requireValid(datasetInSchema, body)) };
  const { header, someIds } = observationsOf;
  const { series } = requireValid(observationsInSchema, body);
  return { observations: readObservations(series, header, someIds) };
}

function requireValid<T>(schema: Parameters<typeof validated<T>>[0], body: unknown): T {
  const result = validated(schema, body, 'body');
  if ('error' in result) throw result.error;
  return result.value;
}

/** Transfers the buffers of all arrays. Several arrays may share a buffer. */
function withTransfer(answer: JsonAnswer): unknown {
  const series = 'dataset' in answer ? answer.dataset.series : answer.observations.series;
  const arrays = series.flatMap(({ times, values, covariates }) => [
    times,
    values,
    ...Object.values(covariates),
  ]);
  const buffers = [...new Set(arrays.map(({ buffer }) => buffer))];
  return move({ [transferableSymbol]: buffers, [valueSymbol]: answer } as never);
}
