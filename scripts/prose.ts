/** Fails when a docstring starts with "Of" or "What", when a comment line has more than 120 characters, or when a
 *  sentence of docs/api has more than 35 words. */
import { globSync, readFileSync } from 'node:fs';
import { docstringFaults, longComments, longSentences, type ProseFault } from './prose/rules.ts';

const sources = globSync(
  ['src', 'workers', 'embed', 'bench', 'scripts', 'test', 'clients'].map((room) => `${room}/**/*.ts`),
);
const commented = globSync(
  ['src', 'workers', 'dashboard', 'embed', 'bench', 'scripts', 'test'].map(
    (room) => `${room}/**/*.{ts,tsx,mjs,c,h,css}`,
  ),
);
const pages = globSync('docs/api/*.md');

const faults = [
  ...faultsOf(sources, docstringFaults),
  ...faultsOf(commented, longComments),
  ...faultsOf(pages, longSentences),
];
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) {
  process.stderr.write(`${faults.length} breaches of the prose rules; CONTRIBUTING.md has the rules.\n`);
  process.exitCode = 1;
}

function faultsOf(files: string[], find: (text: string) => ProseFault[]): string[] {
  return files
    .sort()
    .flatMap((file) =>
      find(readFileSync(file, 'utf8')).map(({ line, message }) => `${file}:${line} ${message}`),
    );
}
