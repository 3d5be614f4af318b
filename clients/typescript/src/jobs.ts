import type { GatecastClient } from './client.ts';
import { answered, GatecastError } from './errors.ts';
import type { Job } from './schema.d.ts';

export interface WaitOptions {
  /** Stops waiting. The job continues. */
  signal?: AbortSignal;
  /** Called each time the job was read. */
  onProgress?: (job: Job) => void;
  /** Milliseconds between two reads, if the stream of events is not available. */
  pollMs?: number;
}

/** Waits until a job has ended, and returns it; its `status` says how it ended. Follows the events of the job, and polls if
 *  they are not available.
 *  @throws GatecastError if the job cannot be read; the reason of the signal if it is aborted */
export async function waitForJob(
  client: GatecastClient,
  jobId: string,
  options: WaitOptions = {},
): Promise<Job> {
  const { signal, onProgress, pollMs = 1_000 } = options;
  const read = async () => {
    signal?.throwIfAborted();
    const job = await answered(
      client.GET('/v1/jobs/{job_id}', { params: { path: { job_id: jobId } }, signal: signal ?? null }),
    );
    onProgress?.(job);
    return job;
  };
  for await (const _news of eventsOf(client, jobId, signal)) {
    const job = await read();
    if (job.finished_at !== null) return job;
  }
  for (;;) {
    try {
      const job = await read();
      if (job.finished_at !== null) return job;
    } catch (error) {
      if (!(error instanceof GatecastError && error.retryable)) throw error;
    }
    await pause(pollMs, signal);
  }
}

/** Yields at each chunk of the job's stream of server-sent events; nothing if there is no stream. */
async function* eventsOf(client: GatecastClient, jobId: string, signal?: AbortSignal): AsyncGenerator<void> {
  try {
    const response = await fetch(`${client.url}/v1/jobs/${encodeURIComponent(jobId)}/events`, {
      headers: { ...client.headers, accept: 'text/event-stream' },
      signal: signal ?? null,
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (!response.ok || !isStream || response.body === null) {
      await response.body?.cancel();
      return;
    }
    yield* chunksOf(response.body.getReader());
  } catch {
    // After a broken stream the caller polls, which also throws if the signal is aborted.
  }
}

async function* chunksOf(reader: ReadableStreamDefaultReader<unknown>): AsyncGenerator<void> {
  try {
    while (!(await reader.read()).done) yield;
  } finally {
    await reader.cancel();
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
