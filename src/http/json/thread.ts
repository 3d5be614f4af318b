/** Entry file of the threads that parse and write JSON. */
import { flushCompileCache } from 'node:module';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { type Tasks, tasks } from './tasks.ts';

flushCompileCache();

export default function run({ name, task }: { name: keyof Tasks; task: never }): unknown {
  const result = tasks[name](task);
  if (typeof result !== 'string') return result;
  // The bytes are moved, and the main thread need not encode the text.
  const bytes = new TextEncoder().encode(result);
  return move({ [transferableSymbol]: [bytes.buffer], [valueSymbol]: bytes } as never);
}
