import type { JobEventStore } from '../../../contracts/ports/index.ts';
import type { JobEvent, TenantId } from '../../../contracts/schemas/index.ts';
import type { JobWatch } from './job-watchers.ts';

/** Interval of comments that keep proxies from closing an idle stream. */
const heartbeatMs = 15_000;
/** How long a client waits before it connects again. */
const reconnectMs = 1_000;
const eventsPerReadMax = 200;

const lastTypes: readonly JobEvent['type'][] = ['succeeded', 'failed', 'cancelled'];

/** The events of a job after a sequence number, as server-sent events. The stream ends with the job.
 *  Source: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export async function* eventStream(
  events: JobEventStore,
  watch: JobWatch,
  tenant: TenantId,
  jobId: string,
  after: number,
): AsyncGenerator<string> {
  try {
    yield `retry: ${reconnectMs}\n\n`;
    for (let last = after; !watch.hasEnded; ) {
      const fresh = await events.after(tenant, jobId, last, eventsPerReadMax);
      for (const event of fresh)
        yield `id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
      const newest = fresh.at(-1);
      last = newest?.sequence ?? last;
      if (fresh.length === eventsPerReadMax) continue;
      if (newest !== undefined && lastTypes.includes(newest.type)) return;
      if (!(await watch.next(heartbeatMs)) && !watch.hasEnded) yield ': the job goes on\n\n';
    }
  } finally {
    watch.end();
  }
}
