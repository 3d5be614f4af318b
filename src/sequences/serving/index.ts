export {
  forecastSymbols,
  symbolInspect,
  symbolMemory,
  symbolOnnx,
  symbolTrace,
} from './thread.ts';
