/** `npm start`: the whole service on one machine. Of its parts the API takes longest to load. So its process starts
 *  before this one loads more code than that takes. */
import { codeOf } from '../built-code.ts';
import { keepCompiled } from '../compile-cache.ts';
import { compileCachesIn, databaseUrlIn, endWithArguments } from '../early-settings.ts';
import { type SupervisedProcess, superviseProcess } from './supervised-process.ts';

/** Exports of `main/service.ts`. */
type Main = { serve(api: SupervisedProcess): Promise<void> };

endWithArguments(process.argv.slice(2));
keepCompiled(compileCachesIn(process.env));
const api = superviseProcess('api', { databaseUrl: databaseUrlIn(process.env), output: 'inherit' });
const { serve }: Main = await import(codeOf('src/processes/main/service.ts', process.env));
await serve(api);
