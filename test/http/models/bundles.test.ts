import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { NumericBundle } from '../../../src/contracts/schemas/models/bundle.ts';
import type { Model } from '../../../src/contracts/schemas/models/model.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { readDescription } from '../../../src/http/json/bundle-description.ts';
import { readTar } from '../../../src/http/routes/models/tar.ts';
import { openDatabase, type Store } from '../../../src/store/index.ts';
import { partSize } from '../../../src/store/large-bytes/parts.ts';
import { dailyCsv, startApp, type TestApp, upload } from '../../support/app.ts';
import { writeTar } from '../../support/files/tar.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { soonMs } from '../../support/soon.ts';

/** Two independent services. */
let home: TestApp;
let away: TestApp;
let awayDatabase: TestDatabase;
let folder: string;
let original: Model;
let bundle: Buffer;
let imported: Model;
/** Work of others at `away` between the check of a training and its rows. */
let beforeTraining = async () => {};
/** Downloads of weights from `away`. */
let downloads = { begun: 0, ended: 0, parts: 0 };

beforeAll(async () => {
  const changed = (store: Store): Store => ({
    ...store,
    models: {
      ...store.models,
      async create(...asked) {
        await beforeTraining();
        return store.models.create(...asked);
      },
      async *weightsParts(...asked) {
        downloads.begun++;
        try {
          for await (const part of store.models.weightsParts(...asked)) {
            downloads.parts++;
            yield part;
          }
        } finally {
          downloads.ended++;
        }
      },
    },
  });
  awayDatabase = await createTestDatabase();
  [home, away] = await Promise.all([startApp(), startApp({}, awayDatabase, { changed })]);
  home.startWorker();
  original = await home.trained(dailyCsv(150), { horizon: 5, tags: ['nightly', 'one-shot'], hidden_size: 6 });
  const answer = await home.app.inject(`/v1/models/${original.id}/bundle`);
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/x-tar']);
  bundle = answer.rawPayload;
  folder = mkdtempSync(join(tmpdir(), 'gatecast-bundle-'));
  const taken = await take(bundle);
  expect(taken.statusCode, taken.body).toBe(201);
  imported = taken.json();
  expect(taken.headers.location).toBe(`/v1/models/${imported.id}`);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all([home.stop(), away.stop()]);
});

const take = (payload: Buffer, headers: Record<string, string> = {}) =>
  away.app.inject({
    method: 'POST',
    url: '/v1/models/import',
    headers: { 'content-type': 'application/x-tar', ...headers },
    payload,
  });
const post = async (service: TestApp, url: string, payload: object) =>
  (await service.app.inject({ method: 'POST', url, payload })).json();
const read = async (url: string) => (await away.app.inject(url)).json();

const values = Array.from({ length: 120 }, (_, i) => 100 + 9 * Math.sin(i / 4) + (i % 7));
const inline = { series: [{ id: 'fresh', start: '2025-01-01', values }] };

test('an imported model is ready, and is what it was', async () => {
  expect(imported).toMatchObject({
    status: 'ready',
    spec: original.spec,
    card: original.card,
    weights: original.weights,
    parameter_count: original.parameter_count,
    tags: ['nightly'], // models of one-shot forecasts are deleted in time
    job_id: null,
    dataset_version: 0,
  });
  expect((await away.app.inject(`/v1/models/${imported.id}/weights`)).rawPayload).toEqual(
    (await home.app.inject(`/v1/models/${original.id}/weights`)).rawPayload,
  );
  expect((await away.app.inject(`/v1/models/${imported.id}/onnx`)).rawPayload).toEqual(
    (await home.app.inject(`/v1/models/${original.id}/onnx`)).rawPayload,
  );
});

test('the bundle of an imported model has the time of the training, and not that of the import', async () => {
  const described = async (service: TestApp, { id }: Model) => {
    const [, { bytes }] = readTar((await service.app.inject(`/v1/models/${id}/bundle`)).rawPayload);
    return readDescription(bytes).model;
  };
  expect((await described(home, original)).trained_at).toBe(original.ready_at);
  expect(imported.ready_at! > original.ready_at!).toBe(true);
  expect((await described(away, imported)).trained_at).toBe(original.ready_at);
});

test('forecasts and anomalies of inline series are those of the original, byte for byte', async () => {
  const request = { ...inline, samples: 5, seed: 3, fitted: true, quantiles: [0.01, 0.5, 0.9] };
  const [here, there] = await Promise.all([
    post(away, `/v1/models/${imported.id}/forecasts`, request),
    post(home, `/v1/models/${original.id}/forecasts`, request),
  ]);
  expect(here.forecasts[0].times[0]).toBe('2025-05-01');
  expect(JSON.stringify(here.forecasts)).toBe(JSON.stringify(there.forecasts));
  const outliers = { series: [{ ...inline.series[0], values: values.with(70, 500) }] };
  const found = await post(away, `/v1/models/${imported.id}/anomalies`, outliers);
  expect(found.anomalies.length).toBeGreaterThan(0);
  expect(found.anomalies).toEqual(
    (await post(home, `/v1/models/${original.id}/anomalies`, outliers)).anomalies,
  );
});

test('the same model gives the same bytes, which every tar reads and may write', async () => {
  expect((await home.app.inject(`/v1/models/${original.id}/bundle`)).rawPayload).toEqual(bundle);
  const file = join(folder, 'model.tar');
  writeFileSync(file, bundle);
  execFileSync('tar', ['-xf', file, '-C', folder]);
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('POST /v1/models/import');
  expect(readdirSync(folder).sort()).toEqual([
    'README.md',
    'bundle.json',
    'model.tar',
    'weights.safetensors',
  ]);
  execFileSync('tar', ['-cf', file, '-C', folder, './bundle.json', './weights.safetensors']);
  const again = await take(readFileSync(file));
  expect(again.statusCode, again.body).toBe(201);
  expect(again.json().weights).toEqual(original.weights);
});

test('calls that need data are refused while the dataset is empty', async () => {
  const { id, dataset_id } = imported;
  expect(await read(`/v1/datasets/${dataset_id}`)).toMatchObject({
    series_count: 0,
    point_count: 0,
    start: null,
    end: null,
  });
  expect((await read(`/v1/datasets/${dataset_id}/series`)).data).toEqual([]);
  expect((await away.app.inject(`/v1/datasets/${dataset_id}/export`)).body).toBe('unique_id,"ds",value\n');
  for (const [url, payload] of [
    [`/v1/models/${id}/forecasts`, {}],
    [`/v1/models/${id}/anomalies`, {}],
    [`/v1/models/${id}/retrain`, {}],
    ['/v1/backtests', { model_id: id }],
    ['/v1/models', { dataset_id, horizon: 2 }],
  ] as const) {
    const answer = await away.app.inject({ method: 'POST', url, payload });
    expect([answer.statusCode, answer.json().code], url).toEqual([409, 'dataset_empty']);
    expect(answer.json().detail).toContain(`POST /v1/datasets/${dataset_id}/observations`);
  }
  const forecast = await post(away, `/v1/models/${id}/forecasts`, inline);
  expect(await read(`/v1/forecasts/${forecast.id}/accuracy`)).toMatchObject({ known_steps: 0 });
});

test('with observations in its dataset an imported model supports all calls', async () => {
  const copy: Model = (await take(bundle)).json();
  const added = await post(away, `/v1/datasets/${copy.dataset_id}/observations`, inline);
  expect(added).toMatchObject({ version: 2, added: values.length, replaced: 0 });
  expect(await read(`/v1/datasets/${copy.dataset_id}`)).toMatchObject({
    start: '2025-01-01',
    end: '2025-04-30',
    series_count: 1,
  });
  const stored = await post(away, `/v1/models/${copy.id}/forecasts`, {});
  const there = await post(home, `/v1/models/${original.id}/forecasts`, inline);
  expect(JSON.stringify(stored.forecasts)).toBe(JSON.stringify(there.forecasts));
  away.startWorker();
  const { model, job } = await post(away, `/v1/models/${copy.id}/retrain`, { mode: 'warm' });
  expect(model).toMatchObject({ parent_id: copy.id, spec: original.spec });
  expect((await away.ended(job.id)).status).toBe('succeeded');
  const backtest = await post(away, '/v1/backtests', { model_id: model.id, windows: 2 });
  expect((await away.ended(backtest.job.id)).status).toBe('succeeded');

  beforeTraining = () => post(away, `/v1/datasets/${copy.dataset_id}/versions/1/restore`, {});
  const late = await post(away, '/v1/models', { dataset_id: copy.dataset_id, horizon: 2 });
  beforeTraining = async () => {};
  const { status, error } = await away.ended(late.job.id);
  expect([status, error?.code, error?.detail]).toEqual([
    'failed',
    'dataset_empty',
    expect.stringContaining(`POST /v1/datasets/${copy.dataset_id}/observations`),
  ]);
  expect(
    (await away.app.inject({ method: 'DELETE', url: `/v1/datasets/${copy.dataset_id}` })).statusCode,
  ).toBe(204);
});

test('an imported dataset keeps that its rows were aggregated', async () => {
  const [readme, description, ...others] = readTar(bundle);
  const { dataset, ...rest }: NumericBundle = JSON.parse(description.bytes.toString());
  const frequency = { ...dataset.frequency, resampled: true };
  const bytes = Buffer.from(JSON.stringify({ ...rest, dataset: { ...dataset, frequency } }));
  const { dataset_id } = (
    await take(writeTar([readme, { ...description, bytes }, ...others], new Date(0)))
  ).json();
  expect((await read(`/v1/datasets/${dataset_id}`)).frequency).toEqual(frequency);
});

test('a repeated import with one key is made once', async () => {
  const [first, second] = [
    await take(bundle, { 'idempotency-key': 'bundle' }),
    await take(bundle, { 'idempotency-key': 'bundle' }),
  ];
  expect(second.json().id).toBe(first.json().id);
  expect(second.headers['idempotency-replayed']).toBe('true');
});

describe('refusals', () => {
  /** The bundle with some of its files changed. */
  function changed(change: (files: Map<string, Buffer>, description: NumericBundle) => void): Buffer {
    const files = new Map(readTar(bundle).map(({ name, bytes }) => [name, Buffer.from(bytes)]));
    const description: NumericBundle = JSON.parse(files.get('bundle.json')!.toString());
    change(files, description);
    if (files.has('bundle.json')) files.set('bundle.json', Buffer.from(JSON.stringify(description)));
    return writeTar(
      [...files].map(([name, bytes]) => ({ name, bytes })),
      new Date(0),
    );
  }
  const weightsName = 'weights.safetensors';
  function withWeights(files: Map<string, Buffer>, description: NumericBundle, bytes: Buffer): void {
    files.set(weightsName, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    description.weights = { bytes: bytes.length, sha256 };
  }

  /** The bundle with another header of its weights. */
  function withHeader(change: (header: Record<string, unknown>) => void): Buffer {
    return changed((files, description) => {
      const bytes = files.get(weightsName)!;
      const end = 8 + Number(bytes.readBigUInt64LE(0));
      const header = JSON.parse(bytes.subarray(8, end).toString());
      change(header);
      const text = Buffer.from(JSON.stringify(header));
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(text.length));
      withWeights(files, description, Buffer.concat([length, text, bytes.subarray(end)]));
    });
  }
  function withMetadata(changes: Record<string, (text: string | undefined) => string>): Buffer {
    return withHeader((header) => {
      const metadata = header.__metadata__ as Record<string, string>;
      for (const [name, change] of Object.entries(changes)) metadata[name] = change(metadata[name]);
    });
  }

  const cases: Record<string, [payload: () => Buffer, code: string, detail: RegExp]> = {
    'bytes that are no archive': [
      () => Buffer.from('PK\u0003\u0004'.repeat(400)),
      'bundle_invalid',
      /no tar header/,
    ],
    'an archive that breaks off': [() => bundle.subarray(0, 5_000), 'bundle_invalid', /ends/],
    'a damaged header': [() => Buffer.from(bundle).fill(1, 100, 101), 'bundle_invalid', /damaged/],
    'weights that have changed': [
      () => changed((files) => files.get(weightsName)!.fill(7, 2_000, 2_001)),
      'bundle_invalid',
      /SHA-256/,
    ],
    'an archive without weights': [
      () => changed((files) => files.delete(weightsName)),
      'bundle_invalid',
      /no file `weights.safetensors`; its files are README.md, bundle.json/,
    ],
    'another version': [
      () => changed((_, description) => Object.assign(description, { version: 2 })),
      'bundle_version_unsupported',
      /version 2; accepted: 1/,
    ],
    'another format': [
      () => changed((_, description) => Object.assign(description, { format: 'zip' })),
      'bundle_invalid',
      /`format` in bundle.json/,
    ],
    'settings out of their bounds': [
      () => changed((_, { model }) => Object.assign(model.spec, { horizon: 1e9 })),
      'bundle_invalid',
      /`model.spec.horizon`/,
    ],
    'a calendar that closes all days from a year on': [
      () =>
        changed((_, { dataset }) => {
          const days = Array.from({ length: 372 }, (_, i) => ({
            month: 1 + Math.floor(i / 31),
            day: 1 + (i % 31),
          }));
          dataset.frequency.closures = days.map((day) => ({
            ...{ rule: 'month_day', shift: 'none', since_year: 2027 },
            ...day,
          }));
        }),
      'bundle_invalid',
      /its calendar closes all days/,
    ],
    'more closed days than a caller may list': [
      () =>
        changed((_, { dataset }) => {
          dataset.frequency.closed_days = Array.from({ length: 5_001 }, () => '2026-01-01');
        }),
      'bundle_invalid',
      /`dataset.frequency.closed_days`/,
    ],
    'a covariate whose values no body could have': [
      () => changed((_, { dataset }) => Object.assign(dataset, { covariates: ['__proto__'] })),
      'bundle_invalid',
      /`dataset.covariates.0` in bundle.json does not fit: a column is named `__proto__`/,
    ],
    'more covariates than a dataset may have': [
      () =>
        changed((_, { dataset }) => {
          dataset.covariates = Array.from({ length: limits.covariatesMax + 1 }, (_, i) => `c${i}`);
        }),
      'bundle_invalid',
      /`dataset.covariates` in bundle.json does not fit/,
    ],
    'a covariate with a long name': [
      () => changed((_, { dataset }) => Object.assign(dataset, { covariates: ['p'.repeat(201)] })),
      'bundle_invalid',
      /`dataset.covariates.0` in bundle.json does not fit/,
    ],
    'a covariate with the name of the target': [
      () => changed((_, { dataset }) => Object.assign(dataset, { covariates: [dataset.target] })),
      'bundle_invalid',
      /a covariate has the name of the target/,
    ],
    'a covariate that is there twice': [
      () => changed((_, { dataset }) => Object.assign(dataset, { covariates: ['price', 'price'] })),
      'bundle_invalid',
      /a covariate is named twice/,
    ],
    'a summary that lists of models would repeat': [
      () => changed((_, { model }) => Object.assign(model.card!, { summary: 'a'.repeat(2_001) })),
      'bundle_invalid',
      /`model.card` in bundle.json has a text of 2001 characters; accepted: at most 2000/,
    ],
    'settings with a long name': [
      () => changed((_, { model }) => Object.assign(model.spec, { shares: { ['a'.repeat(2_001)]: 1 } })),
      'bundle_invalid',
      /`model.spec` in bundle.json has a text of 2001 characters/,
    ],
    'weights that are no safetensors': [
      () => changed((files, description) => withWeights(files, description, Buffer.alloc(64))),
      'bundle_invalid',
      /cannot be used/,
    ],
    'weights whose settings are too large': [
      () =>
        changed((files, description) => {
          const text = files.get(weightsName)!.toString('latin1');
          const larger = text.replaceAll('hidden_size\\":6,', 'hidden_size\\":6e9,');
          withWeights(files, description, padded(larger));
        }),
      'bundle_invalid',
      /`spec` in the metadata of its weights does not fit: at `hidden_size`/,
    ],
    'weights that do not fit their settings': [
      () =>
        changed((files, description) => {
          const text = files.get(weightsName)!.toString('latin1');
          withWeights(files, description, padded(text.replaceAll('hidden_size\\":6,', 'hidden_size\\":7,')));
        }),
      'bundle_invalid',
      /does not fit its spec/,
    ],
    ...Object.fromEntries(
      (
        [
          [{ network: 1e308, zzz: 3 }, /at `members.series.0.1.network`/],
          [{ network: 'x' }, /expected number/],
          [{ network: -1 }, /expected number to be >=0/],
          [{ network: 0.5 }, /do not sum to 1/],
          [{}, /do not sum to 1/],
          [{ network: 0.5, zzz: 0.5 }, /members.series.0.1/],
        ] as const
      ).map(([weights, detail]): [string, (typeof cases)[string]] => [
        `ensemble weights ${JSON.stringify(weights)} of one series`,
        [
          () =>
            withMetadata({
              shares_of_parts: (text) => {
                const { evaluation } = JSON.parse(text!);
                return JSON.stringify({ evaluation, members: { kinds: {}, series: { s0: weights } } });
              },
            }),
          'bundle_invalid',
          detail,
        ],
      ]),
    ),
    'a correlation of paths above 1': [
      () => withMetadata({ paths: () => '{"level":0,"walk":0,"neighbours":2}' }),
      'bundle_invalid',
      /`paths` in the metadata of its weights does not fit: at `neighbours`/,
    ],
    'metadata that are no JSON': [
      () => withMetadata({ shares: () => '{' }),
      'bundle_invalid',
      /`shares` in the metadata of its weights does not fit: it is not JSON/,
    ],
    'metadata that no version writes': [
      () => withMetadata({ note: () => 'a' }),
      'bundle_invalid',
      /Unrecognized key: "note"/,
    ],
    'a season that no data have': [
      () => changed((_, { model }) => Object.assign(model.spec, { season_length: 10_081 })),
      'bundle_invalid',
      /its settings do not fit: at `season_length`/,
    ],
    'a season that no data have, in the weights': [
      () =>
        withMetadata({
          'members.0.spec': (text) => JSON.stringify({ ...JSON.parse(text!), season_length: 10_081 }),
        }),
      'bundle_invalid',
      /`members.0.spec` in the metadata of its weights does not fit: at `season_length`/,
    ],
    'countless networks': [
      () => withMetadata({ members: () => '99' }),
      'bundle_invalid',
      /`members` in the metadata/,
    ],
    'a tensor that no network has': [
      () =>
        withHeader((header) => {
          header.empty = { dtype: 'F32', shape: [0], data_offsets: [0, 0] };
        }),
      'bundle_invalid',
      /no network has the tensor `empty`/,
    ],
    'a horizon that the weights do not have': [
      () => changed((_, { model }) => Object.assign(model.spec, { horizon: 6 })),
      'bundle_invalid',
      /horizon/,
    ],
    'a frequency without steps': [
      () => changed((_, { dataset }) => Object.assign(dataset.frequency, { step: 'PT0S' })),
      'bundle_invalid',
      /cannot be used/,
    ],
    'a target that is no column': [
      () => changed((_, { dataset }) => Object.assign(dataset, { target: 'z' })),
      'bundle_invalid',
      /no column is `value`/,
    ],
  };
  /** A safetensors file whose header has grown: its length is written again. */
  function padded(latin1: string): Buffer {
    const file = Buffer.from(latin1, 'latin1');
    const before = readTar(bundle).find(({ name }) => name === weightsName)!.bytes;
    const grown = file.length - before.length;
    file.writeBigUInt64LE(Buffer.from(before).readBigUInt64LE(0) + BigInt(grown), 0);
    return file;
  }

  test.each(Object.entries(cases))('%s', async (_, [payload, code, detail]) => {
    const answer = await take(payload());
    expect([answer.statusCode, answer.json().code], answer.body).toEqual([422, code]);
    expect(answer.json().detail).toMatch(detail);
  });

  test('a bundle over the upload limit, an empty body and another content type are refused', async () => {
    const large = await take(Buffer.alloc(1024 * 1024 + 1));
    expect([large.statusCode, large.json().code]).toEqual([413, 'body_too_large']);
    expect((await take(Buffer.alloc(0))).json().code).toBe('bundle_invalid');
    const json = await away.app.inject({ method: 'POST', url: '/v1/models/import', payload: {} });
    expect([json.statusCode, json.json().code]).toEqual([415, 'content_type_unsupported']);
    expect(json.json().detail).toContain('accepted: application/x-tar');
  });

  test('a card with countless notes is refused before its schema reads it', () => {
    const description = JSON.parse(
      readTar(bundle)
        .find(({ name }) => name === 'bundle.json')!
        .bytes.toString(),
    );
    const withNotes = (count: number) => {
      description.model.card.notes = Array(count).fill('');
      return Buffer.from(JSON.stringify(description));
    };
    expect(readDescription(withNotes(1_000))).toMatchObject({ model: { name: original.name } });
    expect(() => readDescription(withNotes(400_000))).toThrow(
      /`model.card` in bundle.json has \d+ characters; accepted: at most 1048576/,
    );
  });

  test('a bundle of a model without weights is refused', async () => {
    const dataset = (await upload(away.app, dailyCsv(60))).json();
    await away.stopWorker();
    const { model } = await post(away, '/v1/models', { dataset_id: dataset.id, horizon: 2 });
    expect((await read(`/v1/models/${model.id}/bundle`)).code).toBe('model_not_ready');
  });
});

describe('files of several parts', () => {
  const before = partSize.bytesMax;
  afterEach(() => {
    partSize.bytesMax = before;
  });

  test('have the bytes, the length and the tag of those of one part', async () => {
    for (const file of ['weights', 'bundle']) {
      const url = `/v1/models/${original.id}/${file}`;
      const whole = await home.app.inject(url);
      partSize.bytesMax = 1_000;
      expect(whole.rawPayload.length).toBeGreaterThan(5_000);
      const parts = await home.app.inject(url);
      expect(parts.rawPayload.equals(whole.rawPayload)).toBe(true);
      const same = ['content-length', 'content-type', 'content-disposition', 'etag'];
      const headersOf = (answer: typeof whole) => same.map((name) => answer.headers[name]);
      expect(headersOf(parts)).toEqual(headersOf(whole));
      expect(Number(parts.headers['content-length'])).toBe(whole.rawPayload.length);
      const head = await home.app.inject({ method: 'HEAD', url });
      expect([head.rawPayload.length, ...headersOf(head)]).toEqual([0, ...headersOf(whole)]);
      const known = await home.app.inject({ url, headers: { 'if-none-match': String(whole.headers.etag) } });
      expect(known.statusCode).toBe(304);
      partSize.bytesMax = before;
    }
  });

  test('are read as fast as the caller takes them, and no further when it has gone', async () => {
    const model = (await take(bundle)).json() as Model;
    downloads = { begun: 0, ended: 0, parts: 0 };
    const bytes = 64 * 1024 * 1024; // more than sockets hold
    const db = openDatabase(awayDatabase.url, { poolMax: 1 });
    onTestFinished(() => db.destroy());
    await sql`UPDATE model_weights SET bytes = decode(repeat('ab', ${bytes}), 'hex') WHERE model_id = ${model.id}`.execute(
      db,
    );
    await sql`UPDATE models SET weights_bytes = ${bytes} WHERE id = ${model.id}`.execute(db);
    const address = await away.app.listen({ port: 0, host: '127.0.0.1' });
    const call = get(`${address}/v1/models/${model.id}/weights`);
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    expect(answer.headers['content-length']).toBe(String(bytes));
    await once(answer, 'readable');
    call.destroy();
    await vi.waitFor(
      () => expect(downloads).toEqual({ begun: 1, ended: 1, parts: expect.any(Number) }),
      soonMs,
    );
    expect(downloads.parts).toBeLessThan(bytes / partSize.bytesMax);
  });
});
