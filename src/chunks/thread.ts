/** Entry file of the threads that work on chunks. */
import { flushCompileCache } from 'node:module';
import { movedAnswer } from '../moved-answer.ts';
import { movable } from '../transfer.ts';
import { type Tasks, tasks } from './tasks.ts';

flushCompileCache();

export default function run({ name, task }: { name: keyof Tasks; task: never }): unknown {
  const { value, buffers } = movable(tasks[name](task), true);
  return movedAnswer(value, buffers);
}
