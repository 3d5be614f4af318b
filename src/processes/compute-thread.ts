/** Entry of both thread pools: the worker's for jobs, the API's for forecasts. */
import { flushCompileCache } from 'node:module';

export {
  accuracy,
  anomalies,
  backtest,
  forecast,
  inspect,
  memory,
  onnx,
  trace,
  train,
} from '../forecasting/index.ts';
export {
  backtestSymbols,
  forecastSymbols,
  symbolInspect,
  symbolMemory,
  symbolOnnx,
  symbolTrace,
  trainSymbols,
} from '../sequences/index.ts';

flushCompileCache();
