/** Node takes the types out of TypeScript by WebAssembly, file by file, in each thread anew. What came of a file is
 *  kept on disk: threads start in less than half the time. And they need no WebAssembly, with which V8 may end the
 *  whole process where many threads come and go (https://github.com/nodejs/node/issues/64500). The entries of threads
 *  write what they loaded as soon as they have, since a thread may be ended at any time. */
import { enableCompileCache } from 'node:module';

/** Keeps it in the first of the folders that can be written, for this process, its threads and its children. Without
 *  one, nothing is kept. */
export function keepCompiled(folders: string[]): void {
  for (const folder of folders) {
    const { directory } = enableCompileCache(folder);
    if (directory === undefined) continue;
    Object.assign(process.env, { NODE_COMPILE_CACHE: folder });
    return;
  }
}
