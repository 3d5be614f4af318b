import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type pg from 'pg';
import type { Dataset } from '../../../src/contracts/schemas/index.ts';
import type { Api } from '../api.ts';
import { figure, WrongAnswer } from '../figures.ts';
import { startOwnProcess } from '../own-process.ts';
import { memoryMiB, resetPeak } from '../processes.ts';
import type { PriceFile } from '../series-files.ts';
import { inTurns, medianOver } from '../turns.ts';
import type { Part } from './part.ts';

/** A large table from socket to commit: its speed, the memory of the API, and the bytes that PostgreSQL keeps. */
export const upload: Part = {
  name: 'upload',
  figures: ['upload', 'upload_memory', 'stored_bytes_per_point'],
  async measure(bench) {
    const { database, pids } = await bench.stack();
    const api = await bench.api();
    const prices = await bench.prices();
    const parser = startOwnProcess<string, { records: number; ms: number }>(
      new URL('../limits/csv-process.ts', import.meta.url),
    );
    bench.defer(() => parser.stop());

    const send = async () => {
      resetPeak(pids.api);
      const before = { memory: memoryMiB(pids.api, 'VmRSS'), bytes: await databaseBytes(database) };
      const started = performance.now();
      const dataset = await api.upload<Dataset>('/v1/datasets', prices.file);
      const ms = performance.now() - started;
      const growth = memoryMiB(pids.api, 'VmHWM') - before.memory;
      const stored = (await databaseBytes(database)) - before.bytes;
      return { dataset, ms, growth, stored };
    };
    const [alone, service] = await inTurns(bench.sizes.uploads, () => parser.ask(prices.file), send);
    await checkStored(api, service[0].dataset, prices);
    const mbPerSecond = (ms: number) => prices.bytes / 1e3 / ms;
    return [
      figure(
        'upload',
        'ratio',
        medianOver(service, ({ ms }, i) => alone[i].ms / ms),
        { atLeast: 0.5 },
        {
          service_mb_per_s: medianOver(service, ({ ms }) => mbPerSecond(ms)),
          parser_mb_per_s: medianOver(alone, ({ ms }) => mbPerSecond(ms)),
          mb: prices.bytes / 1e6,
          points: prices.points,
          series: prices.series,
          service_s: medianOver(service, ({ ms }) => ms / 1_000),
        },
      ),
      figure('upload_memory', 'MiB', Math.max(...service.map(({ growth }) => growth)), { atMost: 150 }),
      figure(
        'stored_bytes_per_point',
        'bytes',
        medianOver(service, ({ stored }) => stored / prices.points),
        { atMost: 6 },
      ),
    ];
  },
};

async function databaseBytes(database: pg.Pool): Promise<number> {
  const { rows } = await database.query('SELECT pg_database_size(current_database())::float8 AS bytes');
  return rows[0].bytes;
}

/** Compares every stored point with the file. @throws WrongAnswer */
export async function checkStored(
  api: Api,
  { id, point_count }: Dataset,
  { file, points }: Pick<PriceFile, 'file' | 'points'>,
): Promise<void> {
  if (point_count !== points) throw new WrongAnswer(`${point_count} points are stored instead of ${points}`);
  const stored = (await api.stream(`/v1/datasets/${id}/export`)).setEncoding('utf8');
  const storedLines = createInterface({ input: stored })[Symbol.asyncIterator]();
  let line = 0;
  for await (const sent of createInterface({ input: createReadStream(file) })) {
    const { value = '' } = await storedLines.next();
    line++;
    if (line > 1 && !samePoint(sent, value))
      throw new WrongAnswer(`line ${line} of the file is ${sent}; stored is ${value}`);
  }
}

function samePoint(sent: string, stored: string): boolean {
  const [[id, time, price], [storedId, storedTime, storedPrice]] = [sent, stored].map((one) =>
    one.split(','),
  );
  const sameTime = time === storedTime || Date.parse(time) === Date.parse(storedTime);
  return id === storedId && sameTime && Number(price) === Number(storedPrice);
}
