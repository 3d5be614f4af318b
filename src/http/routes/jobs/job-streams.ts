import type { ServerResponse } from 'node:http';
import type { JobEventStore, JobFeed } from '../../../contracts/ports/index.ts';
import { type Job, type JobEvent, limits, type TenantId } from '../../../contracts/schemas/index.ts';
import { AppError } from '../../../errors.ts';
import { asService, inCall } from '../../../sharing/index.ts';

/** Interval of comments that keep proxies from closing an idle stream. */
const heartbeatMs = 15_000;
/** How long a client waits before it connects again. */
const reconnectMs = 1_000;
/** Events of a read for all clients of a job, and newest events of a job that are kept for them. A long training has a
 *  thousand events of 3 KB. */
const eventsPerRead = 64;
const keptEventsMax = eventsPerRead;
/** Events of a read for one client, which may take nothing or hang up. */
const eventsPerClientRead = 8;
/** A client with more unsent bytes is disconnected. It connects again and goes on after the last event that it has. */
const unsentBytesMax = 256 * 1024;

const lastTypes: readonly JobEvent['type'][] = ['succeeded', 'failed', 'cancelled'];

const opening = Buffer.from(`retry: ${reconnectMs}\n\n`);
const heartbeat = Buffer.from(': the job goes on\n\n');

interface EncodedEvent {
  sequence: number;
  isLast: boolean;
  bytes: Buffer;
}

interface Listener {
  response: ServerResponse;
  /** Sequence number of the last event that was written. */
  last: number;
}

/** A job that goes on, and that clients follow. */
interface Topic {
  tenant: TenantId;
  jobId: string;
  /** Clients that have every event up to the newest kept one. */
  listeners: Set<Listener>;
  /** The newest events, in order and without a gap. */
  kept: EncodedEvent[];
  /** Sequence number of the newest event that was read. */
  newest: number;
  /** The read of the newest events, with which the topic begins. */
  beginning: Promise<void> | null;
  /** Set while events are read; true: a change came in the meantime. */
  reading: { again: boolean } | null;
  unsubscribe(): void;
}

export interface JobStreamsOptions {
  events: JobEventStore;
  feed: Pick<JobFeed, 'subscribe'>;
  /** Receives the error of a read that failed. The next change, or the next heartbeat, reads again. */
  onError(error: unknown): void;
  streamsMax?: number;
}

/** Streams the events of jobs to any number of clients. Each event that happens meanwhile is read and encoded once in
 *  this process, and the same bytes are written to all clients of its job. Earlier events are read for a client alone,
 *  a few at a time. A stream ends with its job. Source:
 *  https://html.spec.whatwg.org/multipage/server-sent-events.html */
export class JobStreams {
  readonly #options: JobStreamsOptions;
  readonly #streamsMax: number;
  readonly #topics = new Map<string, Topic>();
  readonly #open = new Set<ServerResponse>();
  /** Open streams of each tenant. */
  readonly #byTenant = new Map<TenantId, number>();
  #heartbeats: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: JobStreamsOptions) {
    this.#options = options;
    this.#streamsMax = options.streamsMax ?? limits.jobStreamsMax;
  }

  /** A tenant may have no more streams than are free: whoever comes next finds room.
   *  @throws AppError watchers_too_many */
  requireFree(tenant: TenantId): void {
    const own = this.#byTenant.get(tenant) ?? 0;
    if (own < this.#streamsMax - this.#open.size) return;
    throw new AppError('watchers_too_many', {
      detail: `${this.#open.size} streams of jobs are open already, ${own} of this tenant. A process has ${this.#streamsMax}, and a tenant at most as many as are free. Read the job instead, or try again.`,
    });
  }

  #count(tenant: TenantId, change: number): void {
    const own = (this.#byTenant.get(tenant) ?? 0) + change;
    if (own > 0) this.#byTenant.set(tenant, own);
    else this.#byTenant.delete(tenant);
  }

  /** Writes the events after a sequence number to a response whose head has been written. */
  open(
    tenant: TenantId,
    job: Pick<Job, 'id' | 'finished_at'>,
    after: number,
    response: ServerResponse,
  ): void {
    if (this.#isClosed || response.destroyed) {
      response.end();
      return;
    }
    const listener: Listener = { response, last: after };
    this.#open.add(response);
    this.#count(tenant, 1);
    response.once('close', () => {
      this.#open.delete(response);
      this.#count(tenant, -1);
      if (this.#open.size === 0) this.#stopHeartbeats();
    });
    response.write(opening);
    joinHead(response);
    this.#startHeartbeats();
    if (job.finished_at === null) void this.#follow(tenant, job.id, listener);
    else void this.#replay(tenant, job.id, listener);
  }

  /** Ends every stream. */
  close(): void {
    this.#isClosed = true;
    for (const response of this.#open) response.end();
  }

  /** Writes the events of a job that has ended. Many jobs have ended, so no events of them are kept. */
  async #replay(tenant: TenantId, jobId: string, listener: Listener): Promise<void> {
    const { response } = listener;
    let newest: EncodedEvent | undefined;
    try {
      for (;;) {
        const events = await this.#earlier(tenant, jobId, listener);
        newest = events.at(-1) ?? newest;
        await writeInFull(listener, events);
        if (response.destroyed) return;
        if (events.length < eventsPerClientRead) break;
      }
    } catch (error) {
      this.#options.onError(error);
      response.end(); // the client connects again
      return;
    }
    if (newest?.isLast === false)
      await this.#follow(tenant, jobId, listener); // the job is run again
    else response.end();
  }

  /** The next events that a client does not have. */
  async #earlier(tenant: TenantId, jobId: string, { last }: Listener): Promise<EncodedEvent[]> {
    return (await this.#options.events.after(tenant, jobId, last, eventsPerClientRead)).map(encoded);
  }

  /** Writes the events of a job that goes on, as they happen. */
  async #follow(tenant: TenantId, jobId: string, listener: Listener): Promise<void> {
    const topic = this.#topicOf(tenant, jobId);
    topic.listeners.add(listener); // the topic lives as long as a client of it
    listener.response.once('close', () => {
      topic.listeners.delete(listener);
      if (topic.listeners.size === 0) this.#end(topic);
    });
    await this.#join(topic, listener);
  }

  #topicOf(tenant: TenantId, jobId: string): Topic {
    const key = `${tenant} ${jobId}`;
    const known = this.#topics.get(key);
    if (known !== undefined) return known;
    const topic: Topic = {
      tenant,
      jobId,
      listeners: new Set(),
      kept: [],
      newest: 0,
      beginning: null,
      reading: null,
      unsubscribe: this.#options.feed.subscribe(jobId, () => void this.#read(topic)),
    };
    this.#topics.set(key, topic);
    return topic;
  }

  /** Reads the newest events of the job, once. */
  async #begin(topic: Topic): Promise<void> {
    const { tenant, jobId } = topic;
    topic.beginning ??= inCall({ tenant, signal: null }, () =>
      this.#options.events.newest(tenant, jobId, keptEventsMax),
    ).then((events) => {
      topic.kept = events.map(encoded);
      topic.newest = topic.kept.at(-1)?.sequence ?? 0;
    });
    try {
      await topic.beginning;
    } catch (error) {
      topic.beginning = null; // the next client or change reads again
      throw error;
    }
  }

  /** Brings a client up to the newest event, and adds it to the others. Events that are no longer kept are read for it
   *  alone, and no more of them than it takes. */
  async #join(topic: Topic, listener: Listener): Promise<void> {
    const { response } = listener;
    try {
      await this.#begin(topic);
      while (listener.last < oldestKept(topic) - 1) {
        const missed = await this.#earlier(topic.tenant, topic.jobId, listener);
        const upTo = oldestKept(topic);
        const events = missed.filter(({ sequence }) => sequence < upTo);
        if (events.length === 0) listener.last = upTo - 1; // older events are deleted
        await writeInFull(listener, events);
        if (response.destroyed) return;
      }
      write(listener, topic.kept);
    } catch (error) {
      this.#options.onError(error);
      response.end(); // the client connects again
      return;
    }
    if (topic.reading === null && topic.kept.at(-1)?.isLast === true) response.end();
    else await this.#read(topic);
  }

  /** Reads new events, and writes them to all clients. Changes that arrive meanwhile are read in the same turn. */
  async #read(topic: Topic): Promise<void> {
    if (topic.reading !== null) {
      topic.reading.again = true;
      return;
    }
    topic.reading = { again: true };
    try {
      await this.#begin(topic);
      while (topic.reading.again && topic.listeners.size > 0) {
        topic.reading.again = false;
        const { tenant, jobId, newest } = topic;
        // A change of the job, a heartbeat or another call begins the read.
        const read = () => this.#options.events.after(tenant, jobId, newest, eventsPerRead);
        const events = (await inCall({ tenant, signal: null }, read)).map(encoded);
        if (events.length > 0) this.#publish(topic, events);
        if (events.length === eventsPerRead) topic.reading.again = true;
        else endOfJob(topic);
      }
    } catch (error) {
      this.#options.onError(error);
    } finally {
      topic.reading = null;
    }
  }

  #publish(topic: Topic, events: EncodedEvent[]): void {
    const upToDate = topic.newest;
    topic.newest = events[events.length - 1].sequence;
    topic.kept = [...topic.kept, ...events].slice(-keptEventsMax);
    for (const listener of topic.listeners) {
      if (listener.last === upToDate) {
        listener.last = topic.newest;
        send(listener.response, events);
      } else if (listener.last > upToDate) {
        write(listener, events); // it came back with the id of an event that had not been read here
      }
    }
  }

  #end(topic: Topic): void {
    topic.unsubscribe();
    const key = `${topic.tenant} ${topic.jobId}`;
    if (this.#topics.get(key) === topic) this.#topics.delete(key);
  }

  #startHeartbeats(): void {
    const beat = () => {
      for (const response of this.#open) send(response, [{ bytes: heartbeat }]);
      for (const topic of this.#topics.values()) void this.#read(topic);
    };
    this.#heartbeats ??= asService(() => setInterval(beat, heartbeatMs).unref());
  }

  #stopHeartbeats(): void {
    clearInterval(this.#heartbeats);
    this.#heartbeats = undefined;
  }
}

/** Ends the streams of a job whose newest event is its last one. A job that is run again has further events after such
 *  an event, so this is asked when all events have been read. */
function endOfJob({ kept, newest, listeners }: Topic): void {
  if (kept.at(-1)?.isLast !== true) return;
  for (const { response, last } of listeners) if (last >= newest) response.end();
}

/** Sequence number of the oldest kept event; the one after the newest if none is kept. */
function oldestKept({ kept, newest }: Topic): number {
  return kept[0]?.sequence ?? newest + 1;
}

function encoded(event: JobEvent): EncodedEvent {
  const text = `id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
  return { sequence: event.sequence, isLast: lastTypes.includes(event.type), bytes: Buffer.from(text) };
}

/** Writes those of the events that the client does not have. @param taken called when the client has taken them,
 *  unless it goes before */
function write(listener: Listener, events: EncodedEvent[], taken?: () => void): void {
  const fresh = events.filter(({ sequence }) => sequence > listener.last);
  if (fresh.length === 0) return void taken?.();
  listener.last = fresh[fresh.length - 1].sequence;
  send(listener.response, fresh, taken);
}

/** Writes the events, and waits until the client has taken them or has gone. */
async function writeInFull(listener: Listener, events: EncodedEvent[]): Promise<void> {
  const { response } = listener;
  if (response.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  response.once('close', resolve);
  write(listener, events, resolve);
  await promise;
  response.off('close', resolve);
}

/** Makes a head that has been written smaller, by 1.2 KB. Node adds header after header to a text that it keeps as long
 *  as the answer, and V8 keeps such a text as its some fifty parts until it is searched. */
export function joinHead(response: ServerResponse): void {
  const { _header: head } = response as { _header?: unknown };
  if (typeof head === 'string') head.search(/$/);
}

/** Writes bytes, which several clients may share. */
function send(
  response: ServerResponse,
  events: readonly Pick<EncodedEvent, 'bytes'>[],
  taken?: () => void,
): void {
  if (response.writableLength > unsentBytesMax) return void response.destroy();
  if (response.writableEnded) return;
  response.cork();
  for (const [i, { bytes }] of events.entries())
    response.write(bytes, i === events.length - 1 ? taken : undefined);
  response.uncork();
}
