/** Bundles that are broken in thousands of ways. Each is refused with an error of its caller, or is imported and then
 *  forecasts finite numbers. FUZZ_SECONDS sets how long it goes on at least, FUZZ_SEED another order; a failure prints
 *  the seed and the smallest case. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTar } from '../../src/http/routes/models/tar.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { writeTar } from '../support/files/tar.ts';

/** Bundles that are broken at least, so that a slow machine proves as much as a fast one, which breaks others in
 *  the rest of the time. */
const bundlesMin = 2_000;
const seconds = Number(process.env.FUZZ_SECONDS ?? 30);
const seed = Number(process.env.FUZZ_SEED ?? 7);
const kinds = ['series', 'symbols'] as const;
const folder = new URL('../fixtures/bundles/0.1.0/', import.meta.url);
const known = Object.fromEntries(
  kinds.map((kind) => {
    const { body } = JSON.parse(readFileSync(new URL(`${kind}.json`, folder), 'utf8'));
    return [kind, { bundle: readFileSync(new URL(`${kind}.tar`, folder)), body }];
  }),
);

let service: TestApp;
beforeAll(async () => {
  service = await startApp();
});
afterAll(() => service.stop());

/** Values that parsers have stumbled over. */
const oddValue = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', -1, 0, 0.5, 1e308, -1e308, 2 ** 31, 2 ** 53, 2 ** 63, [], {}),
  fc.constantFrom<unknown>('__proto__', '../../etc/passwd', '\u0000', 'F64', 'NaN', 'x'.repeat(10_000), [
    [[[]]],
  ]),
  fc.array(fc.integer(), { maxLength: 4 }),
  fc.jsonValue({ maxDepth: 2 }),
);
/** Where to change a file, as a share of its length. */
const place = fc.double({ min: 0, max: 1, noNaN: true });
const edit = fc.oneof(
  fc.record({ what: fc.constant('byte' as const), place, value: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ what: fc.constant('cut' as const), place }),
  fc.record({ what: fc.constant('insert' as const), place, bytes: fc.uint8Array({ maxLength: 600 }) }),
  fc.record({ what: fc.constant('repeat' as const), place, to: place }),
);
const value = fc.record({
  steps: fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }),
  to: fc.option(oddValue),
});
const breaking = fc.record({
  kind: fc.constantFrom(...kinds),
  how: fc.oneof(
    fc.record({
      part: fc.constant('archive' as const),
      edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      part: fc.constant('weights' as const),
      edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      part: fc.constant('description' as const),
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      part: fc.constant('header' as const),
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
  ),
});
type Breaking = typeof breaking extends fc.Arbitrary<infer T> ? T : never;
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;
type Value = typeof value extends fc.Arbitrary<infer T> ? T : never;

function edited(bytes: Buffer, edits: readonly Edit[]): Buffer {
  let result: Buffer = Buffer.from(bytes);
  for (const one of edits) {
    const at = Math.floor(one.place * result.length);
    if (one.what === 'byte' && at < result.length) result[at] = one.value;
    if (one.what === 'cut') result = result.subarray(0, at);
    if (one.what === 'insert')
      result = Buffer.concat([result.subarray(0, at), one.bytes, result.subarray(at)]);
    if (one.what === 'repeat')
      result = Buffer.concat([result.subarray(0, Math.floor(one.to * result.length)), result.subarray(at)]);
  }
  return result;
}

/** A document with some of its values replaced; null deletes one. */
function changed(text: string, values: readonly Value[]): string {
  const document = JSON.parse(text);
  for (const { steps, to } of values) {
    let inside = document;
    for (const [i, step] of steps.entries()) {
      const names = Object.keys(inside);
      if (names.length === 0) break;
      const name = names[step % names.length];
      const next = inside[name];
      if (i < steps.length - 1 && next !== null && typeof next === 'object') inside = next;
      else {
        if (to === null) delete inside[name];
        else inside[name] = to;
        break;
      }
    }
  }
  return JSON.stringify(document);
}

function broken({ kind, how }: Breaking): Buffer {
  const { bundle } = known[kind];
  if (how.part === 'archive') return edited(bundle, how.edits);
  const files = readTar(bundle).map(({ name, bytes }): { name: string; bytes: Buffer } => ({
    ...{ name, bytes: Buffer.from(bytes) },
  }));
  const description = files.find(({ name }) => name === 'bundle.json')!;
  const weights = files.find(({ name }) => name === 'weights.safetensors')!;
  if (how.part === 'weights') weights.bytes = edited(weights.bytes, how.edits);
  if (how.part === 'header') {
    const length = Number(weights.bytes.readBigUInt64LE(0));
    const header = Buffer.from(changed(weights.bytes.subarray(8, 8 + length).toString(), how.values));
    const head = Buffer.alloc(8);
    head.writeBigUInt64LE(BigInt(header.length));
    weights.bytes = Buffer.concat([head, header, weights.bytes.subarray(8 + length)]);
  }
  // With its own digest, so that it is not refused for another one.
  const json = JSON.parse(description.bytes.toString());
  json.weights = {
    bytes: weights.bytes.length,
    sha256: createHash('sha256').update(weights.bytes).digest('hex'),
  };
  const text = JSON.stringify(json);
  description.bytes = Buffer.from(how.part === 'description' ? changed(text, how.values) : text);
  return writeTar(files, new Date(0));
}

/** Every number of a document. */
function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(numbersOf);
}

test(
  'a broken bundle is refused, or imported and forecasts finite numbers',
  async () => {
    const statuses = new Map<number, number>();
    const isHandled = fc.asyncProperty(breaking, async (one) => {
      const answer = await service.app.inject({
        ...{ method: 'POST', url: '/v1/models/import', payload: broken(one) },
        headers: { 'content-type': 'application/x-tar' },
      });
      statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
      expect(answer.statusCode, answer.body).toBeLessThan(500);
      if (answer.statusCode !== 201) {
        expect(answer.json().detail).toBeTruthy();
        return;
      }
      const url = `/v1/models/${answer.json().id}`;
      const forecast = await service.app.inject({
        ...{ method: 'POST', url: `${url}/forecasts`, payload: known[one.kind].body },
      });
      expect(forecast.statusCode, forecast.body).toBeLessThan(500);
      if (forecast.statusCode < 300)
        expect(numbersOf(forecast.json()).every(Number.isFinite), forecast.body).toBe(true);
      expect((await service.app.inject({ method: 'GET', url })).statusCode).toBe(200);
      expect((await service.app.inject({ method: 'DELETE', url })).statusCode).toBe(204);
    });
    const end = performance.now() + 1_000 * seconds;
    await fc.assert(isHandled, { seed, numRuns: bundlesMin, endOnFailure: false });
    const leftMs = end - performance.now();
    if (leftMs > 1_000)
      await fc.assert(isHandled, {
        ...{ seed: seed + 1, numRuns: 1_000_000, endOnFailure: false },
        ...{ interruptAfterTimeLimit: leftMs, markInterruptAsFailure: false },
      });
    const cases = [...statuses.values()].reduce((sum, count) => sum + count, 0);
    process.stdout.write(`${cases} bundles: ${JSON.stringify(Object.fromEntries(statuses))}\n`);
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([201, 422])); // some breaks are harmless, most are not
  },
  (seconds + 600) * 1_000,
);
