/** The series of a call that forecasts without a stored dataset. */
import type { OneShotCall } from '../../contracts/ports/index.ts';
import type { DatasetIn, OneShotIn, SeriesIn } from '../../contracts/schemas/index.ts';
import { refuse } from '../../errors.ts';
import { readJson } from './json.ts';
import { readFrequency, type StatedFrequency } from './pandas-frequency.ts';
import { withPlacesOf } from './places.ts';

/** @throws AppError as `readJson` */
export function readOneShot(body: OneShotIn): OneShotCall {
  const { series: _, records: __, ...options } = body;
  if (body.dataset_id !== undefined) return { options, inline: null, data: null, stated: null };
  const stated = statedFrequency(body);
  const { frequency, closedWeekdays } = stated;
  const dataset = datasetOf(body, frequency);
  if (body.model !== undefined)
    return { options, inline: dataset.series, data: null, stated: { ...stated, timeZone: body.time_zone } };
  const allowsEmpty = body.method !== 'train';
  const data = withPlacesOf(body, () => readJson(dataset, { allowsEmpty, closedWeekdays }));
  return { options, inline: null, data, stated: null };
}

/** The series of a JSON body, in the form of an upload. @throws AppError request_invalid */
function datasetOf(body: OneShotIn, frequency: string): DatasetIn {
  const series = body.series === undefined ? seriesOfRecords(body.records!) : body.series.map(seriesOf);
  const { name = 'one-shot', time_zone } = body;
  return { name, time_zone, frequency, series };
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
function statedFrequency({ frequency, series = [] }: OneShotIn): StatedFrequency & { path: string } {
  const read = (text: string, path: string) => ({ ...readFrequency(text, path), path });
  const given = series.flatMap(({ freq }, i) =>
    freq === undefined ? [] : [read(freq, `/series/${i}/freq`)],
  );
  if (frequency !== 'auto') given.push(read(frequency, '/frequency'));
  const distinct = new Map(given.map((stated) => [nameOf(stated), stated]));
  if (distinct.size <= 1) return given[0] ?? { frequency, path: '/frequency' };
  const message = `the series have the steps ${[...distinct.keys()].slice(0, 5).join(', ')}`;
  const accepted = 'one step in a call';
  refuse('request_invalid', { path: '/series', message, accepted }, `${message}; accepted is ${accepted}.`);
}

function nameOf({ frequency, closedWeekdays }: StatedFrequency): string {
  return closedWeekdays === undefined ? frequency : 'B';
}
