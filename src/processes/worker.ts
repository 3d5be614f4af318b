/** Entry of the worker. Any number of worker processes may share a queue. */
import { codeOf } from '../built-code.ts';
import { keepCompiled } from '../compile-cache.ts';
import { compileCachesIn, endWithArguments } from '../early-settings.ts';

endWithArguments(process.argv.slice(2));
keepCompiled(compileCachesIn(process.env));
await import(codeOf('src/processes/main/worker.ts', process.env));
