/** Node takes the types out of TypeScript by WebAssembly, file by file, in each thread anew. What came of a file is kept on
 *  disk: threads start in less than half the time. And they need no WebAssembly, with which V8 may end the whole process
 *  where many threads come and go (https://github.com/nodejs/node/issues/64500). The entries of threads write what they
 *  loaded as soon as they have, since a thread may be ended at any time. */
import { enableCompileCache } from 'node:module';

/** For this process, its threads and its children. A folder that cannot be written is done without. */
export function keepCompiled(folder: string): void {
  const { directory } = enableCompileCache(folder);
  if (directory !== undefined) Object.assign(process.env, { NODE_COMPILE_CACHE: folder });
}
