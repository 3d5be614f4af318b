import { answered } from '../../../clients/typescript/src/index.ts';
import type { Time } from '../../../clients/typescript/src/schema.d.ts';
import { client } from './client.ts';

/** Most observations of one answer. */
export const pagePointsMax = 50_000;

/** All observations of a series. */
export interface WholeSeries {
  times: Time[];
  values: (number | null)[];
}

export async function readWholeSeries(
  datasetId: string,
  seriesId: string,
  signal: AbortSignal,
): Promise<WholeSeries> {
  const whole: WholeSeries = { times: [], values: [] };
  let cursor: string | undefined;
  do {
    const { times, values, next_cursor } = await answered(
      client.GET('/v1/datasets/{dataset_id}/series/{series_id}', {
        params: {
          path: { dataset_id: datasetId, series_id: seriesId },
          query: { limit: pagePointsMax, cursor },
        },
        signal,
      }),
    );
    whole.times = whole.times.concat(times);
    whole.values = whole.values.concat(values);
    cursor = next_cursor ?? undefined;
  } while (cursor !== undefined);
  return whole;
}

/** A dataset as a file. */
export function exportDataset(datasetId: string, format: 'csv' | 'parquet'): Promise<Blob> {
  return answered(
    client.GET('/v1/datasets/{dataset_id}/export', {
      params: { path: { dataset_id: datasetId }, query: { format } },
      parseAs: 'blob',
    }),
  ) as Promise<unknown> as Promise<Blob>;
}
