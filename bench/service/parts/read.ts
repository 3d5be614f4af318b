import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Dataset } from '../../../src/contracts/schemas/index.ts';
import { apiOf } from '../api.ts';
import { figure } from '../figures.ts';
import { bytesPerPrice, writePrices } from '../series-files.ts';
import { inTurns, medianOver } from '../turns.ts';
import type { Part } from './part.ts';
import { checkStored } from './upload.ts';

/** One long series out as CSV, against the same bytes from a file. */
export const read: Part = {
  name: 'read',
  figures: ['read_series'],
  async measure(bench) {
    const api = await bench.api();
    const long = await writePrices(join(bench.folder, 'long.csv'), 1, bench.sizes.readPoints * bytesPerPrice);
    const dataset = await api.upload<Dataset>('/v1/datasets', long.file);
    await checkStored(api, dataset, long);
    const path = `/v1/datasets/${dataset.id}/export`;
    const file = join(bench.folder, 'export.csv');
    await pipeline(await api.stream(path), createWriteStream(file));
    const bare = await bench.bare({
      routes: [{ kind: 'bytes', method: 'GET', path: '/bytes', status: 200, file }],
    });
    const bareApi = apiOf(bare.url);
    const [limits, service] = await inTurns(
      bench.sizes.rounds,
      () => bareApi.drained('/bytes'),
      () => api.drained(path),
    );
    const mbPerSecond = ({ bytes, ms }: { bytes: number; ms: number }) => bytes / 1e3 / ms;
    return [
      figure(
        'read_series',
        'ratio',
        medianOver(service, (one, i) => mbPerSecond(one) / mbPerSecond(limits[i])),
        { atLeast: 0.3 },
        {
          service_mb_per_s: medianOver(service, mbPerSecond),
          bare_mb_per_s: medianOver(limits, mbPerSecond),
          mb: service[0].bytes / 1e6,
          points: long.points,
        },
      ),
    ];
  },
};
