/** Data that the service holds while it is pictured: the S&P 500 by day with a trained model, and
 *  the sales of many shops. */
import { readFileSync } from 'node:fs';
import type { Dashboard } from '../../test/dashboard/support/index.ts';
import { type Trained, trainModels } from './trained.ts';

const sample = 'node_modules/vega-datasets/data/sp500-2000.csv';
const shops = ['Seoul', 'Busan', 'Berlin', 'Paris', 'Madrid', 'Lagos', 'Lima', 'Quito', 'Osaka', 'Delhi'];
const months = 96;
const pollMs = 500;

/** Ids of what was made. */
export interface Pictured {
  dataset: string;
  panel: string;
  model: string;
  job: string;
  trained: Trained;
}

export async function fill({ url }: Dashboard): Promise<Pictured> {
  const dataset = await upload(url, 'S&P 500', readFileSync(sample, 'utf8'));
  const panel = await upload(url, 'Sales by shop', salesCsv());
  const { model, job } = await post(url, '/v1/models', {
    dataset_id: dataset,
    horizon: 21,
    preset: 'fast',
    name: 'S&P 500, three weeks ahead',
  });
  await ended(url, job.id);
  const trained = await trainModels(url);
  await post(url, '/v1/keys', {
    name: 'nightly import',
    scopes: ['read', 'write'],
    expires_at: '2030-01-01T00:00:00Z',
  });
  await post(url, '/v1/keys', { name: 'wall display', scopes: ['read'] });
  const next = await post(url, '/v1/models', {
    dataset_id: panel,
    horizon: 12,
    preset: 'balanced',
    name: 'Shops',
  });
  const last = await post(url, '/v1/models', {
    dataset_id: panel,
    horizon: 6,
    preset: 'fast',
    name: 'Shops, short',
  });
  await post(url, `/v1/jobs/${last.job.id}/cancel`, {});
  await progressed(url, next.job.id);
  return { dataset, panel, model: model.id, job: next.job.id, trained };
}

async function upload(url: string, name: string, csv: string): Promise<string> {
  const headers = { 'content-type': 'text/csv' };
  const address = `${url}/v1/datasets?name=${encodeURIComponent(name)}`;
  return (await answered(await fetch(address, { method: 'POST', headers, body: csv }))).id;
}

async function post(url: string, path: string, body: object) {
  const headers = { 'content-type': 'application/json' };
  return answered(await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function answered(response: Response) {
  const body = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(body));
  return body;
}

async function ended(url: string, job: string): Promise<void> {
  await until(url, job, ({ finished_at }) => finished_at !== null);
}

async function progressed(url: string, job: string): Promise<void> {
  await until(
    url,
    job,
    ({ finished_at, progress }) => finished_at !== null || (progress?.fraction ?? 0) > 0.02,
  );
}

type Job = { finished_at: string | null; progress: { fraction: number } | null };

async function until(url: string, job: string, enough: (job: Job) => boolean): Promise<void> {
  while (!enough(await answered(await fetch(`${url}/v1/jobs/${job}`))))
    await new Promise((resolve) => setTimeout(resolve, pollMs));
}

/** Monthly sales with growth, a season, and a gap in one of the shops. */
function salesCsv(): string {
  const rows = ['shop,month,sales'];
  for (const [s, shop] of shops.entries())
    for (let t = 0; t < months; t++) {
      if (s === 2 && t > 50 && t < 55) continue;
      const season = 1 + 0.25 * Math.sin((2 * Math.PI * (t + s)) / 12);
      const noise = 1 + 0.06 * Math.sin(12.9 * t + 78.2 * s) * Math.cos(4.1 * t * s + t);
      const month = new Date(Date.UTC(2018, t, 1)).toISOString().slice(0, 7);
      rows.push(`${shop},${month},${((80 + 15 * s) * 1.004 ** t * season * noise).toFixed(1)}`);
    }
  return `${rows.join('\n')}\n`;
}
