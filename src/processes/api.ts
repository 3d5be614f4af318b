/** Entry of the API. Any number of API processes may run behind a load balancer. */
import { codeOf } from '../built-code.ts';
import { keepCompiled } from '../compile-cache.ts';
import { compileCachesIn, endWithArguments } from '../early-settings.ts';

endWithArguments(process.argv.slice(2));
keepCompiled(compileCachesIn(process.env));
await import(codeOf('src/processes/main/api.ts', process.env));
