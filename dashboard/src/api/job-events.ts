import type { JobEvent } from '../../../clients/typescript/src/schema.d.ts';
import { client } from './client.ts';
import { eventReader } from './event-stream.ts';

/** Yields the events of a job after the one with the number `after`, until the stream ends; nothing if there is no
 *  stream. `EventSource` is not used, since it cannot send a key.
 *  @throws the error of a broken connection */
export async function* jobEvents(
  jobId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<JobEvent> {
  const { response } = await client.GET('/v1/jobs/{job_id}/events', {
    params: { path: { job_id: jobId }, header: { 'last-event-id': after } },
    headers: { accept: 'text/event-stream' },
    parseAs: 'stream',
    signal,
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!response.ok || !isStream || response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    const eventsIn = eventReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const data of eventsIn(value)) yield JSON.parse(data) as JobEvent;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
