import { createReadStream } from 'node:fs';
import { request } from 'node:http';
import type { Job, Model } from '../../src/contracts/schemas/index.ts';

/** Calls of the bench itself, which prepare and check. */
export interface Api {
  url: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
  bytes(path: string): Promise<Buffer>;
  /** Sends a file as fast as the service takes it. */
  upload<T>(path: string, file: string, type?: string): Promise<T>;
  /** Waits for the end of a job. @throws Error unless it succeeds */
  succeeded(jobId: string): Promise<Job>;
  /** Trains a model. */
  train(settings: object): Promise<{ model: Model; job: Job }>;
}

/** @param url of the service. Each call throws an Error with the answer unless its status is 2xx. */
export function apiOf(url: string): Api {
  const answered = async (path: string, init?: RequestInit) => {
    const answer = await fetch(`${url}${path}`, init);
    if (!answer.ok)
      throw new Error(`${init?.method ?? 'GET'} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const api: Api = {
    url,
    get: async <T>(path: string) => (await (await answered(path)).json()) as T,
    async post<T>(path: string, body: object) {
      const headers = { 'content-type': 'application/json' };
      return (await (
        await answered(path, { method: 'POST', headers, body: JSON.stringify(body) })
      ).json()) as T;
    },
    bytes: async (path) => Buffer.from(await (await answered(path)).arrayBuffer()),
    upload: (path, file, type = 'text/csv') => sendFile(`${url}${path}`, file, type),
    async succeeded(jobId) {
      for (;;) {
        const job = await api.get<Job>(`/v1/jobs/${jobId}?wait=60`);
        if (job.status === 'succeeded') return job;
        if (job.finished_at !== null) throw new Error(`job ${job.status}: ${job.error?.detail}`);
      }
    },
    async train(settings) {
      const { model, job } = await api.post<{ model: Model; job: Job }>('/v1/models', settings);
      const done = await api.succeeded(job.id);
      return { model: await api.get<Model>(`/v1/models/${model.id}`), job: done };
    },
  };
  return api;
}

function sendFile<T>(url: string, file: string, type: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': type, 'transfer-encoding': 'chunked' };
    const post = request(url, { method: 'POST', headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (answer.statusCode === 201 || answer.statusCode === 200) resolve(JSON.parse(text) as T);
        else reject(new Error(`POST ${url}: ${answer.statusCode} ${text}`));
      });
    });
    post.once('error', reject);
    createReadStream(file, { highWaterMark: 256 * 1024 }).pipe(post);
  });
}
