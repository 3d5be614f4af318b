import type { SeriesTask } from '../../contracts/ports/index.ts';

/** Series that a thread takes at a time. A call for few series waits at most this long behind a call for many. */
export const seriesAtOnce = 128;

/** Runs a task in parts of its series.
 *  @param atOnce number of parts that run at a time
 *  @param size series of a part
 *  @returns the answers of the parts, in order */
export async function inParts<Task extends Pick<SeriesTask, 'series' | 'future'>, Answer>(
  task: Task,
  atOnce: number,
  run: (part: Task) => Promise<Answer>,
  size = seriesAtOnce,
): Promise<Answer[]> {
  const { series, future } = task;
  const answers: Answer[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < series.length) {
      const from = next;
      next += size;
      const part = { ...task, series: series.slice(from, next) };
      if (future !== undefined) part.future = future.slice(from, next);
      answers[from / size] = await run(part);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
}
