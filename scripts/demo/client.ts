import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import {
  datasetSchema,
  type ForecastIn,
  forecastSchema,
  type Job,
  jobSchema,
  type ModelIn,
  modelCreatedSchema,
  modelSchema,
  numericForecastSchema,
  type SymbolForecastIn,
  seriesPageSchema,
  seriesPointsSchema,
  symbolForecastSchema,
} from '../../src/contracts/schemas/index.ts';

/** The HTTP calls of the demo. */
export function createClient(baseUrl: string, apiKey: string | null) {
  const authorization: Record<string, string> = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };

  async function call<T extends z.ZodType>(
    schema: T,
    path: string,
    init: RequestInit = {},
  ): Promise<z.output<T>> {
    const response = await fetch(baseUrl + path, { ...init, headers: { ...authorization, ...init.headers } });
    const body = await response.text();
    if (!response.ok)
      throw new Error(`${init.method ?? 'GET'} ${path} failed with status ${response.status}: ${body}`);
    return schema.parse(JSON.parse(body));
  }
  const post = (body: unknown): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  let currentJobId: string | null = null;

  return {
    uploadCsv: (name: string, csv: string) =>
      call(datasetSchema, `/v1/datasets?name=${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: csv,
      }),
    /** Forecasts the series of a table without training. */
    instant: (csv: string, options: { horizon: number; quantiles: number[]; levels: number[] }) =>
      call(numericForecastSchema, `/v1/forecasts?${queryOf(options)}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: csv,
      }),
    uploadText: (name: string, text: string) =>
      call(datasetSchema, `/v1/datasets?name=${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: text,
      }),
    points: (datasetId: string, seriesId: string, from: string) =>
      call(
        seriesPointsSchema,
        `/v1/datasets/${datasetId}/series/${encodeURIComponent(seriesId)}?from=${from}`,
      ),
    series: (datasetId: string) => call(seriesPageSchema, `/v1/datasets/${datasetId}/series`),
    train: (model: Partial<ModelIn>) => call(modelCreatedSchema, '/v1/models', post(model)),
    model: (id: string) => call(modelSchema, `/v1/models/${id}`),
    forecast: (modelId: string, request: Partial<ForecastIn>) =>
      call(forecastSchema, `/v1/models/${modelId}/forecasts`, post(request)),
    symbolForecast: (modelId: string, request: Partial<SymbolForecastIn>) =>
      call(symbolForecastSchema, `/v1/models/${modelId}/forecasts`, post(request)),
    async waitForJob(id: string, pollMs: number, onStatus: (job: Job) => void): Promise<Job> {
      currentJobId = id;
      for (;;) {
        const job = await call(jobSchema, `/v1/jobs/${id}`);
        onStatus(job);
        if (job.finished_at !== null) {
          currentJobId = null;
          return job;
        }
        await sleep(pollMs);
      }
    },
    /** Cancels the current job, so that it does not delay the next run of the demo. */
    async cancelCurrentJob(): Promise<void> {
      if (currentJobId === null) return;
      await call(jobSchema, `/v1/jobs/${currentJobId}/cancel`, { method: 'POST' }).catch(() => {});
    },
  };
}

function queryOf(options: Record<string, number | number[]>): URLSearchParams {
  const entries = Object.entries(options).map(([name, value]) => [name, String(value)] as const);
  return new URLSearchParams(Object.fromEntries(entries));
}
