import type { Bench } from '../bench.ts';
import { type Figure, figure, WrongAnswer } from '../figures.ts';
import { fillTable } from '../fill.ts';
import type { Stack } from '../stack.ts';
import { inTurns, medianOver } from '../turns.ts';
import { type Cost, growthFigure } from './growth.ts';
import type { Part } from './part.ts';

const pageRows = 20;
const growthMax = 0.1;
const tables = ['models', 'jobs', 'datasets'] as const;
type ListName = (typeof tables)[number];

/** The first page of each list over many rows, and how its latency grows with them. */
export const lists: Part = {
  name: 'lists',
  figures: ['lists', ...tables.map((table) => `lists_${table}`), 'growth.jobs_list', 'growth.datasets_list'],
  async measure(bench) {
    const stack = await bench.stack();
    const { model, datasetId } = await bench.panelModel();
    const samples = {
      models: { id: model.id },
      jobs: { id: model.job_id as string },
      datasets: { id: datasetId },
    };
    const fill = (table: ListName, count: number) => fillTable(stack.database, table, count, samples[table]);
    const { listRows, growth } = bench.sizes;

    const datasets = await grown(bench, 'datasets', growth.datasets, fill);
    await fill('datasets', listRows);
    await fill('models', listRows);
    const jobs = growth.jobs.filter((count) => count < listRows);
    const costs = await grown(bench, 'jobs', jobs, fill);
    await fill('jobs', listRows);
    const figures: Figure[] = [];
    for (const table of tables) figures.push(await listFigure(bench, stack, table));
    const more = growth.jobs.filter((count) => count >= listRows);
    costs.push(...(await grown(bench, 'jobs', more, fill)));

    const worst = figures.toSorted((a, b) => (a.value as number) - (b.value as number))[0];
    return [
      { ...worst, name: 'lists', raw: { worst_of: worst.name } },
      ...figures.map((one): Figure => ({ ...one, goal: null })),
      growthFigure('growth.jobs_list', costs, growthMax),
      growthFigure('growth.datasets_list', datasets, growthMax),
    ];
  },
};

/** Latency of the list at each size. */
async function grown(
  bench: Bench,
  table: ListName,
  sizes: readonly number[],
  fill: (table: ListName, count: number) => Promise<void>,
): Promise<Cost[]> {
  const { url } = await bench.stack();
  const costs: Cost[] = [];
  for (const size of sizes) {
    await fill(table, size);
    const { p50 } = await bench.load().ask({
      url: `${url}/v1/${table}?limit=${pageRows}`,
      connections: 1,
      seconds: bench.sizes.loadSeconds,
      expects: 200,
    });
    costs.push({ size, cost: p50 });
  }
  return costs;
}

async function listFigure(bench: Bench, { url }: Stack, table: ListName): Promise<Figure> {
  const path = `/v1/${table}?limit=${pageRows}`;
  const answer = await (await bench.api()).get<{ items?: unknown[] }>(path);
  const items = Object.values(answer).find((value) => Array.isArray(value)) as unknown[];
  if (items.length !== pageRows) throw new WrongAnswer(`${path} has ${items.length} rows`);
  const bare = await bench.bare({
    routes: [{ kind: 'answer', method: 'GET', path: '/list', status: 200, answer }],
  });
  const { rounds, loadSeconds: seconds, connections } = bench.sizes;
  const get = (one: string) => () => bench.load().ask({ url: one, connections, seconds, expects: 200 });
  const [limits, service] = await inTurns(rounds, get(`${bare.url}/list`), get(`${url}${path}`));
  return figure(
    `lists_${table}`,
    'ratio',
    medianOver(service, ({ perSecond }, i) => perSecond / limits[i].perSecond),
    { atLeast: 0.3 },
    {
      service_per_s: medianOver(service, ({ perSecond }) => perSecond),
      bare_per_s: medianOver(limits, ({ perSecond }) => perSecond),
      service_p50_ms: medianOver(service, ({ p50 }) => p50),
      answer_bytes: Buffer.byteLength(JSON.stringify(answer)),
    },
  );
}
