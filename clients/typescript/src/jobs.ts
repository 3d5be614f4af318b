import type { GatecastClient } from './client.ts';
import { answered, GatecastError, HttpError } from './errors.ts';
import type { Job } from './schema.d.ts';

export interface WaitOptions {
  /** Stops waiting. The job continues. */
  signal?: AbortSignal;
  /** Called each time the job was read. */
  onProgress?: (job: Job) => void;
  /** Milliseconds between two reads, if the stream of events is not available. */
  pollMs?: number;
  /** Milliseconds for which the service may be out of reach or answer with errors of its own (5xx), such as during a restart; default a
   *  minute. */
  outageMs?: number;
}

/** A read of a job that takes longer counts as an outage: a connection to a machine that is gone may stay open for minutes. */
const readMsMax = 30_000;
/** The stream of events is left if nothing arrives for this long. The service writes a line every 15 seconds. */
const silenceMsMax = 45_000;

/** Waits until a job has ended, and returns it; its `status` says how it ended. Follows the events of the job, and polls if
 *  they are not available. Goes on after 429, and while the service restarts or answers with 5xx, also behind a proxy. A read that the service refuses is repeated after its `Retry-After` at the earliest.
 *  @throws GatecastError if the job cannot be read; the reason of the signal if it is aborted; GatecastError, HttpError or the error of
 *  `fetch` if the service is out of reach, or answers with errors of its own (5xx), for longer than `outageMs` */
export async function waitForJob(
  client: GatecastClient,
  jobId: string,
  options: WaitOptions = {},
): Promise<Job> {
  const { signal, onProgress, pollMs = 1_000, outageMs = 60_000 } = options;
  /** Beginning of the first read that failed since the last one with an answer below 500. */
  let awaySinceMs: number | null = null;
  /** Milliseconds that the last answer asks to wait. */
  let retryAfterMs = 0;
  /** The job, or null if it cannot be read now. */
  const read = async (): Promise<Job | null> => {
    signal?.throwIfAborted();
    const beganMs = performance.now();
    const limit = timeLimit(readMsMax, signal);
    retryAfterMs = 0;
    let job: Job;
    try {
      job = await answered(
        client.GET('/v1/jobs/{job_id}', { params: { path: { job_id: jobId } }, signal: limit.signal }),
      );
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof GatecastError || error instanceof HttpError)
        retryAfterMs = 1_000 * (error.retryAfterSeconds ?? 0);
      if (error instanceof GatecastError && error.status < 500) {
        awaySinceMs = null;
        if (error.retryable) return null;
        throw error;
      }
      awaySinceMs ??= beganMs;
      if (isOutage(error) && performance.now() - awaySinceMs < outageMs) return null;
      throw error;
    } finally {
      limit.end();
    }
    awaySinceMs = null;
    onProgress?.(job);
    return job;
  };
  const pauseAfterRead = (): Promise<void> => {
    const leftMs = awaySinceMs === null ? Infinity : awaySinceMs + outageMs - performance.now();
    return pause(Math.max(pollMs, Math.min(retryAfterMs, leftMs)), signal);
  };
  for await (const _news of eventsOf(client, jobId, signal)) {
    const job = await read();
    if (job === null) {
      await pauseAfterRead();
      break;
    }
    if (job.finished_at !== null) return job;
  }
  for (;;) {
    const job = await read();
    if (job !== null && job.finished_at !== null) return job;
    await pauseAfterRead();
  }
}

/** Whether an error says that the service does not answer now: no connection, an answer that breaks off, a read that takes too
 *  long, the page of a proxy in its place, or an error of its own that may be over later. */
function isOutage(error: unknown): boolean {
  if (error instanceof HttpError || error instanceof GatecastError) return error.retryable;
  if (error instanceof TypeError) return true; // `fetch` throws it, also in the middle of a body
  if (error instanceof SyntaxError) return true; // a page, or a part of an answer, with the status 200
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

interface TimeLimit {
  signal: AbortSignal;
  /** Begins the time anew. */
  restart(): void;
  end(): void;
}

/** A signal that is aborted after some time, or with another signal. */
function timeLimit(ms: number, outer?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  const stop = () => controller.abort(new DOMException(`nothing arrived for ${ms} ms`, 'TimeoutError'));
  const follow = () => controller.abort(outer?.reason);
  let timer = setTimeout(stop, ms);
  outer?.addEventListener('abort', follow, { once: true });
  if (outer?.aborted === true) follow();
  const end = () => {
    clearTimeout(timer);
    outer?.removeEventListener('abort', follow);
  };
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(stop, ms);
  };
  return { signal: controller.signal, restart, end };
}

/** Yields at each chunk of the job's stream of server-sent events, until it ends or falls silent; nothing if there is no
 *  stream. */
async function* eventsOf(client: GatecastClient, jobId: string, signal?: AbortSignal): AsyncGenerator<void> {
  const limit = timeLimit(silenceMsMax, signal);
  try {
    const { response } = await client.GET('/v1/jobs/{job_id}/events', {
      params: { path: { job_id: jobId } },
      headers: { accept: 'text/event-stream' },
      parseAs: 'stream',
      signal: limit.signal,
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (!response.ok || !isStream || response.body === null) {
      await response.body?.cancel();
      return;
    }
    for await (const chunk of chunksOf(response.body.getReader())) {
      yield chunk;
      limit.restart();
    }
  } catch {
    // After a broken stream the caller polls, which also throws if the signal is aborted.
  } finally {
    limit.end();
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
