export type { TabularForecast } from './forecast-tables.ts';
export { namedSchemas, nameOf } from './named-schemas.ts';
export { isLargerThan } from './size.ts';
export { tasks } from './tasks.ts';
export { inJsonThread, jsonInlineBytesMax, jsonTasksInThreads, parseLarge } from './threads.ts';
