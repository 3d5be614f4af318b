import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Manifest {
  version: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Manifest;

/** Packages that are loaded from a folder: its own ones, and those of the folders above. */
function folderOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (existsSync(`${path}/package.json`)) return path;
    if (folder === '') return undefined;
  }
}

/** Names and versions of the packages that a folder needs, by the manifests on the disk. */
function needed(folder: string, found: Map<string, string>): Map<string, string> {
  const { dependencies, optionalDependencies } = read(`${folder === '' ? '.' : folder}/package.json`);
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const path = folderOf(name, folder);
    if (path === undefined || found.has(path)) continue; // an optional one of another platform
    found.set(path, `${name}@${read(`${path}/package.json`).version}`);
    needed(path, found);
  }
  return found;
}

test('the bill of materials has what the dependencies need, and nothing of the development', () => {
  const printed = execFileSync('npm', ['run', '--silent', 'sbom'], { encoding: 'utf8', maxBuffer: 1e8 });
  const { metadata, components, dependencies } = JSON.parse(printed);
  expect(metadata.component).toMatchObject({ name: 'gatecast', type: 'application' });
  const described: string[] = components.map((one: { 'bom-ref': string }) => one['bom-ref']);
  expect(described).toEqual(expect.arrayContaining([...new Set(needed('', new Map()).values())]));
  for (const name of ['vitest', 'typescript', '@biomejs/biome', 'playwright-core'])
    expect(described.filter((one) => one.startsWith(`${name}@`))).toEqual([]);
  const referred = dependencies.flatMap(({ dependsOn }: { dependsOn: string[] }) => dependsOn);
  expect(referred.filter((one: string) => !described.includes(one))).toEqual([]);
});
