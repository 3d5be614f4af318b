import type { JobEvent } from '../../src/contracts/schemas/jobs/job-event.ts';

export interface StreamedEvent {
  id: number;
  event: string;
  data: JobEvent;
}

/** Reads server-sent events until the stream ends or `enough` returns true. */
export async function readEvents(
  url: string,
  options: { lastEventId?: number; enough?: (event: StreamedEvent) => boolean } = {},
): Promise<StreamedEvent[]> {
  const headers: Record<string, string> =
    options.lastEventId === undefined ? {} : { 'last-event-id': String(options.lastEventId) };
  const leaving = new AbortController();
  const response = await fetch(url, { headers, signal: leaving.signal });
  if (response.status === 204) return [];
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  const events: StreamedEvent[] = [];
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
      if (fields.id === undefined) continue;
      events.push({ id: Number(fields.id), event: fields.event, data: JSON.parse(fields.data) });
      if (options.enough?.(events.at(-1)!)) {
        leaving.abort();
        return events;
      }
    }
  }
  return events;
}
