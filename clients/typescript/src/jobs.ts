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
  /** Milliseconds for which the service may be out of reach, such as during a restart; default a minute. */
  outageMs?: number;
}

/** Waits until a job has ended, and returns it; its `status` says how it ended. Follows the events of the job, and polls if
 *  they are not available. Goes on after answers that may be others later (503, 429), and while the service restarts.
 *  @throws GatecastError if the job cannot be read; the reason of the signal if it is aborted; the error of `fetch` if the service is
 *  out of reach for longer than `outageMs` */
export async function waitForJob(
  client: GatecastClient,
  jobId: string,
  options: WaitOptions = {},
): Promise<Job> {
  const { signal, onProgress, pollMs = 1_000, outageMs = 60_000 } = options;
  const reachable = { atMs: performance.now() };
  /** The job, or null if it cannot be read now. */
  const read = async (): Promise<Job | null> => {
    signal?.throwIfAborted();
    let job: Job;
    try {
      job = await answered(
        client.GET('/v1/jobs/{job_id}', { params: { path: { job_id: jobId } }, signal: signal ?? null }),
      );
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof GatecastError) reachable.atMs = performance.now();
      const isAway = error instanceof TypeError && performance.now() - reachable.atMs < outageMs;
      if (isAway || (error instanceof GatecastError && error.retryable)) return null;
      throw error;
    }
    reachable.atMs = performance.now();
    onProgress?.(job);
    return job;
  };
  for await (const _news of eventsOf(client, jobId, signal)) {
    const job = await read();
    if (job === null) break;
    if (job.finished_at !== null) return job;
  }
  for (;;) {
    const job = await read();
    if (job !== null && job.finished_at !== null) return job;
    await pause(pollMs, signal);
  }
}

/** Yields at each chunk of the job's stream of server-sent events; nothing if there is no stream. */
async function* eventsOf(client: GatecastClient, jobId: string, signal?: AbortSignal): AsyncGenerator<void> {
  try {
    const { response } = await client.GET('/v1/jobs/{job_id}/events', {
      params: { path: { job_id: jobId } },
      headers: { accept: 'text/event-stream' },
      parseAs: 'stream',
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
