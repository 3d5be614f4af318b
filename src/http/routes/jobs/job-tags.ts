import type { JobFeed, JobStore } from '../../../contracts/ports/index.ts';
import type { Job, TenantId } from '../../../contracts/schemas/index.ts';
import { inCall } from '../../../sharing/index.ts';
import { etagOf } from '../../routing/etag.ts';

/** Jobs whose tags are kept; the oldest entry goes first. */
export const taggedJobsMax = 10_000;
/** A tag is read again after this time. It bounds what a lost notification may cost, and the age of a place in the
 *  queue, which changes with other jobs. */
const tagMsMax = 1_000;
/** A tag that is asked for later than this is read again ahead of its end, so that no poll waits for it. */
const freshMs = 700;

interface Entry {
  /** Undefined while it is read. */
  tag: string | undefined;
  reading: Promise<string>;
  untilMs: number;
  /** Whether its successor is being read. */
  isEnding: boolean;
}

/** Entity tags of the jobs that clients poll, in the memory of this process. The feed names each job that changes, and
 *  its tag is forgotten. While the feed is not connected, every tag is read from the store. */
export class JobTags {
  readonly #jobs: Pick<JobStore, 'get'>;
  readonly #feed: Pick<JobFeed, 'isListening' | 'onChange'>;
  /** By job, then by tenant: only a tenant that may read the job has an entry that lasts. */
  readonly #entries = new Map<string, Map<TenantId, Entry>>();
  #unsubscribe: (() => void) | undefined;

  constructor(jobs: Pick<JobStore, 'get'>, feed: Pick<JobFeed, 'isListening' | 'onChange'>) {
    this.#jobs = jobs;
    this.#feed = feed;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The tag of a job; at once if it is kept. Calls at the same time share one read. @throws AppError job_not_found */
  tagOf(tenant: TenantId, jobId: string): string | Promise<string> {
    this.#unsubscribe ??= this.#feed.onChange((changed) => this.forget(changed));
    if (!this.#feed.isListening) return this.#read(tenant, jobId);
    const kept = this.#entryOf(tenant, jobId);
    if (kept !== undefined) return kept.tag ?? kept.reading;
    const reading = this.#read(tenant, jobId);
    const entry: Entry = { tag: undefined, reading, untilMs: performance.now() + tagMsMax, isEnding: false };
    this.#keep(tenant, jobId, entry);
    reading.then(
      (tag) => {
        entry.tag = tag; // a change in the meantime has forgotten the entry
      },
      () => this.#drop(tenant, jobId, entry),
    );
    return reading;
  }

  /** The tag of a job if it is kept. */
  keptTagOf(tenant: TenantId, jobId: string): string | undefined {
    const entry = this.#feed.isListening ? this.#entryOf(tenant, jobId) : undefined;
    if (entry?.tag === undefined) return undefined;
    if (!entry.isEnding && entry.untilMs - performance.now() < tagMsMax - freshMs) {
      entry.isEnding = true;
      void this.#readAhead(tenant, jobId, entry);
    }
    return entry.tag;
  }

  /** Forgets the tag of a job, or of all (null). Called also for jobs that this process changes,
   *  before the feed says so. */
  forget(jobId: string | null): void {
    if (jobId === null) this.#entries.clear();
    else this.#entries.delete(jobId);
  }

  close(): void {
    this.#unsubscribe?.();
  }

  #entryOf(tenant: TenantId, jobId: string): Entry | undefined {
    const kept = this.#entries.get(jobId)?.get(tenant);
    return kept !== undefined && kept.untilMs > performance.now() ? kept : undefined;
  }

  /** Replaces an entry, unless the job has changed since. */
  async #readAhead(tenant: TenantId, jobId: string, entry: Entry): Promise<void> {
    const untilMs = performance.now() + tagMsMax;
    const reading = inCall({ tenant, signal: null }, () => this.#read(tenant, jobId));
    const tag = await reading.catch(() => undefined); // the next poll meets the same error
    const ofJob = this.#entries.get(jobId);
    if (tag !== undefined && ofJob?.get(tenant) === entry)
      ofJob.set(tenant, { tag, reading, untilMs, isEnding: false });
  }

  async #read(tenant: TenantId, jobId: string): Promise<string> {
    const job: Job = await this.#jobs.get(tenant, jobId);
    return etagOf(job);
  }

  #keep(tenant: TenantId, jobId: string, entry: Entry): void {
    const ofJob = this.#entries.get(jobId) ?? new Map<TenantId, Entry>();
    this.#entries.set(jobId, ofJob.set(tenant, entry));
    if (this.#entries.size > taggedJobsMax) this.#entries.delete(this.#entries.keys().next().value as string);
  }

  #drop(tenant: TenantId, jobId: string, entry: Entry): void {
    const ofJob = this.#entries.get(jobId);
    if (ofJob?.get(tenant) !== entry) return;
    ofJob.delete(tenant);
    if (ofJob.size === 0) this.#entries.delete(jobId);
  }
}
