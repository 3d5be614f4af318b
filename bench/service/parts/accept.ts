import { join } from 'node:path';
import type { Dataset, Model } from '../../../src/contracts/schemas/index.ts';
import { figure } from '../figures.ts';
import { emptyQueue } from '../fill.ts';
import { untilIdle } from '../processes.ts';
import { dailySeries, writeTable } from '../series-files.ts';
import { inTurns, medianOver } from '../turns.ts';
import type { Part } from './part.ts';

const small = { series: 2, points: 100 };

/** Trainings that are accepted, while the worker trains those that were accepted before. The bare route inserts two
 *  rows of the same sizes while the worker does so too. */
export const accept: Part = {
  name: 'accept',
  figures: ['accept_trainings'],
  async measure(bench) {
    const { url, database, databaseUrl, pids } = await bench.stack();
    const api = await bench.api();
    const file = join(bench.folder, 'small.csv');
    await writeTable(file, dailySeries(small.series, small.points));
    const dataset = await api.upload<Dataset>('/v1/datasets', file);
    bench.defer(async () => {
      await emptyQueue(database);
      await untilIdle(pids.worker); // it looks at each cancelled job that was queued
    });

    const body = { dataset_id: dataset.id, horizon: 5, preset: 'fast', steps: 1 };
    const answer = await api.post<{ model: Model; job: object }>('/v1/models', body);
    const rows: [string, string] = [JSON.stringify(answer.model), JSON.stringify(answer.job)];
    const bare = await bench.bare({
      routes: [{ kind: 'two_rows', method: 'POST', path: '/models', status: 202, body, answer, rows }],
      databaseUrl,
    });
    const { rounds, loadSeconds: seconds, connections } = bench.sizes;
    const headers = { 'content-type': 'application/json' };
    const bodies = [JSON.stringify(body)];
    const post = (path: string) => () =>
      bench.load().ask({ method: 'POST', url: path, headers, bodies, connections, seconds, expects: 202 });
    const toService = post(`${url}/v1/models`);
    await toService(); // from now on, the worker has work
    const [limits, service] = await inTurns(rounds, post(`${bare.url}/models`), toService);
    const { rows: counted } = await database.query(
      "SELECT count(*)::int AS models FROM models WHERE dataset_id = $1 AND status IN ('training', 'ready')",
      [dataset.id],
    );
    return [
      figure(
        'accept_trainings',
        'ratio',
        medianOver(service, ({ perSecond }, i) => perSecond / limits[i].perSecond),
        { atLeast: 0.3 },
        {
          service_per_s: medianOver(service, ({ perSecond }) => perSecond),
          bare_per_s: medianOver(limits, ({ perSecond }) => perSecond),
          service_p50_ms: medianOver(service, ({ p50 }) => p50),
          accepted: counted[0].models,
        },
      ),
    ];
  },
};
