/** Bundles that earlier versions of the service have made, one folder for each version. A model outlives the service
 *  that trained it: each of them is imported and forecasts what it did there. A version that changes the format of
 *  weights adds a folder, and keeps the others readable. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../../support/app.ts';

const folder = new URL('../../fixtures/bundles/', import.meta.url);
const bundles = readdirSync(folder).flatMap((version) =>
  ['series', 'symbols'].map((kind) => ({ version, kind })),
);

let service: TestApp;
beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

test.each(bundles)(
  '$kind of version $version: the model is imported and forecasts the same',
  async ({ version, kind }) => {
    const file = (ending: string) => readFileSync(new URL(`${version}/${kind}.${ending}`, folder));
    const { body, answer: known } = JSON.parse(file('json').toString());
    const imported = await service.app.inject({
      ...{ method: 'POST', url: '/v1/models/import', payload: file('tar') },
      headers: { 'content-type': 'application/x-tar' },
    });
    expect(imported.statusCode, imported.body).toBe(201);
    const url = `/v1/models/${imported.json().id}/forecasts`;
    const answer = await service.app.inject({ method: 'POST', url, payload: body });
    expect(answer.statusCode, answer.body).toBe(200);
    const given = Object.fromEntries(Object.keys(known).map((name) => [name, answer.json()[name]]));
    expect(valuesOf(given)).toEqual(
      valuesOf(known).map((one) => (typeof one === 'number' ? expect.closeTo(one, 4) : one)),
    );
  },
);

/** All values of a document, in order. Kernels differ in the last digits of single precision. */
function valuesOf(value: unknown): unknown[] {
  if (value === null || typeof value !== 'object') return [value];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...valuesOf(inner)]);
}
