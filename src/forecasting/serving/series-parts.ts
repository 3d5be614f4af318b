import type { SeriesTask } from '../../contracts/ports/index.ts';

/** Series that a thread takes at a time. A call for few series waits at most this long behind a call for many. */
export const seriesAtOnce = 128;

/** Runs a task in parts of its series.
 *  @param atOnce number of parts that run at a time
 *  @returns the answers of the parts, in order */
export async function inParts<Task extends Pick<SeriesTask, 'series' | 'future'>, Answer>(
  task: Task,
  atOnce: number,
  run: (part: Task) => Promise<Answer>,
): Promise<Answer[]> {
  const { series, future } = task;
  const answers: Answer[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < series.length) {
      const from = next;
      next += seriesAtOnce;
      const part = { ...task, series: series.slice(from, next), future: future?.slice(from, next) };
      answers[from / seriesAtOnce] = await run(part);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
}
