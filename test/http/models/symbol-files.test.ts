import { createHash } from 'node:crypto';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codes } from '../../../src/contracts/schemas/datasets/symbols.ts';
import type { SymbolModel } from '../../../src/contracts/schemas/kinds/kinds.ts';
import type { SymbolBundle } from '../../../src/contracts/schemas/models/bundle.ts';
import { cellNames } from '../../../src/contracts/schemas/models/network.ts';
import { readTar } from '../../../src/http/routes/models/tar.ts';
import { startApp, type TestApp } from '../../support/app.ts';
import { writeTar } from '../../support/files/tar.ts';
import { symbolCalls } from '../../support/symbols.ts';

ort.env.wasm.numThreads = 1;

/** Two independent services. */
let home: TestApp;
let away: TestApp;
let calls: { home: ReturnType<typeof symbolCalls>; away: ReturnType<typeof symbolCalls> };
let original: SymbolModel;
let imported: SymbolModel;
let bundle: Buffer;

beforeAll(async () => {
  [home, away] = await Promise.all([startApp(), startApp()]);
  home.startWorker();
  calls = { home: symbolCalls(home), away: symbolCalls(away) };
  const words = await calls.home.lines('red green blue\ngreen blue red\nblue red green\n', { unit: 'word' });
  original = await calls.home.trained(words, { hidden_size: 6, steps: 60 });
  bundle = (await home.app.inject(`/v1/models/${original.id}/bundle`)).rawPayload;
  const taken = await take(bundle);
  expect(taken.statusCode, taken.body).toBe(201);
  imported = taken.json();
});
afterAll(() => Promise.all([home.stop(), away.stop()]));

const take = (payload: Buffer) =>
  away.app.inject({
    method: 'POST',
    url: '/v1/models/import',
    headers: { 'content-type': 'application/x-tar' },
    payload,
  });

for (const cell of cellNames)
  for (const input of ['embedding', 'one_hot'] as const)
    test(`${cell}, ${input}: the ONNX file gives the surprise that a forecast tells, and goes on from its state`, async () => {
      const dataset_id = await calls.home.lines('TRIANGLE\nINTEGRAL\n');
      const model = await calls.home.trained(dataset_id, {
        ...{ cell, input, layers: 2, hidden_size: 6, steps: 30 },
      });
      const file = await home.app.inject(`/v1/models/${model.id}/onnx`);
      expect(file.statusCode, file.body).toBe(200);
      const { symbols: listed } = (await home.app.inject(`/v1/datasets/${dataset_id}/vocabulary`)).json() as {
        symbols: { symbol: string }[];
      };
      const codeOf = new Map(listed.map(({ symbol }, i) => [symbol, codes.first + i]));
      const context = [...'TRIxGLE'];
      const { bits } = await calls.home.forecast(model, { context });
      const read = [codes.boundary, ...context.map((symbol) => codeOf.get(symbol) ?? codes.unknown)];

      const session = await ort.InferenceSession.create(file.rawPayload, { executionProviders: ['wasm'] });
      const zeros = () => new ort.Tensor('float32', new Float32Array(12), [2, 1, 6]);
      let state: Record<string, ort.Tensor> = { h0: zeros(), ...(cell === 'lstm' && { c0: zeros() }) };
      const told: number[] = [];
      // In two windows, the second of which begins with the state of the first.
      for (const [from, to] of [
        [0, 3],
        [3, read.length - 1],
      ]) {
        const window = BigInt64Array.from(read.slice(from, to), BigInt);
        const feeds = { symbols: new ort.Tensor('int64', window, [to - from, 1]), ...state };
        const { logits, hn, cn } = await session.run(feeds);
        const size = codes.first + listed.length;
        expect(logits.dims).toEqual([to - from, 1, size]);
        for (let t = from; t < to; t++) {
          const row = Array.from(logits.data as Float32Array).slice((t - from) * size, (t - from + 1) * size);
          const sum = row.reduce((total, logit) => total + Math.exp(logit), 0);
          told.push(Math.log2(sum) - row[read[t + 1]] / Math.LN2);
        }
        state = { h0: hn, ...(cell === 'lstm' && { c0: cn }) };
      }
      await session.release();
      for (const [i, value] of told.entries()) expect(value).toBeCloseTo(bits[i], 4);
    });

test('of one long text, in which no boundary comes, the file gives none a chance either', async () => {
  const dataset_id = await calls.home.lines('ab ba abba '.repeat(100), { split: 'none' });
  const model = await calls.home.trained(dataset_id, { hidden_size: 6, steps: 30 });
  expect(model.spec.boundary).toBe(false);
  const file = (await home.app.inject(`/v1/models/${model.id}/onnx`)).rawPayload;
  const session = await ort.InferenceSession.create(file, { executionProviders: ['wasm'] });
  const symbols = new ort.Tensor('int64', BigInt64Array.of(2n), [1, 1]);
  const h0 = new ort.Tensor('float32', new Float32Array(6), [1, 1, 6]);
  const { logits } = await session.run({ symbols, h0 });
  await session.release();
  const values = Array.from(logits.data as Float32Array, (logit) => Math.exp(logit));
  const sum = values.reduce((total, value) => total + value, 0);
  const { symbols: listed } = (await home.app.inject(`/v1/datasets/${dataset_id}/vocabulary`)).json();
  const { next } = await calls.home.forecast(model, { context: [listed[0].symbol], top: 100 });
  expect(next.some(({ kind }) => kind === 'end')).toBe(false);
  for (const { symbol, kind, probability } of next) {
    const code =
      kind === 'unknown'
        ? codes.unknown
        : codes.first + listed.findIndex((one: { symbol: string }) => one.symbol === symbol);
    expect(values[code] / sum).toBeCloseTo(probability, 5);
  }
});

test('an imported model is ready, and answers about contexts as it did, byte for byte', async () => {
  expect(imported).toMatchObject({
    status: 'ready',
    spec: original.spec,
    card: original.card,
    weights: original.weights,
    job_id: null,
  });
  const asked = { context: ['red', 'mauve'], length: 4, samples: 3, explain: true };
  const here = await calls.away.forecast(imported, asked);
  const there = await calls.home.forecast(original, asked);
  const { model_id: _, dataset_id: __, dataset_version: ___, ...answer } = there;
  expect(here).toMatchObject(answer);
  for (const [service, model] of [
    [home, original],
    [away, imported],
  ] as const) {
    const trace = await service.app.inject({
      method: 'POST',
      url: `/v1/models/${model.id}/trace`,
      payload: { context: ['red'] },
    });
    expect(trace.statusCode, trace.body).toBe(200);
  }
  const [onnx, again] = [`/v1/models/${original.id}/onnx`, `/v1/models/${imported.id}/onnx`];
  expect((await away.app.inject(again)).rawPayload).toEqual((await home.app.inject(onnx)).rawPayload);
});

test('it can be taken on from there, and the same model gives the same bytes', async () => {
  expect((await home.app.inject(`/v1/models/${original.id}/bundle`)).rawPayload).toEqual(bundle);
  const onward = await take((await away.app.inject(`/v1/models/${imported.id}/bundle`)).rawPayload);
  expect(onward.json()).toMatchObject({ status: 'ready', weights: original.weights });
});

test('its dataset has the vocabulary and no sequences, and what asks for them says what would work', async () => {
  const { id, dataset_id } = imported;
  const dataset = (await away.app.inject(`/v1/datasets/${dataset_id}`)).json();
  expect(dataset).toMatchObject({
    ...{ kind: 'symbols', series_count: 0, point_count: 0, start: null, end: null },
    symbols: { unit: 'word', vocabulary_size: 3, unknown_count: 0 },
  });
  const { symbols } = (await away.app.inject(`/v1/datasets/${dataset_id}/vocabulary`)).json();
  expect(symbols.map(({ symbol }: { symbol: string }) => symbol).sort()).toEqual(['blue', 'green', 'red']);
  const refused = [
    away.app.inject(`/v1/models/${id}/memory`),
    calls.away.post(`/v1/models/${id}/retrain`, {}),
    calls.away.post('/v1/backtests', { model_id: id }),
    calls.away.post('/v1/models', { dataset_id }),
  ];
  for (const answer of await Promise.all(refused)) {
    expect(answer.json()).toMatchObject({ status: 409, code: 'dataset_empty' });
    expect(answer.json().detail).toContain('upload sequences');
  }
  const page = (await away.app.inject(`/v1/datasets/${dataset_id}/series`)).json();
  expect(page.data).toEqual([]);
  expect((await away.app.inject(`/v1/datasets/${dataset_id}/sequences/x`)).json().code).toBe(
    'series_not_found',
  );
});

describe('refusals', () => {
  function changed(change: (description: SymbolBundle, files: Map<string, Buffer>) => void): Buffer {
    const files = new Map(readTar(bundle).map(({ name, bytes }) => [name, Buffer.from(bytes)]));
    const description: SymbolBundle = JSON.parse(files.get('bundle.json')!.toString());
    change(description, files);
    files.set('bundle.json', Buffer.from(JSON.stringify(description)));
    return writeTar(
      [...files].map(([name, bytes]) => ({ name, bytes })),
      new Date(0),
    );
  }
  const cases: Record<string, [() => Buffer, RegExp]> = {
    'a vocabulary of another order': [
      () => changed(({ dataset }) => dataset.vocabulary.reverse()),
      /vocabulary of the weights is another/,
    ],
    'a vocabulary with a symbol twice': [
      () =>
        changed(({ dataset }) => {
          dataset.vocabulary[1] = dataset.vocabulary[0];
        }),
      /another size/,
    ],
    'no vocabulary': [
      () => changed(({ dataset }) => dataset.vocabulary.splice(0)),
      /`dataset.vocabulary` in bundle.json/,
    ],
    'settings that the weights do not have': [
      () => changed(({ model }) => Object.assign(model.spec, { hidden_size: 7 })),
      /settings of the weights are others/,
    ],
    'settings that are out of their bounds': [
      () => changed(({ model }) => Object.assign(model.spec, { hidden_size: 1e9 })),
      /`model.spec.hidden_size`/,
    ],
    'settings that are not decided': [
      () => changed(({ model }) => Object.assign(model.spec, { context_length: null })),
      /settings of the weights are others/,
    ],
    'a batch beyond its bound': [
      () => changed(({ model }) => Object.assign(model.spec, { batch_size: 1e9 })),
      /`model.spec.batch_size`/,
    ],
    'half of a character': [
      () => changed(({ model }) => Object.assign(model, { name: 'a\ud83d' })),
      /half of a surrogate pair/,
    ],
    'settings of series': [
      () => changed(({ model }) => Object.assign(model.spec, { family: 'prices' })),
      /does not fit/,
    ],
    'metadata that no version writes': [
      () => changed(withHeader((header) => Object.assign(header.__metadata__, { note: 'a' }))),
      /unknown metadata, `note`/,
    ],
    'a tensor that the network does not have': [
      () =>
        changed(
          withHeader((header) =>
            Object.assign(header, { empty: { dtype: 'F32', shape: [0], data_offsets: [0, 0] } }),
          ),
        ),
      /the network has no tensor `empty`/,
    ],
    'weights that are no safetensors': [
      () =>
        changed((description, files) => {
          const bytes = Buffer.alloc(64);
          files.set('weights.safetensors', bytes);
          description.weights = {
            bytes: bytes.length,
            sha256: createHash('sha256').update(bytes).digest('hex'),
          };
        }),
      /cannot be used/,
    ],
  };
  /** Changes the header of the weights. */
  function withHeader(change: (header: { __metadata__: object }) => void): Parameters<typeof changed>[0] {
    return (description, files) => {
      const bytes = files.get('weights.safetensors')!;
      const end = 8 + Number(bytes.readBigUInt64LE(0));
      const header = JSON.parse(bytes.subarray(8, end).toString());
      change(header);
      const text = Buffer.from(JSON.stringify(header));
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(text.length));
      const weights = Buffer.concat([length, text, bytes.subarray(end)]);
      files.set('weights.safetensors', weights);
      const sha256 = createHash('sha256').update(weights).digest('hex');
      description.weights = { bytes: weights.length, sha256 };
    };
  }
  test.each(Object.entries(cases))('%s', async (_, [payload, detail]) => {
    const answer = await take(payload());
    expect([answer.statusCode, answer.json().code], answer.body).toEqual([422, 'bundle_invalid']);
    expect(answer.json().detail).toMatch(detail);
  });
});

test('nothing was logged as an error', () => {
  for (const service of [home, away])
    expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
