/** Tasks of the thread pools for models of symbols; `src/processes/compute-thread.ts` is their entry. */
import type {
  SymbolAnswer,
  SymbolForecastTask,
  SymbolInspectTask,
  SymbolMemoryTask,
  SymbolTraceTask,
  Weights,
} from '../../contracts/ports/index.ts';
import { selectKernel } from '../../engine/index.ts';
import { AppError, type Problem } from '../../errors.ts';
import { NewestEntries } from '../../newest-entries.ts';
import { requireFinite } from '../../training/index.ts';
import { symbolMemory as memoryOf } from '../attribution/index.ts';
import { decodeSymbolWeights, exportSymbolNetwork, type LoadedSymbolNetwork } from '../network/index.ts';
import { forecastSymbols as forecast } from './forecast.ts';
import { inspectSymbolModel } from './inspect.ts';
import { traceSymbols as trace } from './trace.ts';

/** Networks that stay built in a thread: those that were used last. */
const networksMax = 4;
const networks = new NewestEntries<string, LoadedSymbolNetwork>(networksMax);

/** `kernel` null or absent: the fastest one of this machine. */
type OnKernel<Task> = Task & { kernel?: string | null };

export async function forecastSymbols(
  task: OnKernel<SymbolForecastTask>,
): Promise<SymbolAnswer | { problem: Problem }> {
  return orProblem(() => forecast(task, networkOf(task)));
}

export async function symbolMemory(
  task: OnKernel<SymbolMemoryTask>,
): Promise<ReturnType<typeof memoryOf> | { problem: Problem }> {
  return orProblem(() => memoryOf(networkOf(task), task));
}

export async function symbolTrace(
  task: OnKernel<SymbolTraceTask>,
): Promise<ReturnType<typeof trace> | { problem: Problem }> {
  return orProblem(() => trace(task, networkOf(task)));
}

export async function symbolInspect(task: OnKernel<SymbolInspectTask>): Promise<string | null> {
  return inspectSymbolModel(task, selectKernel(task.kernel ?? undefined));
}

export async function symbolOnnx(weights: Weights): Promise<Uint8Array> {
  return exportSymbolNetwork(weights);
}

/** Returns an AppError as a problem: an error loses its class on its way out of a thread. Refuses
 *  numbers that are not finite. */
function orProblem<T>(work: () => T): T | { problem: Problem } {
  try {
    return requireFinite(work());
  } catch (error) {
    if (error instanceof AppError) return { problem: error.toProblem() };
    throw error;
  }
}

function networkOf({ weights, kernel }: OnKernel<Pick<SymbolForecastTask, 'weights'>>): LoadedSymbolNetwork {
  const loaded =
    networks.peek(weights.sha256) ?? decodeSymbolWeights(weights.bytes, selectKernel(kernel ?? undefined));
  networks.keep(weights.sha256, loaded);
  return loaded;
}
