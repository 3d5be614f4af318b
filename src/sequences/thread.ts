/** What the pools of threads do for sequences of symbols; `src/threads.ts` is their entry. */
import type {
  SymbolAnswer,
  SymbolForecastTask,
  SymbolTrainOutcome,
  SymbolTrainTask,
} from '../contracts/symbol-ports.ts';
import { selectKernel } from '../engine/index.ts';
import { forecastSymbols as forecast } from './forecast.ts';
import { trainSymbols as train } from './train.ts';
import { decodeSymbolWeights, type LoadedSymbolNetwork } from './weights-file.ts';

/** Networks that stay built in a thread, the last used ones. */
const networksMax = 4;
const networks = new Map<string, LoadedSymbolNetwork>();

export async function trainSymbols(task: SymbolTrainTask): Promise<SymbolTrainOutcome> {
  return train(task);
}

/** `kernel` null or absent: the fastest that this machine has. */
export async function forecastSymbols(
  task: SymbolForecastTask & { kernel?: string | null },
): Promise<SymbolAnswer> {
  return forecast(task, networkOf(task));
}

function networkOf({
  weights,
  kernel,
}: SymbolForecastTask & { kernel?: string | null }): LoadedSymbolNetwork {
  const loaded =
    networks.get(weights.sha256) ?? decodeSymbolWeights(weights.bytes, selectKernel(kernel ?? undefined));
  networks.delete(weights.sha256);
  networks.set(weights.sha256, loaded); // the newest is last
  if (networks.size > networksMax) networks.delete(networks.keys().next().value!);
  return loaded;
}
