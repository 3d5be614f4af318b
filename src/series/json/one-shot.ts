/** The series of a call that forecasts without a stored dataset. */
import type { OneShotCall } from '../../contracts/ports/index.ts';
import type { DatasetIn, OneShotIn, SeriesIn } from '../../contracts/schemas/index.ts';
import { refuse } from '../../errors.ts';
import { readJson } from './json.ts';

/** @throws AppError as `readJson` */
export function readOneShot(body: OneShotIn): OneShotCall {
  const { series: _, records: __, ...options } = body;
  if (body.dataset_id !== undefined) return { options, inline: null, data: null };
  const dataset = datasetOf(body);
  if (body.model !== undefined) return { options, inline: dataset.series, data: null };
  return { options, inline: null, data: readJson(dataset, { allowsEmpty: body.method !== 'train' }) };
}

/** The series of a JSON body, in the form of an upload. @throws AppError request_invalid */
function datasetOf(body: OneShotIn): DatasetIn {
  const series = body.series === undefined ? seriesOfRecords(body.records!) : body.series.map(seriesOf);
  const { name = 'one-shot', time_zone } = body;
  return { name, time_zone, frequency: frequencyOf(body), series };
}

function seriesOf(series: NonNullable<OneShotIn['series']>[number], i: number): SeriesIn {
  const { timestamps, freq: _, ...rest } = series;
  if (timestamps === undefined) return rest;
  if (rest.times === undefined) return { ...rest, times: timestamps };
  const message = 'timestamps and times are both there';
  refuse(
    'request_invalid',
    { path: `/series/${i}/timestamps`, message, accepted: 'one of them' },
    `/series/${i}: ${message}; accepted is one of them.`,
  );
}

function seriesOfRecords(records: NonNullable<OneShotIn['records']>): SeriesIn[] {
  const byId = Map.groupBy(records, ({ unique_id }) => unique_id ?? 'series_0');
  return [...byId].map(([id, rows]) => ({
    id: String(id),
    times: rows.map(({ ds }) => ds),
    values: rows.map(({ y }) => y),
  }));
}

/** The step between observations that the call states. @throws AppError request_invalid where two statements differ */
function frequencyOf({ frequency, series = [] }: OneShotIn): string {
  const steps = series.flatMap(({ freq }) => (freq === undefined ? [] : [isoStep(freq)]));
  if (frequency !== 'auto') steps.push(isoStep(frequency));
  const distinct = [...new Set(steps)];
  if (distinct.length <= 1) return distinct[0] ?? 'auto';
  const message = `the series have the steps ${distinct.slice(0, 5).join(', ')}`;
  const accepted = 'one step in a call';
  refuse('request_invalid', { path: '/series', message, accepted }, `${message}; accepted is ${accepted}.`);
}

/** ISO 8601 durations of the frequency letters of pandas. A count may precede a letter, and an anchor may follow it. */
const letterSteps: Record<string, (count: string) => string> = {
  d: (n) => `P${n}D`,
  b: (n) => `P${n}D`,
  w: (n) => `P${n}W`,
  m: (n) => `P${n}M`,
  ms: (n) => `P${n}M`,
  me: (n) => `P${n}M`,
  q: (n) => `P${3 * Number(n)}M`,
  qs: (n) => `P${3 * Number(n)}M`,
  qe: (n) => `P${3 * Number(n)}M`,
  y: (n) => `P${n}Y`,
  a: (n) => `P${n}Y`,
  ys: (n) => `P${n}Y`,
  ye: (n) => `P${n}Y`,
  h: (n) => `PT${n}H`,
  t: (n) => `PT${n}M`,
  min: (n) => `PT${n}M`,
  s: (n) => `PT${n}S`,
};

/** The ISO 8601 duration of a frequency. Other texts are returned unchanged, and refused later if they are no duration. */
function isoStep(text: string): string {
  const [, count = '', letters = ''] = /^(\d*)([A-Za-z]{1,3})(?:-[A-Z]{3})?$/.exec(text.trim()) ?? [];
  const write = letterSteps[letters.toLowerCase()];
  return write === undefined ? text : write(count === '' ? '1' : count);
}
