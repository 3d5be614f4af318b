/** The series of a table for a model. Only their times are converted. */
import { setImmediate } from 'node:timers/promises';
import type { InlineHistories, InlineTable } from '../../contracts/ports/index.ts';
import type { DatasetHeader, SeriesData } from '../../contracts/schemas/index.ts';
import { groupedBySize } from '../../contracts/values/index.ts';
import { AppError } from '../../errors.ts';
import { jsonInlineBytesMax } from '../../json-size.ts';
import { movable } from '../../transfer.ts';
import { readTableTimes, type TableTimes, type TimesTask } from './table-times.ts';

/** Bounds of the lists of times that are read at once: in the main thread, and in one task of a thread. The main thread
 *  copies those of a task. */
const ownMax = { lists: 100, numbers: jsonInlineBytesMax / Float64Array.BYTES_PER_ELEMENT };
const taskMax = { itemsMax: 1_000, sizeMax: 65_536 };
/** Series after which the other work of the main thread gets a turn. */
const seriesPerTurn = 1_000;

/** Reads the times of many series with `inThread`, which gets copies of them. Series that share
 *  their times share the result.
 *  @throws AppError as `inThread` */
export async function readInlineTable(
  { header: own, series, columns }: InlineTable,
  header: DatasetHeader,
  inThread: (task: TimesTask, buffers: ArrayBuffer[]) => Promise<TableTimes[]>,
): Promise<InlineHistories['series']> {
  const read = new Map<Float64Array, TableTimes>();
  const lists = [...new Set(series.map(({ times }) => times))];
  const isSmall = lists.length <= ownMax.lists && numbersOf(lists) <= ownMax.numbers;
  for (const part of isSmall ? [lists] : groupedBySize(lists, ({ length }) => length, taskMax)) {
    const task: TimesTask = { times: part, timeKind: own.time_kind, header };
    const moved = isSmall ? null : movable(part, false);
    const answers =
      moved === null ? readTableTimes(task) : await inThread({ ...task, times: moved.value }, moved.buffers);
    for (const [i, times] of part.entries()) read.set(times, answers[i]);
  }
  const missing = new Map<number, Float64Array>();
  const missingOf = (length: number) => {
    const known = missing.get(length) ?? new Float64Array(length).fill(Number.NaN);
    missing.set(length, known);
    return known;
  };
  const names = header.covariates.map((name) => [name, columns.get(name)] as const);
  const found: InlineHistories['series'] = [];
  for (const { id, times, values, covariates, static: attributes } of series) {
    if (found.length % seriesPerTurn === seriesPerTurn - 1) await setImmediate();
    const answer = read.get(times)!;
    if (answer !== null && 'code' in answer) {
      found.push({ id, problem: new AppError(answer.code, answer.details).toProblem() });
      continue;
    }
    const one: SeriesData = {
      id,
      values,
      static: attributes,
      times: answer ?? times,
      covariates: Object.fromEntries(
        names.map(([name, column]) => [
          name,
          column === undefined ? missingOf(times.length) : covariates[column],
        ]),
      ),
    };
    found.push(one);
  }
  return found;
}

function numbersOf(lists: Float64Array[]): number {
  return lists.reduce((sum, { length }) => sum + length, 0);
}
