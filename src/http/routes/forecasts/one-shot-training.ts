import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JobFeed, ModelCreated } from '../../../contracts/ports/index.ts';
import {
  type MethodChoice,
  type Model,
  type ModelSpec,
  oneShotTag,
  type ParsedDataset,
} from '../../../contracts/schemas/index.ts';
import { AppError, refuse } from '../../../errors.ts';
import type { AppDeps } from '../../routing/deps.ts';
import { idempotentCallFor } from '../../routing/idempotent-response.ts';
import { enqueue, startedHeaders } from '../../routing/started-jobs.ts';

/** Calls that may wait for their training at a time. A further call gets its job at once. */
const waitsMax = 200;
/** A change of the job that is not notified is seen after this time. */
const pollMs = 1_000;

/** A training for one call: the data of the call, and the model to make. */
export interface OneShotTraining {
  data: ParsedDataset;
  spec: ModelSpec;
  /** Why a model is trained; null if the caller named the method. */
  choice: MethodChoice | null;
}

export interface OneShotTrainings {
  /** Begins a training; refuses before anything is stored. A repeated call with the same `Idempotency-Key` gets the job
   *  of the first call, also while that one waits or after its process died.
   *  @throws AppError series_empty, series_too_short, queue_full */
  start(request: FastifyRequest, reply: FastifyReply, training: OneShotTraining): Promise<ModelCreated>;
  /** Waits for a training: the model, or null after `seconds`, or once `gone` is aborted. A call that is repeated after
   *  a failed training trains again; after any other error it gets the job of the first one.
   *  @throws AppError with the error of a failed training */
  finished(
    request: FastifyRequest,
    created: ModelCreated,
    seconds: number,
    gone: AbortSignal,
  ): Promise<Model | null>;
  /** Ends all waiting. */
  close(): void;
}

/** The answer of a call whose training continues. */
export function startedAnswer(
  { model, job }: ModelCreated,
  { data: { warnings }, choice }: Pick<OneShotTraining, 'data' | 'choice'>,
) {
  return { model, job, ...(choice === null ? {} : { choice }), warnings };
}

export function createOneShotTrainings({
  store,
  queue,
  feed,
  calls,
}: Pick<AppDeps, 'store' | 'queue' | 'feed' | 'calls'>): OneShotTrainings {
  let waits = 0;
  const closing = new AbortController();
  return {
    async start(request, reply, { data, spec, choice }) {
      requireObservations(data);
      calls.numeric.requireTrainable({ data, spec });
      const idempotentCall = idempotentCallFor<ModelCreated>(request, reply, {
        status: 202,
        headers: startedHeaders,
        body: (created) => startedAnswer(created, { data, choice }),
        isProvisional: true,
      });
      const { tenant, id: requestId, traceparent } = request;
      await store.jobs.takePlace(tenant);
      const created = await store.models.createWithDataset(
        tenant,
        data,
        ({ name }) => ({ name, tags: [oneShotTag], spec, priority: 'high', requestId, traceparent }),
        idempotentCall,
      );
      await enqueue(queue, created.job, request);
      return created;
    },

    async finished({ tenant, heldKey }, { model, job }, seconds, gone) {
      if (waits >= waitsMax) return null;
      waits++;
      const ended = AbortSignal.any([gone, closing.signal]);
      const changes = changesOf(feed, job.id, ended);
      const until = performance.now() + seconds * 1_000;
      const leftMs = () => until - performance.now();
      try {
        for (; leftMs() > 0 && !ended.aborted; await changes.next(Math.min(pollMs, leftMs()))) {
          const { status, error } = await store.jobs.outcome(tenant, job.id);
          if (status === 'succeeded') return await store.models.get(tenant, model.id);
          if (heldKey !== null) heldKey.worksAgain = status === 'failed' || status === 'cancelled';
          const headers = { location: job.links.self };
          if (status === 'failed' && error !== null)
            throw new AppError(error.code, { detail: error.detail, faults: error.errors, headers });
          if (status === 'cancelled')
            throw new AppError('model_failed', {
              detail: `Job ${job.id}, which trained the model of this call, was cancelled; send the call again, or POST /v1/jobs/${job.id}/retry.`,
              headers,
            });
        }
        return null;
      } finally {
        waits--;
        changes.end();
      }
    },

    close() {
      closing.abort();
    },
  };
}

/** The changes of a job. `next` resolves when the job may have changed since the last `next`, after `msMax`, or
 *  when the wait has ended. */
function changesOf(feed: JobFeed, jobId: string, ended: AbortSignal) {
  let isNews = false;
  let wake = () => {};
  const unsubscribe = feed.subscribe(jobId, () => {
    isNews = true;
    wake();
  });
  ended.addEventListener('abort', () => wake(), { once: true });
  return {
    async next(msMax: number): Promise<void> {
      if (!isNews && !ended.aborted && msMax > 0) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const timer = setTimeout(resolve, msMax);
        await promise;
        clearTimeout(timer);
      }
      isNews = false;
    },
    end: unsubscribe,
  };
}

/** A dataset is not stored with a series without observations. @throws AppError series_empty */
function requireObservations({ series }: ParsedDataset): void {
  const empty = series.find(({ values }) => values.every(Number.isNaN));
  if (empty === undefined) return;
  const message = `series ${JSON.stringify(empty.id)} has only missing values`;
  refuse('series_empty', { series_id: empty.id, message, accepted: 'at least one number in each series' });
}
