/** Flags of V8 and of the allocator for the processes, so that they need little memory and answer evenly. */
import { availableParallelism } from 'node:os';

/** The young generation of the main thread grows to 3 × this, in MB. By default it is several times larger, and most of
 *  the memory of an idle process. With 2 instead of 16, polls per second fell by a quarter on an idle machine. */
const smallHeap = '--max-semi-space-size=16';

/** How much the old generation may grow after a collection of the whole heap, in percent of what is left. V8's own
 *  choice was about 50. It begins the next collection earlier, by the size of the young generation. So an API of 57 MB
 *  collected its heap every 280 computed forecasts, and each collection makes young objects old, which the
 *  next one has to find. */
const rareCollections = '--heap-growing-percent=150';

/** V8 allocates the objects of a line of code in the old generation once enough of them have survived. Under load they
 *  survive because calls overlap, and die soon after. From then on each call leaves 2 KB or more in the old generation.
 *  Whether this happens is a matter of chance in the first seconds of a process. */
const youngFirst = '--no-allocation-site-pretenuring';

/** Flags by process. package.json, docker-compose.yml, the Dockerfile and deploy/ start single processes with them; a
 *  test compares. The threads of a worker compute on every core, so that helper threads of the garbage collector would
 *  only take turns with them: there each thread collects its own garbage. */
export const nodeFlags = {
  api: [smallHeap, rareCollections, youngFirst],
  worker: [smallHeap, '--single-threaded-gc'],
} as const;

/** Node's default. More threads do not make a collection shorter. */
const helperThreadsMax = 4;

/** Threads in which V8 collects garbage and compiles beside JavaScript. At least one core is left to JavaScript: where
 *  there are four of these threads on two cores, each collection holds up the calls that are being answered. */
const helperThreads = Math.max(1, Math.min(helperThreadsMax, availableParallelism() - 1));

/** Flags of a process that shares this machine with others, as `npm start` starts it. */
export function flagsBesideOthers(process: keyof typeof nodeFlags): string[] {
  return [...nodeFlags[process], `--v8-pool-size=${helperThreads}`];
}
/** glibc keeps freed memory in up to eight pools per core. Fewer keep less. */
export const leanMemory = { MALLOC_ARENA_MAX: '2' };
/** Ends the effect of the first flag, which would go before the limits of threads. */
export const flagsOfThreads = '--max-semi-space-size=0';
