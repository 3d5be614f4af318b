/** Entry file of the API's threads. The first one starts after the first call under /v1, so that a
 *  forecast finds it loaded. */
import { returnFreePages } from '../engine/index.ts';
import { prepareInstant } from '../forecasting/index.ts';
import { freeMemory } from '../free-memory.ts';

export * from './compute-thread.ts';

prepareInstant();
freeMemory(returnFreePages); // an idle thread of a pool blocks: no timer would fire
