import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const pages = globSync(['*.md', '.github/*.md', 'docs/**/*.md', 'clients/typescript/*.md']).sort();

/** A page without its fenced code. */
function proseOf(page: string): string {
  return readFileSync(page, 'utf8').replace(/^```.*?^```/gms, '');
}

/** Anchors of the headings of a page, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return Array.from(proseOf(page).matchAll(/^#+ (.*)$/gm), ([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\-_ ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('every link between pages leads to a file, and to a heading where it names one', () => {
  const broken = pages.flatMap((page) =>
    Array.from(proseOf(page).matchAll(/\]\(([^)\s]+)\)/g), ([, link]) => link)
      .filter((link) => !/^https?:/.test(link))
      .filter((link) => {
        const [path, anchor] = link.split('#');
        const target = path === '' ? page : normalize(join(dirname(page), path));
        return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
      })
      .map((link) => `${page} links to ${link}`),
  );
  expect(broken).toEqual([]);
});

test('every path that the architecture page names exists', () => {
  const text = readFileSync('docs/architecture.md', 'utf8');
  const paths = Array.from(text.matchAll(/`((?:src|workers|test|docs)\/[^`<>]*)`/g), ([, path]) => path);
  expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});

test('the lines about parts that try again are in the page for operators', () => {
  const page = readFileSync('docs/operations.md', 'utf8');
  const lines = globSync('{src,workers}/**/*.ts').flatMap((path) =>
    Array.from(readFileSync(path, 'utf8').matchAll(/^ +(?:failing|again): '([^']+)'/gm), ([, line]) => line),
  );
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter((line) => !page.includes(`\`${line}\``))).toEqual([]);
});
