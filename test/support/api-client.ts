import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Dataset, datasetSchema } from '../../src/contracts/schemas/datasets/dataset.ts';
import { type Job, jobSchema } from '../../src/contracts/schemas/jobs/job.ts';
import { type Model, modelCreatedSchema, modelSchema } from '../../src/contracts/schemas/models/model.ts';
import { createRng } from '../../src/engine/index.ts';

/** Client of a running API. `url` may change if the API is restarted. */
export function createApiClient(api: { url: string }) {
  const json = async (path: string, init?: RequestInit) => {
    const response = await fetch(api.url + path, init);
    return { status: response.status, body: await response.json() };
  };
  const post = (path: string, body: unknown) =>
    json(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  return {
    async upload(values: number[], start = '2015-01-05'): Promise<Dataset> {
      const { status, body } = await post('/v1/datasets', { series: [{ id: 'A', start, values }] });
      expect(status, JSON.stringify(body)).toBe(201);
      return datasetSchema.parse(body);
    },
    async train(request: object): Promise<{ model: Model; job: Job }> {
      const { status, body } = await post('/v1/models', request);
      expect(status, JSON.stringify(body)).toBe(202);
      return modelCreatedSchema.parse(body);
    },
    job: async (id: string) => jobSchema.parse((await json(`/v1/jobs/${id}`)).body),
    model: async (id: string) => modelSchema.parse((await json(`/v1/models/${id}`)).body),
    cancel: (id: string) => post(`/v1/jobs/${id}/cancel`, undefined),
    /** Polls a job until `enough` returns true. Retries while the API is down. @returns the job */
    async pollJob(
      id: string,
      enough: (job: Job) => boolean,
      msMax: number,
      onJob?: (job: Job) => void,
    ): Promise<Job> {
      let last: unknown;
      for (const until = Date.now() + msMax; Date.now() < until; await sleep(100)) {
        const job = await this.job(id).catch((error: unknown) => {
          last = error;
          return null;
        });
        if (job === null) continue;
        last = job;
        onJob?.(job);
        if (enough(job)) return job;
      }
      throw new Error(
        `Job ${id} was not there within ${msMax} ms; last seen: ${JSON.stringify(last)} ${last}`,
      );
    },
  };
}

/** A random walk, similar to daily prices. */
export function walk(length: number, seed = 7): number[] {
  const rng = createRng(seed);
  let level = 100;
  return Array.from({ length }, () => {
    level *= Math.exp(0.01 * rng.normal());
    return Math.round(level * 1e4) / 1e4;
  });
}
