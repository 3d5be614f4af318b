import { answered } from '../../../clients/typescript/src/index.ts';
import type {
  Dataset,
  DatasetPreview,
  ObservationsAdded,
  operations,
} from '../../../clients/typescript/src/schema.d.ts';
import { client } from './client.ts';

/** How a table is to be read: options of the API by their names. `kind=events` is a table of symbols, and
 *  `kind=symbols` a text. */
export type ReadingOptions = Record<string, string>;
type UploadQuery = operations['createDatasetFromFile']['parameters']['query'];
type AppendQuery = operations['createObservationsFromFile']['parameters']['query'];

/** The browser refuses a file, mostly because it has changed since the reader chose it. */
export class UnreadableFile extends Error {}

/** Fails for a file that cannot be read. `fetch` would fail as it does without a connection.
 *  @throws UnreadableFile */
async function expectReadable(file: File): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch (cause) {
    throw new UnreadableFile(`The file ${file.name} cannot be read.`, { cause });
  }
}

/** The dataset that the API would make of a file. Nothing is stored.
 *  @throws UnreadableFile */
export function previewUpload(
  file: File,
  options: ReadingOptions,
  signal: AbortSignal,
): Promise<DatasetPreview> {
  return upload(file, { ...options, dry_run: 'true' }, { signal }) as Promise<DatasetPreview>;
}

/** Stores a file as a dataset. A repetition with the same `callKey` stores nothing twice.
 *  @throws UnreadableFile */
export function storeUpload(
  file: File,
  options: ReadingOptions,
  { callKey, signal }: { callKey: string; signal: AbortSignal },
): Promise<Dataset> {
  return upload(file, options, { headers: { 'idempotency-key': callKey }, signal }) as Promise<Dataset>;
}

/** The query by which the API reads a table. It knows the kind `symbols` alone, and the type of
 *  the body tells the rest. */
export function queryOf(options: ReadingOptions): ReadingOptions {
  return options.kind === 'events' ? { ...options, kind: 'symbols' } : options;
}

async function upload(
  file: File,
  query: ReadingOptions,
  { headers = {}, signal }: { headers?: Record<string, string>; signal?: AbortSignal },
): Promise<Dataset | DatasetPreview> {
  await expectReadable(file);
  if (isJson(file)) {
    const { dry_run, ...fields } = query;
    return answered(
      client.POST('/v1/datasets', {
        params: { query: dry_run === undefined ? {} : { dry_run: 'true' } },
        ...bodyOf(await withFields(file, fields), 'application/json'),
        headers: { ...headers, 'content-type': 'application/json' },
        signal,
      }),
    );
  }
  return answered(
    client.POST('/v1/datasets/file', {
      params: { query: queryOf(query) as UploadQuery },
      ...bodyOf(file, tableType),
      headers: { ...headers, 'content-type': query.kind === 'symbols' ? 'text/plain' : tableType },
      signal,
    }),
  );
}

/** Adds the observations of a file to a dataset, or says what that would do.
 *  @throws UnreadableFile */
export async function append(
  datasetId: string,
  file: File,
  options: ReadingOptions,
  { isDryRun, signal, callKey }: { isDryRun: boolean; signal?: AbortSignal; callKey?: string },
): Promise<ObservationsAdded> {
  await expectReadable(file);
  const path = { dataset_id: datasetId };
  const query = { ...options, ...(isDryRun ? { dry_run: 'true' } : {}) };
  const headers: Record<string, string> = callKey === undefined ? {} : { 'idempotency-key': callKey };
  if (isJson(file))
    return answered(
      client.POST('/v1/datasets/{dataset_id}/observations', {
        params: { path, query: query as AppendQuery },
        ...bodyOf(file, 'application/json'),
        headers: { ...headers, 'content-type': 'application/json' },
        signal,
      }),
    );
  return answered(
    client.POST('/v1/datasets/{dataset_id}/observations/file', {
      params: { path, query: query as AppendQuery },
      ...bodyOf(file, tableType),
      headers: { ...headers, 'content-type': tableType },
      signal,
    }),
  );
}

/** The first bytes of a table tell its format. */
const tableType = 'application/octet-stream';

export function isJson(file: File): boolean {
  return file.type === 'application/json' || file.name.toLowerCase().endsWith('.json');
}

/** Sends the bytes of a file as they are. */
function bodyOf(file: Blob, type: string): { body: never; bodySerializer: () => Blob } {
  return { body: file as never, bodySerializer: () => file.slice(0, file.size, type) };
}

/** Fields of the query are fields of the body in JSON. A body that is no JSON is sent as it is,
 *  and the API says why. */
async function withFields(file: File, fields: ReadingOptions): Promise<Blob> {
  if (Object.keys(fields).length === 0) return file;
  try {
    return new Blob([JSON.stringify({ ...JSON.parse(await file.text()), ...fields })]);
  } catch {
    return file;
  }
}
