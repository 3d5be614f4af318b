/** Entry of the worker. Any number of worker processes may share a queue. */
import { codeOf } from '../built-code.ts';
import { keepCompiled } from '../compile-cache.ts';
import { compileCachesIn } from '../early-settings.ts';

keepCompiled(compileCachesIn(process.env));
await import(codeOf('src/processes/main/worker.ts', process.env));
