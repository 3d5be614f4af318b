import type { Dashboard } from '../../test/dashboard/support/index.ts';
import { createApiClient, walk } from '../../test/support/api-client.ts';
import { median, rounded } from '../statistics.ts';

const eventsMin = 8;

/** Milliseconds from an event of a job, as its database dates it, until the page has painted it. Median over the events
 *  of a training. */
export async function measureEvents(dashboard: Dashboard) {
  const api = createApiClient(dashboard);
  const { id } = await api.upload(walk(400));
  const { job } = await api.train({ dataset_id: id, horizon: 5, preset: 'fast', steps: 20_000 });
  await api.pollJob(job.id, ({ status }) => status === 'running', 120_000);
  const { page } = await dashboard.open('/app/jobs');
  await page.addInitScript(watchEvents);
  await page.goto(`/app/jobs/${job.id}`);
  await page.waitForFunction((count) => latencies().length >= count, eventsMin, { timeout: 120_000 });
  const latency = await page.evaluate(() => latencies());
  await api.cancel(job.id);
  await page.context().close();
  return {
    events: latency.length,
    event_to_pixel_ms: rounded(median(latency)),
    slowest_ms: Math.max(...latency),
  };
}

declare function latencies(): number[];

/** Reads the stream of events beside the page, and notes when the change that follows has been painted. */
function watchEvents(): void {
  const found: number[] = [];
  const pending: number[] = [];
  const openedAt = Date.now();
  Object.assign(window, { latencies: () => found });
  const { fetch } = window;
  window.fetch = async (...args) => {
    const response = await fetch(...args);
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (isStream && response.body !== null) {
      const [own, shown] = response.body.tee();
      void read(own);
      return new Response(shown, response);
    }
    return response;
  };
  const read = async (body: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ''; ; ) {
      const { done, value } = await reader.read();
      if (done) return;
      text += value;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, data] = /^data: ?(.*)$/m.exec(block) ?? [];
        if (data === undefined) continue;
        const at = Date.parse(JSON.parse(data).created_at);
        // Events from before the page was opened are sent at once.
        if (at > openedAt) pending.push(at);
      }
    }
  };
  new MutationObserver(() => {
    if (pending.length === 0) return;
    const shown = pending.splice(0);
    requestAnimationFrame(() =>
      setTimeout(() => {
        for (const at of shown) found.push(Date.now() - at);
      }),
    );
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}
