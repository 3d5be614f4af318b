import { createReadStream } from 'node:fs';
import { Agent, get, type IncomingMessage, request } from 'node:http';
import type { Job, Model } from '../../src/contracts/schemas/index.ts';

/** Calls of the bench itself, which prepare and check. */
export interface Api {
  url: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
  bytes(path: string): Promise<Buffer>;
  stream(path: string): Promise<IncomingMessage>;
  /** Reads an answer to its end and drops it. */
  drained(path: string): Promise<{ bytes: number; ms: number }>;
  /** A POST from its first byte to the last of the answer. */
  timed(path: string, body: object): Promise<{ body: Buffer; ms: number }>;
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
    stream: (path) => streamOf(`${url}${path}`),
    async drained(path) {
      const started = performance.now();
      let bytes = 0;
      for await (const chunk of await streamOf(`${url}${path}`)) bytes += chunk.length;
      return { bytes, ms: performance.now() - started };
    },
    timed: (path, body) => timedPost(`${url}${path}`, Buffer.from(JSON.stringify(body))),
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

function streamOf(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, (answer) => {
      if (answer.statusCode === 200) resolve(answer);
      else reject(new Error(`GET ${url}: ${answer.statusCode}`));
    }).once('error', reject);
  });
}

const keptAlive = new Agent({ keepAlive: true });

function timedPost(url: string, body: Buffer): Promise<{ body: Buffer; ms: number }> {
  const headers = { 'content-type': 'application/json', 'content-length': body.byteLength };
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const post = request(url, { method: 'POST', headers, agent: keptAlive }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () => {
        const ms = performance.now() - started;
        const whole = Buffer.concat(chunks);
        if (Math.floor((answer.statusCode ?? 0) / 100) === 2) resolve({ body: whole, ms });
        else reject(new Error(`POST ${url}: ${answer.statusCode} ${whole.toString().slice(0, 500)}`));
      });
    });
    post.once('error', reject);
    post.end(body);
  });
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
