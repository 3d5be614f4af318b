/** Process that forecasts with the library alone, as a thread of the service does, and times it. */
import type { ForecastTask } from '../../../src/contracts/ports/index.ts';
import { forecast } from '../../../src/forecasting/index.ts';
import { median } from '../../statistics.ts';
import { answerParent } from '../own-process.ts';
import type { EngineAnswer, EngineQuestion } from './library.ts';

let task: ForecastTask | null = null;

answerParent(async ({ task: given, calls }: EngineQuestion): Promise<EngineAnswer> => {
  if (given !== undefined) task = given;
  if (task === null) throw new Error('no task was given');
  const answers = await forecast(task);
  const times: number[] = [];
  for (let n = 0; n < calls; n++) {
    const started = performance.now();
    await forecast(task);
    times.push(performance.now() - started);
  }
  return { ms: median(times), answers: given === undefined ? [] : answers };
});
