import type { Forecaster } from '../../contracts/ports/index.ts';
import { plannedSeconds } from '../../forecasting/index.ts';
import type { AppDeps } from '../../http/index.ts';
import { createPainter } from '../../pictures/index.ts';
import { createSymbolForecaster, createSymbolReader, plannedSymbolSeconds } from '../../sequences/index.ts';
import { createSeriesReader, createSeriesWriter } from '../../series/index.ts';
import {
  createCacheCounts,
  createFleetCalls,
  createForecastCalls,
  createPictureCalls,
  createServedModels,
  createSymbolCalls,
  createTrainingEstimates,
} from '../../services/index.ts';
import type { Store } from '../../store/index.ts';
import type { TaskThreads } from '../../training/index.ts';

interface AppParts {
  store: Store;
  forecaster: Forecaster;
  /** Threads of forecasts, which also draw SVG. */
  threads: TaskThreads;
  pngThreads: TaskThreads;
  /** Null: the fastest one of this machine. */
  kernel: string | null;
}

/** The readers and services of an API process. They share one cache of models and one set of cache counts. */
export function appServices({ store, forecaster, threads, pngThreads, kernel }: AppParts) {
  const reader = createSeriesReader();
  const caches = createCacheCounts();
  const served = createServedModels(store.served, { counts: caches.models });
  const numeric = createForecastCalls({ store, reader, forecaster, caches });
  const symbols = createSymbolCalls({ store, forecaster: createSymbolForecaster(threads, kernel), caches });
  return {
    reader,
    symbolReader: createSymbolReader(),
    writer: createSeriesWriter(),
    calls: { numeric, symbols },
    served,
    fleets: createFleetCalls({ fleets: store.fleets, served, numeric, rows: forecaster }),
    pictures: createPictureCalls({ store, served, painter: createPainter(threads, pngThreads) }),
    estimates: createTrainingEstimates({
      models: store.models,
      plans: { numeric: plannedSeconds, symbols: plannedSymbolSeconds },
    }),
    caches,
  } satisfies Partial<AppDeps>;
}
