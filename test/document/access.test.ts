import { afterAll, beforeAll, expect, test } from 'vitest';
import { newSecret } from '../../src/http/routing/api-keys.ts';
import { createStore, openDatabase } from '../../src/store/index.ts';
import { startApp, type TestApp } from '../support/app.ts';
import {
  ApiDocument,
  aboutResources,
  addressOf,
  type Operation,
  type Resources,
} from '../support/document.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { createResources, resourceOptions } from '../support/resources.ts';

let service: TestApp;
let document: ApiDocument;
/** Resources of the tenant `default`. */
let resources: Resources;
const secrets: Record<string, string> = {};

beforeAll(async () => {
  const database = await createTestDatabase();
  // An open service creates the resources; then a service that requires keys reads them.
  const open = await startApp({}, { ...database, drop: async () => {} }, resourceOptions);
  open.startWorker();
  resources = await createResources(open);
  await open.stop();
  service = await startApp({ apiKey: 'a-key-of-more-than-thirty-two-characters' }, database, resourceOptions);
  document = new ApiDocument((await service.app.inject('/openapi.json')).json());

  const db = openDatabase(database.url);
  const { keys } = createStore(db);
  for (const scope of ['read', 'write', 'admin'] as const) {
    const { secret, hint, digest } = newSecret();
    await keys.create({ tenant: 'stranger', name: scope, scopes: [scope], hint, digest });
    secrets[scope] = secret;
  }
  await db.destroy();
});
afterAll(() => service.stop());

const guarded = () => document.operations.filter(({ scope }) => scope !== null);

function call(operation: Operation, secret: string | null) {
  const example = document.example(operation);
  const { headers, ...table } = document.table(operation);
  return service.app.inject({
    method: operation.method,
    url: addressOf(operation, resources),
    headers: { ...headers, ...(secret === null ? {} : { authorization: `Bearer ${secret}` }) },
    ...(example === undefined ? table : { payload: aboutResources(example, resources) as object }),
  });
}

/** Whether a call names something that already exists. */
function namesThings(operation: Operation): boolean {
  const example = document.example(operation);
  const body = example === undefined ? '' : JSON.stringify(aboutResources(example, resources));
  return (
    operation.path.includes('{') ||
    Object.values(resources).some((id) => id.includes('_') && body.includes(id))
  );
}

test('all calls under /v1 and the metrics need a key', async () => {
  expect(guarded().length).toBeGreaterThan(15);
  for (const { path, scope } of document.operations) {
    expect(scope !== null, path).toBe(path.startsWith('/v1/') || path === '/metrics');
  }
  for (const operation of guarded()) {
    const answer = await call(operation, null);
    expect(answer.statusCode, operation.id).toBe(401);
    expect(document.faultsOf(operation, answer), operation.id).toEqual([]);
  }
});

test('a key without the scope of a call is refused, whatever it asks for', async () => {
  for (const operation of guarded()) {
    for (const scope of ['read', 'write'].filter((scope) => scope !== operation.scope)) {
      const answer = await call(operation, secrets[scope]);
      expect(answer.statusCode, `${operation.id} with ${scope}`).toBe(403);
      expect(answer.json().code).toBe('scope_missing');
      expect(document.faultsOf(operation, answer), operation.id).toEqual([]);
    }
  }
});

test('what belongs to another tenant does not exist', async () => {
  const about = guarded().filter(namesThings);
  expect(about.length).toBeGreaterThan(10);
  for (const operation of about) {
    const answer = await call(operation, secrets.admin);
    expect(answer.statusCode, `${operation.id}: ${answer.body}`).toBe(404);
    expect(answer.json().code, operation.id).toMatch(/_not_found$/);
    expect(document.faultsOf(operation, answer), operation.id).toEqual([]);
  }
});

test('lists have no resources of another tenant', async () => {
  for (const operation of guarded().filter(({ id }) => id.startsWith('list'))) {
    if (operation.path.includes('{')) continue;
    const answer = await call(operation, secrets.admin);
    expect(answer.statusCode, operation.id).toBe(200);
    expect(Object.values(resources).filter((id) => id.includes('_') && answer.body.includes(id))).toEqual([]);
  }
});
