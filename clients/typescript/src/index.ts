export { type ClientOptions, createClient, type GatecastClient } from './client.ts';
export { answered, GatecastError, HttpError } from './errors.ts';
export type {
  AutoCall,
  ForecastCall,
  InstantCall,
  ModelCall,
  ObjectOptions,
  PagedTextOptions,
  TextOptions,
  TrainCall,
} from './forecast.ts';
export { type WaitOptions, waitForJob } from './jobs.ts';
export { items } from './pages.ts';
export type * from './schema.d.ts';
