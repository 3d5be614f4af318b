import { afterAll, beforeAll, expect, test } from 'vitest';
import { fleetEnded, startApp, type TestApp } from '../support/app.ts';
import {
  ApiDocument,
  aboutResources,
  addressOf,
  type Operation,
  type Resources,
} from '../support/document.ts';
import { createResources, resourceOptions } from '../support/resources.ts';

let service: TestApp;
let document: ApiDocument;
let resources: Resources;

beforeAll(async () => {
  service = await startApp({}, undefined, resourceOptions);
  service.startWorker();
  resources = await createResources(service);
  document = new ApiDocument((await service.app.inject('/openapi.json')).json());
});
afterAll(() => service.stop());

/** Expected errors of calls that do not fit an ended job or numeric series. */
const refusedHere: Record<string, string> = {
  cancelJob: 'job_finished',
  retryJob: 'job_not_retryable',
  getVocabulary: 'dataset_kind_mismatch',
  getSequence: 'dataset_kind_mismatch',
  deleteObservations: 'request_invalid',
  deleteSeries: 'deletion_too_large',
};
/** Order of the calls: reading first, deleting last, and the model and dataset after everything else. */
const order = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const needed = ['deleteModel', 'deleteDataset'];
const rank = ({ method, id }: Operation) => order.indexOf(method) + needed.indexOf(id);

const archived = (payload: Buffer) => ({ headers: { 'content-type': 'application/x-tar' }, payload });

test('every request body has an example', () => {
  const without = document.operations.filter(
    (operation) =>
      operation.body?.['application/json'] !== undefined && document.example(operation) === undefined,
  );
  expect(without.map(({ id }) => id)).toEqual([]);
});

test('every example works when it is sent, and the response matches the document', async () => {
  const operations = document.operations.toSorted((a, b) => rank(a) - rank(b));
  const bundle = (await service.app.inject(`/v1/models/${resources.model_id}/bundle`)).rawPayload;
  for (const operation of operations) {
    const example = document.example(operation);
    const answer = await service.app.inject({
      method: operation.method,
      url: addressOf(operation, resources) + (needed.includes(operation.id) ? '?dependents=delete' : ''),
      ...(example === undefined ? {} : { payload: aboutResources(example, resources) as object }),
      ...(operation.id === 'importModel' ? archived(bundle) : {}),
      ...document.table(operation),
    });
    const { id } = operation;
    if (refusedHere[id] === undefined) expect(answer.statusCode, `${id}: ${answer.body}`).toBeLessThan(300);
    else expect(answer.json().code, id).toBe(refusedHere[id]);
    expect(document.faultsOf(operation, answer), id).toEqual([]);
    if (['createModel', 'retrainModel', 'createBacktest'].includes(id))
      await service.ended(answer.json().job.id);
    if (['createFleet', 'retrainFleet'].includes(id)) await fleetEnded(service, answer.json().id);
  }
});

test('the examples of tables work as well', async () => {
  const { body } = document.operations.find(({ id }) => id === 'createDatasetFromFile')!;
  const { example } = document.resolved(body!['text/csv'].schema);
  const tab = String(example).replaceAll(',', '\t');
  for (const [type, payload] of [
    ['text/csv', String(example)],
    ['text/tab-separated-values', tab],
  ]) {
    const headers = { 'content-type': type };
    const answer = await service.app.inject({ method: 'POST', url: '/v1/datasets', headers, payload });
    expect(answer.statusCode, answer.body).toBe(201);
  }
});
