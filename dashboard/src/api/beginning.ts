import { answered } from '../../../clients/typescript/src/index.ts';
import { client } from './client.ts';

/** The first symbols of a dataset of symbols. */
export async function readBeginning(
  dataset_id: string,
  count: number,
  signal: AbortSignal,
): Promise<string[]> {
  const list = { path: { dataset_id }, query: { limit: 1 } };
  const { data } = await answered(client.GET('/v1/datasets/{dataset_id}/series', { params: list, signal }));
  const [series] = data;
  if (series === undefined) return [];
  const params = { path: { dataset_id, series_id: series.id }, query: { limit: count } };
  const { symbols } = await answered(
    client.GET('/v1/datasets/{dataset_id}/sequences/{series_id}', { params, signal }),
  );
  return symbols.filter((symbol) => symbol !== null);
}
