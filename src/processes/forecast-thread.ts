/** Entry file of the API's threads. They are loaded before the first call, so that it is as fast as the others. */
import { returnFreePages } from '../engine/index.ts';
import { prepareInstant } from '../forecasting/index.ts';
import { freeMemory } from '../free-memory.ts';

export * from './compute-thread.ts';

prepareInstant();
freeMemory(returnFreePages); // an idle thread of a pool blocks: no timer would fire
