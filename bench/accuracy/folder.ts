/** A folder of series with a task: `series.csv[.gz]` (`unique_id,ds,y[,split]`), `task.json`, and a table of settings
 *  per series where the task names one. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const evaluationSchema = z.discriminatedUnion('kind', [
  z.object({ name: z.string(), kind: z.literal('official_split'), horizon: z.int().min(1).optional() }),
  z.object({
    name: z.string(),
    kind: z.literal('windows'),
    horizon: z.int().min(1),
    ends: z.array(z.int().min(1)).min(1),
    train_end: z.int().min(1).optional(),
  }),
  z.object({
    name: z.string(),
    kind: z.literal('rolling'),
    horizon: z.int().min(1),
    blocks: z.int().min(1),
    block_steps: z.int().min(1),
    min_history: z.int().min(1),
  }),
]);
export type EvaluationTask = z.infer<typeof evaluationSchema>;

const taskSchema = z.object({
  season_length: z.int().min(1).optional(),
  per_series: z.string().optional(),
  evaluations: z.array(evaluationSchema).min(1),
});

const infoSchema = z.object({
  unique_id: z.string(),
  horizon: z.coerce.number().int().min(1),
  seasonality: z.coerce.number().int().min(1),
});

export interface BenchSeries {
  id: string;
  times: (string | number)[]; // ISO dates, or integers
  values: Float64Array; // NaN is missing
  /** Observations of the official training part; all of them where there is no split. */
  trainLength: number;
  season: number;
  /** Where it is per series. */
  horizon: number | null;
}

export interface BenchFolder {
  name: string;
  series: BenchSeries[];
  evaluations: EvaluationTask[];
}

/** @throws Error that names the file and the missing part */
export function readFolder(path: string): BenchFolder {
  const folder = resolve(path);
  const task = parsed(taskSchema, JSON.parse(textOf(join(folder, 'task.json'))), 'task.json');
  const info =
    task.per_series === undefined
      ? null
      : new Map(
          rowsOf(textOf(join(folder, task.per_series)), task.per_series, [
            'unique_id',
            'horizon',
            'seasonality',
          ]).map((row) => {
            const one = parsed(infoSchema, row, `${task.per_series}, series ${row.unique_id}`);
            return [one.unique_id, one];
          }),
        );
  const plain = join(folder, 'series.csv');
  const text = existsSync(plain) ? textOf(plain) : gunzipSync(bytesOf(`${plain}.gz`)).toString();
  const series = readSeries(text).map(({ id, ...one }): BenchSeries => {
    const own = info?.get(id);
    if (info !== null && own === undefined) throw new Error(`${task.per_series} has no series "${id}".`);
    return { id, ...one, season: own?.seasonality ?? task.season_length ?? 1, horizon: own?.horizon ?? null };
  });
  return { name: basename(folder), series, evaluations: task.evaluations };
}

function readSeries(text: string): Pick<BenchSeries, 'id' | 'times' | 'values' | 'trainLength'>[] {
  const rows = rowsOf(text, 'series.csv', ['unique_id', 'ds', 'y']);
  const byId = Map.groupBy(rows, ({ unique_id }) => unique_id);
  return [...byId].map(([id, own]) => ({
    id,
    times: timesOf(own.map(({ ds }) => ds)),
    values: Float64Array.from(own, ({ y }) => (y.trim() === '' ? Number.NaN : Number(y))),
    trainLength: own.filter(({ split }) => split !== 'test').length,
  }));
}

/** Integers, unless they are dates without dashes. */
function timesOf(texts: string[]): (string | number)[] {
  const numbered =
    texts.every((text) => /^-?\d{1,15}$/.test(text)) && !texts.every((text) => /^\d{8}$/.test(text));
  return numbered ? texts.map(Number) : texts;
}

function rowsOf(text: string, file: string, columns: string[]): Record<string, string>[] {
  const rows: Record<string, string>[] = parse(text, { columns: true, bom: true, skip_empty_lines: true });
  const lacking = columns.filter((column) => rows.length === 0 || !(column in rows[0]));
  if (lacking.length > 0) throw new Error(`${file} has no column ${lacking.join(', ')}.`);
  return rows;
}

function parsed<T>(schema: z.ZodType<T>, data: unknown, file: string): T {
  const result = schema.safeParse(data);
  if (!result.success) throw new Error(`${file}: ${z.prettifyError(result.error)}`);
  return result.data;
}

function textOf(path: string): string {
  return bytesOf(path).toString();
}

function bytesOf(path: string): Buffer {
  if (!existsSync(path)) throw new Error(`There is no ${path}.`);
  return readFileSync(path);
}
