/** `npm start`: the whole service on one machine. Of its parts the API takes longest to load. So its process starts before this
 *  one loads more code than that takes. */
import { keepCompiled } from '../compile-cache.ts';
import { compileCachesIn, databaseUrlIn } from '../early-settings.ts';
import { superviseProcess } from './supervised-process.ts';

keepCompiled(compileCachesIn(process.env));
const api = superviseProcess('api', { databaseUrl: databaseUrlIn(process.env), output: 'inherit' });
const { serve } = await import('./serve.ts');
await serve(api);
