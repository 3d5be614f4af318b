import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { ApiDocument, type Resources } from '../support/document.ts';
import { requestsTo } from '../support/requests.ts';
import { createResources, resourceOptions } from '../support/resources.ts';

const requests = 1_200;
const msMax = 900_000; // also on a busy machine
/** A fixed seed, so that every run has the same requests. */
const seed = Number(process.env.FUZZ_SEED ?? 5);
/** Errors whose faults have a path in the request. */
const placed = ['request_invalid', 'id_malformed', 'cursor_invalid', 'target_unknown', 'horizon_too_long'];

let service: TestApp;
let document: ApiDocument;
let resources: Resources;

beforeAll(async () => {
  service = await startApp({}, undefined, resourceOptions);
  service.startWorker();
  resources = await createResources(service);
  await service.stopWorker(); // what is trained from here on only waits
  document = new ApiDocument((await service.app.inject('/openapi.json')).json());
});
afterAll(() => service.stop());

test(
  'whatever is asked, the answer is one that the document names, and never a fault of the service',
  async () => {
    const operations = document.operations.filter(({ id }) => id !== 'getMetrics');
    const calls = fc
      .constantFrom(...operations)
      .chain((operation) =>
        requestsTo(document, operation, resources).map((request) => ({ operation, request })),
      );
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(calls, async ({ operation, request }) => {
        const answer = await service.app.inject(request);
        statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
        expect(answer.statusCode, answer.body).toBeLessThan(500);
        expect(document.faultsOf(operation, answer)).toEqual([]);
        if (answer.statusCode < 400) return;
        const problem = answer.json();
        expect(problem.detail).toBeTruthy();
        if (placed.includes(problem.code))
          expect(problem.errors?.[0]?.path, answer.body).toBeTypeOf('string');
      }),
      { numRuns: requests, seed, endOnFailure: true },
    );
    // A generator that only ever makes bad requests would prove little.
    const good = [...statuses].reduce((sum, [status, count]) => sum + (status < 300 ? count : 0), 0);
    expect(good).toBeGreaterThan(requests / 5);
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 201, 202, 400, 404, 415, 422]));
  },
  msMax,
);
