import { expect, test } from 'vitest';
import type { PictureTask, ServedModels, StoredSeries } from '../../src/contracts/ports/index.ts';
import type { ForecastSummary } from '../../src/contracts/schemas/index.ts';
import { AppError } from '../../src/errors.ts';
import { createPictureCalls } from '../../src/services/pictures.ts';
import { createPictureCache } from '../../src/services/served/picture-cache.ts';
import { inCall } from '../../src/sharing/index.ts';

const [png, svg] = [2, null].map((scale) => ({ scale }) as PictureTask);

/** A painter whose pictures are finished, or fail, by hand. */
function painter() {
  const drawings: PromiseWithResolvers<Uint8Array>[] = [];
  const draw = () => {
    const drawing = Promise.withResolvers<Uint8Array>();
    drawings.push(drawing);
    return drawing.promise;
  };
  return { drawings, drawn: createPictureCache({ draw }) };
}

test('calls for one picture at once, and those after them, have it drawn once', async () => {
  const { drawings, drawn } = painter();
  const calls = Promise.all([drawn(png, 'one'), drawn(png, 'one'), drawn(png, 'other')]);
  const [one, other] = [Uint8Array.of(1), Uint8Array.of(2)];
  expect(drawings).toHaveLength(2);
  drawings[0].resolve(one);
  drawings[1].resolve(other);
  expect(await calls).toEqual([one, one, other]);
  expect(await drawn(png, 'one')).toBe(one);
  expect(drawings).toHaveLength(2);
});

test('if the caller for whom it is drawn hangs up, it is drawn for one of those who wait; other errors are theirs too', async () => {
  const { drawings, drawn } = painter();
  const [gone, second, third] = ['one', 'one', 'one'].map((tag) => drawn(png, tag));
  const hungUp = expect(gone).rejects.toMatchObject({ code: 'call_abandoned' });
  drawings[0].reject(new AppError('call_abandoned'));
  await hungUp;
  await expect.poll(() => drawings.length).toBe(2);
  const failed = [second, third].map((call) => expect(call).rejects.toMatchObject({ code: 'overloaded' }));
  drawings[1].reject(new AppError('overloaded'));
  await Promise.all(failed);
  void drawn(png, 'one');
  expect(drawings).toHaveLength(3);
});

test('a call with a key does not wait for a drawing that a token began; calls by token wait for both', async () => {
  const { drawings, drawn } = painter();
  const call = (isByToken: boolean) =>
    inCall({ tenant: 'acme', signal: null, isByToken }, () => drawn(png, 'one'));
  const viewers = [call(true), call(true)].map((viewer) =>
    expect(viewer).rejects.toMatchObject({ code: 'computation_too_slow' }),
  );
  const owners = Promise.all([call(false), call(false), call(true)]);
  expect(drawings).toHaveLength(2);
  drawings[0].reject(new AppError('computation_too_slow'));
  await Promise.all(viewers);
  const late = call(true); // the end of the first drawing leaves the second one in place
  expect(drawings).toHaveLength(2);
  const one = Uint8Array.of(1);
  drawings[1].resolve(one);
  expect([...(await owners), await late]).toEqual([one, one, one, one]);
});

test('an SVG, which takes a millisecond, is drawn for each call', async () => {
  const { drawings, drawn } = painter();
  void drawn(svg, 'one');
  void drawn(svg, 'one');
  expect(drawings).toHaveLength(2);
});

test('no more bytes are kept than the bound', async () => {
  const { drawings, drawn } = painter();
  const large = new Uint8Array(1024 * 1024);
  for (let i = 0; i < 9; i++) {
    const call = drawn(png, `picture ${i}`);
    drawings[i].resolve(large);
    await call;
  }
  expect(await drawn(png, 'picture 8')).toBe(large);
  void drawn(png, 'picture 0');
  expect(drawings).toHaveLength(10);
});

test('calls for series of the same forecast hold its bytes once while they wait for a thread', async () => {
  let reads = 0;
  const waiting: ((answer: StoredSeries) => void)[] = [];
  const head = { id: 'f', request: {} } as unknown as ForecastSummary;
  const { latest } = createPictureCalls({
    store: {
      datasets: { read: async () => [] },
      forecasts: {
        newest: async () => [head],
        packed: async () => Uint8Array.of(++reads),
      },
    },
    served: {
      use: (_tenant: string, id: string, work: (given: object) => unknown) =>
        work({ model: { id, spec: {} } }),
    } as unknown as ServedModels,
    painter: {
      draw: async () => new Uint8Array(),
      seriesIn: () => new Promise((resolve) => void waiting.push(resolve)),
    },
  });
  const ask = async (series: string) => {
    const query = { series, history: 0, namesOthers: false };
    await expect(latest('acme', 'm', query)).rejects.toMatchObject({ code: 'series_not_found' });
  };
  const calls = ['one', 'two', 'three'].map(ask);
  await expect.poll(() => waiting.length).toBe(3);
  expect(reads).toBe(1);
  for (const answer of waiting) answer({ found: null, ids: ['four'] });
  await Promise.all(calls);
  const later = ask('four');
  await expect.poll(() => waiting.length).toBe(4);
  expect(reads).toBe(2);
  waiting[3]({ found: null, ids: [] });
  await later;
});
