/** Entry file of the threads that work on chunks. */
import { flushCompileCache } from 'node:module';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { movable } from '../transfer.ts';
import { type Tasks, tasks } from './tasks.ts';

flushCompileCache();

export default function run({ name, task }: { name: keyof Tasks; task: never }): unknown {
  const { value, buffers } = movable(tasks[name](task), true);
  return move({ [transferableSymbol]: buffers, [valueSymbol]: value } as never);
}
