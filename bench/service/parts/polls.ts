import type { Job } from '../../../src/contracts/schemas/index.ts';
import { figure } from '../figures.ts';
import { inTurns, medianOver } from '../turns.ts';
import type { Part } from './part.ts';

/** Many clients that ask whether a job has changed, with the tag of its last answer. */
export const polls: Part = {
  name: 'polls',
  figures: ['status_polls'],
  async measure(bench) {
    const { url } = await bench.stack();
    const { model } = await bench.panelModel();
    const path = `/v1/jobs/${model.job_id}`;
    const answer = await fetch(`${url}${path}`);
    const job = (await answer.json()) as Job;
    if (job.status !== 'succeeded') throw new Error(`the job is ${job.status}`);
    const headers = { 'if-none-match': answer.headers.get('etag') ?? '' };
    const bare = await bench.bare({
      routes: [{ kind: 'not_modified', method: 'GET', path: '/jobs/:id', status: 304 }],
    });
    const { pollers, loadSeconds, rounds } = bench.sizes;
    const poll = (one: string) => () =>
      bench.load().ask({ url: one, headers, connections: pollers, seconds: loadSeconds, expects: 304 });
    const [limits, service] = await inTurns(
      rounds,
      poll(`${bare.url}/jobs/${job.id}`),
      poll(`${url}${path}`),
    );
    return [
      figure(
        'status_polls',
        'ratio',
        medianOver(service, ({ perSecond }, i) => perSecond / limits[i].perSecond),
        { atLeast: 0.6 },
        {
          service_per_s: medianOver(service, ({ perSecond }) => perSecond),
          bare_per_s: medianOver(limits, ({ perSecond }) => perSecond),
          service_p50_ms: medianOver(service, ({ p50 }) => p50),
        },
      ),
    ];
  },
};
