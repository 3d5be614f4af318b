/** Names of the greatest length that the service takes. */
import { limits } from '../../../src/contracts/values/index.ts';
import { createApiClient } from '../../support/api-client.ts';
import { months } from './series.ts';

/** Texts that wrap in different ways. */
export const longTexts = {
  letters: 'Wm',
  words: 'monthly sales of the shop ',
  rightToLeft: 'مبيعات',
  characters: '漢字매출',
  emoji: '📈',
} as const;
export type LongText = keyof typeof longTexts;

/** A text of the kind with the number in front. It is as long as a name may be, or `length`. */
export function longName(kind: LongText, number: number, length: number = limits.nameLengthMax): string {
  const unit = longTexts[kind];
  return `${number}${unit.repeat(Math.ceil(length / unit.length))}`
    .slice(0, length)
    .trim()
    .replace(/[\uD800-\uDBFF]$/, '');
}

const trained = { preset: 'fast', steps: 5, hidden_size: 4 };
const [monthsOfSeries, jobMsMax] = [72, 600_000]; // the last of the jobs waits for all others
const [aliasLength, tagLength] = [63, 64];

/** Stores a dataset and trains a model on it, all with names of the greatest length. */
export async function fillLongNames(url: string, kind: LongText) {
  const query = new URLSearchParams({
    ...{ name: longName(kind, 1), target: longName(kind, 3), id_column: 'shop' },
  });
  const { id } = await send(url, 'POST', `/v1/datasets?${query}`, longNamedCsv(kind));
  const dataset: string = id;
  return {
    dataset,
    ...(await trainLongNamed(url, kind, 1, { dataset_id: dataset, horizon: 3, members: 1 })),
  };
}

/** Beside the dataset and its model of letters: another model, a model of symbols, tests of the models, and all else
 *  that can be named. */
export async function fillMoreLongNames(url: string, { dataset, model }: { dataset: string; model: string }) {
  const name = (number: number, length?: number) => longName('letters', number, length);
  const { id } = await send(url, 'POST', '/v1/datasets', {
    ...{ kind: 'symbols', name: name(2) },
    sequences: [1, 2, 3, 4].map((s) => ({
      id: name(s),
      symbols: Array.from({ length: 40 }, (_, i) => name(1 + ((i * s) % 3), limits.symbolLengthMax)),
    })),
  });
  const symbols: string = id;
  const same = { dataset_id: dataset, horizon: 3, members: 1 };
  const [other, words] = await Promise.all([
    trainLongNamed(url, 'letters', 2, same),
    trainLongNamed(url, 'letters', 3, { dataset_id: symbols }),
  ]);
  const plan = { windows: 38, step: 1, horizon: 3, refit: false };
  const tested = [model, other.model].map(async (model_id) =>
    ended(url, (await send(url, 'POST', '/v1/backtests', { model_id, ...plan })).job.id),
  );
  await Promise.all(tested);
  await send(url, 'PUT', `/v1/aliases/${'a'.repeat(aliasLength)}`, { model_id: model });
  await send(url, 'POST', '/v1/keys', { name: name(1), scopes: ['read'] });
  const schedule = { name: name(1), kind: 'retrain', model_id: model, every: 'P1D' };
  await send(url, 'POST', '/v1/schedules', schedule);
  await send(url, 'POST', '/v1/webhooks', {
    url: 'https://example.org/'.padEnd(limits.webhookUrlLengthMax, 'hook'),
    ...{ description: name(1), enabled: false },
  });
  await send(url, 'POST', `/v1/models/${model}/embeds`, { name: name(1), series: name(1) });
  return { symbols, other: other.model, words: words.model };
}

async function trainLongNamed(url: string, kind: LongText, number: number, body: object) {
  const tags = [1, 2, 3].map((i) => longName(kind, i, tagLength));
  const name = longName(kind, number);
  const { model, job } = await createApiClient({ url }).train({ ...trained, name, tags, ...body });
  await ended(url, job.id);
  return { model: model.id, job: job.id };
}

function ended(url: string, job: string) {
  return createApiClient({ url }).pollJob(job, ({ finished_at }) => finished_at !== null, jobMsMax);
}

async function send(url: string, method: string, path: string, body: string | object) {
  const isText = typeof body === 'string';
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': isText ? 'text/csv' : 'application/json' },
    body: isText ? body : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path.slice(0, 40)}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Two series with a covariate and an attribute. */
export function longNamedCsv(kind: LongText): string {
  const rows = [['shop', 'month', longName(kind, 3), longName(kind, 4)].join()];
  for (const shop of [1, 2])
    for (const [t, value] of months(monthsOfSeries, shop).entries()) {
      const month = new Date(Date.UTC(2018, t, 1)).toISOString().slice(0, 7);
      rows.push([longName(kind, shop), month, value, (t * shop) % 7].join());
    }
  return `${rows.join('\n')}\n`;
}
