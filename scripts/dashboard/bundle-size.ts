import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** JavaScript that a page may load before it is shown, gzipped. */
export const firstLoadBytesMax = 120 * 1024;

/** An entry of Vite's manifest. */
interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
  dynamicImports?: string[];
}

/** Gzipped bytes of JavaScript on the first load of each page: the entry, the page, and what they import. */
export function firstLoadBytes(folder: string): Record<string, number> {
  const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const entries = Object.keys(manifest).filter((name) => manifest[name].isEntry);
  const pages = entries.flatMap((name) => manifest[name].dynamicImports ?? []);
  const sizes = new Map<string, number>();
  const sizeOf = (name: string) => {
    let size = sizes.get(name);
    if (size === undefined) {
      const { file } = manifest[name];
      size = file.endsWith('.js') ? gzipSync(readFileSync(join(folder, file)), { level: 9 }).length : 0;
      sizes.set(name, size);
    }
    return size;
  };
  return Object.fromEntries(
    pages.map((page) => {
      const needed = closureOf([...entries, page], manifest);
      return [page, [...needed].reduce((sum, name) => sum + sizeOf(name), 0)];
    }),
  );
}

/** The chunks and all that they import statically. */
function closureOf(names: readonly string[], manifest: Record<string, Chunk>): Set<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    for (const imported of manifest[name].imports ?? []) visit(imported);
  };
  for (const name of names) visit(name);
  return found;
}
