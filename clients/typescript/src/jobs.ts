import type { GatecastClient } from './client.ts';
import { answered, GatecastError } from './errors.ts';

import type { Job } from './schema.d.ts';

export interface WaitOptions {
  /** Ends the waiting; the job goes on. */
  signal?: AbortSignal;
  /** Called whenever the job has been looked at. */
  onProgress?: (job: Job) => void;
  /** Between two looks, where the service has no events or their stream has broken. */
  pollMs?: number;
}

/** Resolves with the job when it has ended, however it ended: look at its `status`. Follows the job's events, and polls
 *  where they cannot be had.
 *  @throws GatecastError when the job cannot be read, and the signal's reason when it is aborted */
export async function waitForJob(
  client: GatecastClient,
  jobId: string,
  options: WaitOptions = {},
): Promise<Job> {
  const { signal, onProgress, pollMs = 1_000 } = options;
  const look = async () => {
    signal?.throwIfAborted();
    const job = await answered(
      client.GET('/v1/jobs/{job_id}', { params: { path: { job_id: jobId } }, signal }),
    );
    onProgress?.(job);
    return job;
  };
  for await (const _news of eventsOf(client, jobId, signal)) {
    const job = await look();
    if (job.finished_at !== null) return job;
  }
  for (;;) {
    try {
      const job = await look();
      if (job.finished_at !== null) return job;
    } catch (error) {
      if (!(error instanceof GatecastError && error.retryable)) throw error;
    }
    await pause(pollMs, signal);
  }
}

/** Something each time that the job's stream of server-sent events says something; nothing where there is no stream. */
async function* eventsOf(client: GatecastClient, jobId: string, signal?: AbortSignal): AsyncGenerator<void> {
  try {
    const response = await fetch(`${client.url}/v1/jobs/${encodeURIComponent(jobId)}/events`, {
      headers: { ...client.headers, accept: 'text/event-stream' },
      signal,
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (!response.ok || !isStream || response.body === null) {
      await response.body?.cancel();
      return;
    }
    for await (const _chunk of response.body) yield;
  } catch {
    // A stream that breaks is made up for by polling, which also tells of an abort.
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
