import type { JobEvent } from '../../../clients/typescript/src/schema.d.ts';
import { client } from './client.ts';

/** Yields the events of a job after the one with the number `after`, until the stream ends; nothing if there is no stream.
 *  `EventSource` is not used, since it cannot send a key.
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
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += value;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      yield* blocks.flatMap(eventsOf);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** The event of a block of lines; comments that keep the connection open have none. */
function eventsOf(block: string): JobEvent[] {
  const lines = block.split('\n').filter((line) => line.startsWith('data:'));
  return lines.length === 0 ? [] : [JSON.parse(lines.map((line) => line.slice(5)).join('\n')) as JobEvent];
}
