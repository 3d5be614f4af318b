import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type {
  Dataset,
  Job,
  JobEvent,
  ModelSummary,
  SeriesPoints,
} from '../../clients/typescript/src/schema.d.ts';
import { eventReader } from '../../dashboard/src/api/event-stream.ts';

describe('a stream of events', () => {
  const lines = [
    ': comment',
    'id: 1',
    'event: progress',
    'data: {"a":',
    'data:1}',
    '',
    'data',
    'data: 2',
    '',
    ':',
    '',
  ];
  const found = ['{"a":\n1}', '\n2', 'last'];

  for (const [name, end] of Object.entries({ LF: '\n', CR: '\r', CRLF: '\r\n' }))
    test(`is read with ${name} at the ends of lines, in pieces of any size`, () => {
      const text = [...lines, 'data:last', '', 'data: broken off'].join(end);
      for (const size of [1, 2, 3, 7, text.length]) {
        const eventsIn = eventReader();
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
          text.slice(i * size, (i + 1) * size),
        );
        expect(pieces.flatMap(eventsIn)).toEqual(found);
      }
    });

  test('gives an event as soon as its last line ends', () => {
    const eventsIn = eventReader();
    expect(eventsIn('data: 1\r\n\r')).toEqual(['1']);
    expect(eventsIn('\n')).toEqual([]);
    expect(eventsIn('data: 2\r\n\r\n')).toEqual(['2']);
  });
});

const eventStream = { headers: { 'content-type': 'text/event-stream' } };

describe('calls of the pages', () => {
  const answers: ((response: Response) => void)[] = [];
  const sent: Request[] = [];
  beforeAll(() => {
    // The parts of a browser that the calls need.
    vi.stubGlobal('location', { origin: 'http://127.0.0.1', href: 'http://127.0.0.1/app/forecast' });
    vi.stubGlobal('addEventListener', () => {});
    vi.stubGlobal('document', {
      ...{ documentElement: {}, visibilityState: 'visible', addEventListener: () => {} },
    });
    vi.stubGlobal('navigator', { languages: ['en'] });
    vi.stubGlobal('fetch', (request: Request) => {
      sent.push(request);
      return new Promise((resolve) => answers.push(resolve));
    });
  });
  afterAll(() => vi.unstubAllGlobals());

  test('a list that was read in part counts as complete only when its last page was read', async () => {
    const { createList } = await import('../../dashboard/src/api/all-pages.ts');
    const { isOnline } = await import('../../dashboard/src/api/connection.ts');
    const { useKey } = await import('../../dashboard/src/api/key.ts');
    let isCut = false;
    const list = createList(async (cursor) => {
      if (cursor === undefined) return { data: [1, 2], next_cursor: 'next' };
      if (isCut) {
        isOnline.value = false;
        throw new TypeError('The connection is cut.');
      }
      return { data: [3], next_cursor: null };
    });
    const stop = list.start();
    await expect.poll(() => list.rows.value).toEqual([1, 2, 3]);
    expect(list.isComplete.value).toBe(true);
    isCut = true;
    useKey('another');
    await expect.poll(() => list.failure.value?.status).toBe('offline');
    expect(list.rows.value).toEqual([1, 2]);
    expect(list.isComplete.value).toBe(false);
    isCut = false;
    isOnline.value = true;
    await expect.poll(() => list.rows.value).toEqual([1, 2, 3]);
    expect(list.isComplete.value).toBe(true);
    stop();
  });

  test('all rows of a list that are shown belong to one moment', async () => {
    const { firstRowsReader } = await import('../../dashboard/src/api/first-rows.ts');
    // Rows have descending numbers, and the cursor is the last number of a page.
    let rows = Array.from({ length: 1_300 }, (_, i) => ({ id: 1_300 - i, status: 'training' }));
    let sent = 0;
    const read = firstRowsReader<{ id: number; status: string }>(async ({ limit, cursor }, headers) => {
      const rest = rows.filter(({ id }) => cursor === undefined || id < Number(cursor));
      const data = rest.slice(0, limit);
      const next_cursor = rest.length > limit ? String(data.at(-1)?.id) : null;
      const tag = JSON.stringify([data, next_cursor]);
      if (headers['if-none-match'] === tag) return { response: new Response(null, { status: 304 }) };
      sent += data.length;
      return { data: { data, next_cursor }, response: new Response('{}', { headers: { etag: tag } }) };
    });
    const shown = (count: number) => read(count, new AbortController().signal);
    expect((await shown(50)).data).toEqual(rows.slice(0, 50));
    expect(await shown(1_000)).toEqual({ data: rows.slice(0, 1_000), next_cursor: '301' });

    rows = [1_303, 1_302, 1_301].map((id) => ({ id, status: 'training' })).concat(rows);
    rows = rows.filter(({ id }) => id % 100 !== 0).map((row) => ({ ...row, status: 'ready' }));
    const newer = await shown(1_000);
    expect(newer.data).toEqual(rows.slice(0, 1_000));

    // Without a change nothing is sent and nothing is drawn anew.
    sent = 0;
    expect(await shown(1_000)).toBe(newer);
    expect(sent).toBe(0);
    expect(await shown(1_500)).toEqual({ data: rows, next_cursor: null });
  });

  test('a value that is set is not replaced by a read that began before, and is read again later', async () => {
    const { createResource } = await import('../../dashboard/src/api/resource.ts');
    const reads: ((name: string) => void)[] = [];
    const name = createResource(() => new Promise<string>((resolve) => reads.push(resolve)), {
      pollMs: (value) => (value === 'newer' ? null : 1),
    });
    const began = name.reload();
    name.set('new');
    reads[0]('old');
    await began;
    expect(name.state.value).toEqual({ status: 'ready', value: 'new' });
    await expect.poll(() => reads.length).toBe(2);
    reads[1]('newer');
    await expect.poll(() => name.state.value).toEqual({ status: 'ready', value: 'newer' });
  });

  test('the networks of the words are read again only while one of them trains', async () => {
    const { pollMsOf } = await import('../../dashboard/src/pages/memory/words-models.ts');
    const of = (status: string) =>
      ({ little: {}, fully: { gru: { status } } }) as Parameters<typeof pollMsOf>[0];
    expect(['training', 'ready', 'failed'].map((status) => pollMsOf(of(status)) === null)).toEqual([
      ...[false, true, true],
    ]);
    expect(pollMsOf({ little: {}, fully: {} })).toBe(null);
  });

  test('a change that runs is not sent twice, and its error is kept', async () => {
    const { createChange } = await import('../../dashboard/src/parts/change.ts');
    const change = createChange();
    const ends: ((error?: Error) => void)[] = [];
    const call = () =>
      new Promise<void>((resolve, reject) =>
        ends.push((error) => (error === undefined ? resolve() : reject(error))),
      );
    const first = change.run(call);
    expect(await change.run(call)).toBe(false);
    expect([ends.length, change.isBusy.value]).toEqual([1, true]);
    ends[0](new Error('refused'));
    expect(await first).toBe(false);
    expect([change.error.value?.message, change.isBusy.value]).toEqual(['refused', false]);
    const second = change.run(call);
    ends[1]();
    expect([await second, change.error.value]).toEqual([true, null]);
  });

  test('a call that starts work has the same key again until it succeeds or its request changes', async () => {
    const { createOnce } = await import('../../dashboard/src/api/once.ts');
    const once = createOnce();
    const keyOf = (request: unknown, isAnswered: boolean) => {
      let key = '';
      const call = async (headers: Record<string, string>) => {
        key = headers['idempotency-key'] ?? '';
        if (!isAnswered) throw new TypeError('The connection is cut.');
      };
      return once(request, call).then(
        () => key,
        () => key,
      );
    };
    const first = await keyOf({ horizon: 5 }, false);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(await keyOf({ horizon: 5 }, true)).toBe(first);
    const keys = [first, await keyOf({ horizon: 5 }, false), await keyOf({ horizon: 6 }, false)];
    expect(new Set(keys).size).toBe(3);
  });

  test('a call that was refused has another key when it is sent again, and one that may have begun has the same', async () => {
    const { createOnce } = await import('../../dashboard/src/api/once.ts');
    const { GatecastError, HttpError } = await import('../../clients/typescript/src/index.ts');
    const once = createOnce();
    const keyAt = async (error: Error) => {
      let key = '';
      const call = async (headers: Record<string, string>) => {
        key = headers['idempotency-key'] ?? '';
        throw error;
      };
      expect(await once({ horizon: 5 }, call).catch((thrown) => thrown)).toBe(error);
      return key;
    };
    const response = Response.json({});
    type Problem = InstanceType<typeof GatecastError>['problem'];
    const problem = (status: number) => new GatecastError({ status } as Problem, response);
    const proxied = new HttpError(new Response('', { status: 404 }));
    const kept = [...[401, 408, 409, 425, 429, 500, 503].map(problem), proxied];
    const first = await keyAt(kept[0]);
    for (const error of kept) expect(await keyAt(error)).toBe(first);
    const dropped = [];
    for (const status of [400, 404, 422]) dropped.push(await keyAt(problem(status)));
    expect(dropped[0]).toBe(first);
    expect(new Set([...dropped, await keyAt(kept[0])]).size).toBe(4);
  });

  test('another kind of data is sent without the options of the kind that was chosen before', async () => {
    const { queryOf, storeUpload } = await import('../../dashboard/src/api/uploads.ts');
    const { optionsInForce } = await import('../../dashboard/src/parts/tables/reading-options.ts');
    const chosen = {
      unit: 'word',
      date_order: 'dmy',
      aggregate: 'sum',
      symbol_column: 'activity',
      snap: 'PT1H',
    };
    expect(optionsInForce(chosen)).toEqual({ date_order: 'dmy', aggregate: 'sum', snap: 'PT1H' });
    // A warning has a button for each of two options, and the reader presses one after the other.
    expect(optionsInForce({ ...optionsInForce({ aggregate: 'sum' }), resample: 'P1M' })).toEqual({
      ...{ aggregate: 'sum', resample: 'P1M' },
    });
    expect(optionsInForce({ ...chosen, kind: 'symbols' })).toEqual({ kind: 'symbols', unit: 'word' });
    const events = optionsInForce({ ...chosen, kind: 'events' });
    expect(events).toEqual({ kind: 'events', symbol_column: 'activity' });
    expect(queryOf(events)).toEqual({ kind: 'symbols', symbol_column: 'activity' });

    // A text and an event log are told apart by the type of the body.
    for (const [options, type] of [
      [{ kind: 'symbols' }, 'text/plain'],
      [events, 'application/octet-stream'],
    ] as const) {
      const ending = new AbortController();
      const call = { callKey: 'key', signal: ending.signal };
      const storing = storeUpload(new File(['case,activity\na,b\n'], 'log.csv'), options, call);
      await expect.poll(() => answers.length).toBe(1);
      const { url, headers, signal } = sent.pop()!;
      expect(new URL(url).searchParams.get('kind')).toBe('symbols');
      expect(headers.get('content-type')).toBe(type);
      // The upload of a page that is gone ends.
      ending.abort();
      expect(signal.aborted).toBe(true);
      answers.shift()?.(Response.json({ id: 'ds_1' }));
      await storing;
    }
  });

  test('a slider moves the page on where the browser refuses more changes of the address', async () => {
    const { navigate, query, setQuery } = await import('../../dashboard/src/shell/router.ts');
    let refusal: 'throws' | 'ignores' | null = null;
    const written: string[] = [];
    const changed = (name: string) => (_: null, __: string, to: URL) => {
      if (refusal === 'throws') throw new Error('SecurityError');
      if (refusal === 'ignores') return;
      location.href = to.href;
      written.push(`${name} ${to.pathname}${to.search}`);
    };
    vi.stubGlobal('history', { pushState: changed('push'), replaceState: changed('replace') });
    vi.stubGlobal('scrollTo', () => {});
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const writtenLater = () => {
      vi.advanceTimersByTime(1_000);
      return written.splice(0);
    };
    for (const browser of ['throws', 'ignores'] as const) {
      refusal = browser;
      for (const step of ['1', '2', '3']) setQuery({ step });
      expect(query.value.get('step')).toBe('3');
      refusal = null;
      expect(writtenLater()).toEqual(['replace /app/forecast?step=3']);

      // Another page keeps its entry in the history, also if its query changes before the browser takes it.
      refusal = browser;
      navigate('/app/memory');
      setQuery({ word: 'TRIANGLE' });
      refusal = null;
      expect(writtenLater()).toEqual(['push /app/memory?word=TRIANGLE']);
      setQuery({ word: null });
      navigate('/app/forecast');
      expect(writtenLater()).toEqual(['replace /app/memory', 'push /app/forecast']);
    }
  });

  test('of the events of a job the newest are kept', async () => {
    const { createFollower, jobEventsMax } = await import('../../dashboard/src/api/followed-job.ts');
    const count = jobEventsMax + 100;
    const events = Array.from({ length: count }, (_, i) => `data: {"sequence":${i + 1}}\n\n`);
    const job = createFollower('job_1');
    const stop = job.start();
    const ended = { finished_at: '2026-11-30T12:00:00Z' };
    for (const answer of [Response.json(ended), new Response(events.join(''), eventStream)]) {
      await expect.poll(() => answers.length).toBe(1);
      answers.shift()?.(answer);
    }
    await expect.poll(() => job.events.value.at(-1)?.sequence).toBe(count);
    expect(job.events.value).toHaveLength(jobEventsMax);

    // The events are of the past, and after them the job is read again.
    expect(job.state.value).toStrictEqual({ status: 'ready', value: ended });
    await expect.poll(() => answers.length).toBe(1);
    answers.shift()?.(Response.json({ ...ended, status: 'succeeded' }));
    await expect.poll(() => job.state.value).toMatchObject({ value: { status: 'succeeded' } });

    // Another key follows afresh, also after the job has ended.
    const { useKey } = await import('../../dashboard/src/api/key.ts');
    useKey('first');
    useKey('of another tenant');
    expect([job.state.value, job.events.value]).toEqual([{ status: 'loading' }, []]);
    await expect.poll(() => sent.at(-1)?.headers.get('authorization')).toBe('Bearer of another tenant');
    stop();
    for (const list of [answers, sent]) list.length = 0;
  });

  test('an event of a job that runs is shown at once', async () => {
    const { createFollower } = await import('../../dashboard/src/api/followed-job.ts');
    const job = createFollower('job_2');
    const stop = job.start();
    const at = (elapsed_seconds: number) => {
      const progress = { elapsed_seconds };
      return { status: 'running', attempt: 1, progress };
    };
    const event = `data: ${JSON.stringify({ ...at(9), sequence: 1 })}\n\n`;
    for (const answer of [Response.json({ ...at(5), finished_at: null }), new Response(event, eventStream)]) {
      await expect.poll(() => answers.length).toBe(1);
      answers.shift()?.(answer);
    }
    await expect.poll(() => job.state.value).toMatchObject({ value: at(9) });
    stop();
    for (const list of [answers, sent]) list.length = 0;
  });

  test('an event that happened before the job was read leaves the job as it is', async () => {
    const { isNewer } = await import('../../dashboard/src/api/followed-job.ts');
    type Parts = [status: string, attempt: number, elapsed: number | null];
    const partsOf = ([status, attempt, elapsed]: Parts) => {
      const progress = elapsed === null ? null : { elapsed_seconds: elapsed };
      return { status, attempt, progress };
    };
    const isTaken = (event: Parts, job: Parts, finished_at: string | null = null) =>
      isNewer(partsOf(event) as JobEvent, { ...partsOf(job), finished_at } as Job);
    const running: Parts = ['running', 2, 40];
    const past: Parts[] = [
      ['queued', 0, null],
      ['running', 1, 60],
      ['failed', 1, 20],
      ['running', 2, null],
    ];
    for (const event of [...past, ['running', 2, 39] as Parts]) expect(isTaken(event, running)).toBe(false);
    const next: Parts[] = [
      ['running', 2, 41],
      ['succeeded', 2, 40],
      ['queued', 2, 40],
      ['running', 3, 40],
    ];
    for (const event of next) expect(isTaken(event, running), `${event}`).toBe(true);
    // A retried job waits with the number of the attempt that failed.
    for (const event of [...past, ['running', 2, 40], ['failed', 2, 40]] as Parts[])
      expect(isTaken(event, ['queued', 2, 40])).toBe(false);
    expect(isTaken(['running', 3, 40], ['queued', 2, 40])).toBe(true);
    for (const event of [...past, ...next])
      expect(isTaken(event, ['failed', 2, 40], '2026-11-30T12:00:00Z')).toBe(false);
  });

  test('a call asks for a key after a 401, also if a call with an earlier key is answered late', async () => {
    const { client } = await import('../../dashboard/src/api/client.ts');
    const { keyPrompt, useKey } = await import('../../dashboard/src/api/key.ts');
    const read = () => client.GET('/v1/jobs', {}).then(({ response }) => response.status);
    const answer = (status: number) => answers.shift()?.(Response.json({ data: [] }, { status }));
    const areSent = (count: number) => expect.poll(() => sent.length).toBe(count);
    useKey('first');
    const late = read();
    await areSent(1);
    useKey('second');
    answer(200);
    expect(await late).toBe(200);
    const asking = read();
    await areSent(2);
    answer(401);
    await expect.poll(() => keyPrompt.value).toBe('refused');
    useKey('third');
    await areSent(3);
    expect(sent[2].headers.get('authorization')).toBe('Bearer third');
    answer(200);
    expect(await asking).toBe(200);

    // A key that was accepted is revoked: the call that learns of it fails, and the next one asks.
    const revoked = read();
    await areSent(4);
    answer(401);
    expect(await revoked).toBe(401);
    const next = read();
    await areSent(5);
    answer(401);
    await expect.poll(() => keyPrompt.value).toBe('refused');
    useKey('fourth');
    await areSent(6);
    answer(200);
    expect(await next).toBe(200);
  });

  test('the end of a series beyond the listed ones is read, however long the series is', async () => {
    const { readSeriesTail, unlistedSeries } = await import('../../dashboard/src/parts/tails/series-tail.ts');
    const values = Array.from({ length: 10_000 }, (_, i) => i);
    const dataset = { start: 0, end: 9_999, point_count: 60_000, series_count: 600 } as Dataset;
    const series = unlistedSeries(dataset, 'long');
    const from = { dataset_id: 'ds_1', column: 'value' };
    const reading = readSeriesTail(from, series!, 1_000, new AbortController().signal);
    let tail: SeriesPoints | undefined;
    reading.then((found) => {
      tail = found;
    });
    let reads = 0;
    await expect
      .poll(() => {
        for (const answer of answers.splice(0)) {
          const query = new URL(sent.at(-1)!.url).searchParams;
          const rest = values.slice(Number(query.get('from') ?? 0));
          const times = rest.slice(0, Number(query.get('limit')));
          const next_cursor = times.length < rest.length ? 'next' : null;
          answer(Response.json({ times, values: times, covariates: {}, next_cursor }));
          reads += 1;
        }
        return tail?.times.at(-1);
      })
      .toBe(9_999);
    expect(tail?.times.length).toBeGreaterThanOrEqual(500);
    expect(reads).toBeLessThan(6);
  });

  test('a model that cannot be read hides no other one from a comparison, and a deleted one is no failure', async () => {
    const { readComparable } = await import('../../dashboard/src/pages/forecast/reading.ts');
    const model = { dataset_id: 'ds_1', status: 'ready', kind: 'numeric' };
    const models = ['same', 'other', 'gone', 'busy'].map((id) => ({ ...model, id })) as ModelSummary[];
    const dataset = { id: 'ds_1', target: 'y', covariates: ['x'] } as unknown as Dataset;
    const refused = (status: number, code: string) =>
      Response.json({ status, code, retryable: false }, { status });
    const compared = async (busy: Response) => {
      const found: Record<string, Response> = {
        ...{
          same: Response.json({ spec: { target: 'y' } }),
          other: Response.json({ spec: { target: 'x' } }),
        },
        ...{ gone: refused(404, 'not_found'), busy },
      };
      const offer = { models, datasets: [], isCut: false };
      const reading = readComparable(offer, { model: null, dataset }, new AbortController().signal);
      await expect.poll(() => answers.length).toBe(models.length);
      for (const { url } of sent.slice(-models.length)) answers.shift()?.(found[url.split('/').at(-1)!]!);
      const { models: offered, failure } = await reading;
      return { offered: offered.map(({ id }) => id), failure };
    };
    const { offered, failure } = await compared(refused(429, 'rate_limited'));
    expect([offered, failure?.message]).toEqual([['same'], expect.stringContaining('rate_limited')]);
    const read = Response.json({ spec: { target: 'y' } });
    expect(await compared(read)).toEqual({ offered: ['same', 'busy'], failure: null });
  });

  test('a file that was changed after it was chosen is not sent, and the service counts as present', async () => {
    const { append, previewUpload, storeUpload, UnreadableFile } = await import(
      '../../dashboard/src/api/uploads.ts'
    );
    const { isOnline } = await import('../../dashboard/src/api/connection.ts');
    const { failureOf } = await import('../../dashboard/src/api/failure.ts');
    const { textLines } = await import('../../dashboard/src/parts/tables/text-lines.ts');
    const before = sent.length;
    const folder = mkdtempSync(join(tmpdir(), 'gatecast-file-'));
    try {
      for (const name of ['sales.csv', 'sales.json']) {
        const path = join(folder, name);
        writeFileSync(path, 'date,sales\n');
        const file = Object.assign(await openAsBlob(path), { name }) as unknown as File;
        expect((await textLines(file))?.(1)).toBe('date,sales');
        writeFileSync(path, 'date,sales\n2024-01-01,5\n');
        const { signal } = new AbortController();
        for (const call of [
          previewUpload(file, {}, signal),
          storeUpload(file, {}, { callKey: 'key', signal }),
          append('ds_1', file, {}, { isDryRun: true }),
        ]) {
          const thrown = await call.catch((error: Error) => error);
          expect(thrown).toBeInstanceOf(UnreadableFile);
          expect(failureOf(thrown).status).toBe('error');
        }
        expect(await textLines(file)).toBe(null);
      }
      expect([sent.length, isOnline.value]).toEqual([before, true]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a key that the reader declines to give is asked for again only when the reader wants it', async () => {
    const { client } = await import('../../dashboard/src/api/client.ts');
    const { askForKey, declineKey, forgetKey, keyPrompt, useKey } = await import(
      '../../dashboard/src/api/key.ts'
    );
    const read = async () => {
      const reading = client.GET('/v1/jobs', {}).then(({ response }) => response.status);
      await expect.poll(() => answers.length).toBe(1);
      answers.shift()?.(Response.json({}, { status: 401 }));
      return { reading };
    };
    useKey('wrong');
    const first = await read();
    await expect.poll(() => keyPrompt.value).toBe('refused');
    declineKey();
    expect(await first.reading).toBe(401);
    // A page that polls reads again.
    expect(await (await read()).reading).toBe(401);
    expect(keyPrompt.value).toBe('closed');

    const asked = askForKey();
    expect(keyPrompt.value).toBe('refused');
    useKey('wrong');
    expect(await asked).toBe(true);
    // The service knows a key whose scopes do not allow a call.
    const other = askForKey(false);
    expect(keyPrompt.value).toBe('asked');
    useKey('wrong');
    expect(await other).toBe(true);
    for (const change of [() => {}, forgetKey]) {
      change();
      const reading = await read();
      await expect.poll(() => keyPrompt.value).not.toBe('closed');
      declineKey();
      expect(await reading.reading).toBe(401);
    }
    sent.length = 0;
  });

  test('the page of a proxy is an outage until the service answers', async () => {
    const { client } = await import('../../dashboard/src/api/client.ts');
    const { failureOf } = await import('../../dashboard/src/api/failure.ts');
    const { isOnline } = await import('../../dashboard/src/api/connection.ts');
    const { answered } = await import('../../clients/typescript/src/index.ts');
    const read = async (response: Response) => {
      const reading = answered(client.GET('/v1/jobs', {})).catch(failureOf);
      await expect.poll(() => answers.length).toBe(1);
      answers.shift()?.(response);
      return reading;
    };
    const page = new Response('<html></html>', { status: 502, headers: { 'content-type': 'text/html' } });
    expect(await read(page)).toEqual({ status: 'offline' });
    expect(isOnline.value).toBe(false);
    const problem = { code: 'database_unavailable', detail: 'away', retryable: true, status: 503 };
    expect(await read(Response.json(problem, { status: 503 }))).toMatchObject({ status: 'error' });
    expect(isOnline.value).toBe(true);
  });
});
