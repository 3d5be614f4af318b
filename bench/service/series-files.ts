/** Made-up series, as files to upload and as arrays to compare with. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { SeriesData } from '../../src/contracts/schemas/index.ts';
import { createRng } from '../../src/engine/index.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const firstDay = Date.UTC(2015, 0, 1);
const week = 7;

/** Daily series with a level of their own, a weekly season and noise, to two decimals. */
export function dailySeries(count: number, points: number): SeriesData[] {
  const rng = createRng(1);
  return Array.from({ length: count }, (_, n) => {
    const level = 100 * Math.exp(0.5 * rng.normal());
    const season = Array.from({ length: week }, () => 0.1 * rng.normal());
    return {
      id: `s${n}`,
      times: Float64Array.from({ length: points }, (_, t) => firstDay + t * dayMs),
      values: Float64Array.from({ length: points }, (_, t) =>
        cents(level * (1 + season[t % week] + 0.05 * rng.normal())),
      ),
      covariates: {},
      static: {},
    };
  });
}

/** A table in the long layout. */
export async function writeTable(file: string, series: readonly SeriesData[]): Promise<void> {
  const lines = function* () {
    for (const { id, times, values } of series)
      for (const [t, time] of times.entries())
        yield `${id},${new Date(time).toISOString().slice(0, 10)},${values[t]}\n`;
  };
  await writeLines(file, 'unique_id,ds,y\n', lines());
}

/** One price of a minute table. */
interface Price {
  series: number;
  minute: number;
  price: number;
}

/** Prices in minutes: random walks in cents, series after series. */
function* walks(series: number, minutes: number): Generator<Price> {
  const rng = createRng(2);
  for (let s = 0; s < series; s++) {
    let price = 5_000 + Math.floor(20_000 * rng.uniform());
    for (let minute = 0; minute < minutes; minute++) {
      price = Math.max(100, price + Math.round(5 * rng.normal()));
      yield { series: s, minute, price: price / 100 };
    }
  }
}

export interface PriceFile {
  file: string;
  bytes: number;
  points: number;
  series: number;
  minutes: number;
}

/** Bytes of a line of the table of prices, about. */
export const bytesPerPrice = 34;

/** Writes a table of about so many bytes. */
export async function writePrices(file: string, series: number, bytesAbout: number): Promise<PriceFile> {
  const minutes = Math.max(20, Math.round(bytesAbout / bytesPerPrice / series));
  const lines = function* () {
    for (const { series: s, minute, price } of walks(series, minutes))
      yield `item-${s},${timeOf(minute)},${price.toFixed(2)}\n`;
  };
  const bytes = await writeLines(file, 'unique_id,ds,y\n', lines());
  return { file, bytes, points: series * minutes, series, minutes };
}

export function timeOf(minute: number): string {
  return `${new Date(firstDay + minute * minuteMs).toISOString().slice(0, 19)}Z`;
}

function cents(value: number): number {
  return Math.round(100 * value) / 100;
}

/** @returns number of bytes */
export async function writeLines(file: string, head: string, lines: Iterable<string>): Promise<number> {
  const stream = createWriteStream(file);
  let [text, bytes] = [head, 0];
  const flush = async () => {
    bytes += Buffer.byteLength(text);
    if (!stream.write(text)) await once(stream, 'drain');
    text = '';
  };
  for (const line of lines) {
    text += line;
    if (text.length >= 1 << 18) await flush();
  }
  await flush();
  stream.end();
  await once(stream, 'finish');
  return bytes;
}
