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

const folders = 'src|workers|test|docs|bench|scripts|dashboard|embed|clients|deploy|openapi';

/** Paths in code spans; those with places to fill in, such as `<name>` and `*`, are left out. */
test('every path that a page names exists', () => {
  const named = new RegExp(`\`((?:${folders})/[\\w./-]*)\``, 'g');
  const found = pages.flatMap((page) =>
    Array.from(proseOf(page).matchAll(named), ([, path]) => ({ page, path })),
  );
  expect(found.length).toBeGreaterThan(200);
  expect(found.filter(({ path }) => !existsSync(path))).toEqual([]);
});

/** Whether a comment of a file may name a path so: from the folder of the file or, without dots, from one above it. */
function leadsFrom(file: string, path: string): boolean {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, path))) return true;
    if (folder === '.' || path.startsWith('.')) return false;
  }
}

test('every path that a comment of the code names exists', () => {
  const files = globSync([`{${folders.replaceAll('|', ',')}}/**/*.{ts,tsx,c,h}`, '*.ts'], {
    exclude: ['**/node_modules/**', '**/dist/**'],
  });
  const ofOthers = ['lib/msun/src/e_log.c']; // of FreeBSD
  const missing = files.flatMap((file) =>
    Array.from(readFileSync(file, 'utf8').matchAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm), ([comment]) =>
      Array.from(
        comment.matchAll(/(?<![\w/.@-])(?:[\w.-]+\/)+[\w.-]+\.(?:ts|tsx|c|h|md|py|sh)\b/g),
        ([path]) => path,
      ),
    )
      .flat()
      .filter((path) => !ofOthers.includes(path) && !leadsFrom(file, path))
      .map((path) => `${file} names ${path}`),
  );
  expect(missing).toEqual([]);
});

test('the lines about parts that try again are in the page for operators', () => {
  const page = readFileSync('docs/operations.md', 'utf8');
  const lines = globSync('{src,workers}/**/*.ts').flatMap((path) =>
    Array.from(readFileSync(path, 'utf8').matchAll(/^ +(?:failing|again): '([^']+)'/gm), ([, line]) => line),
  );
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter((line) => !page.includes(`\`${line}\``))).toEqual([]);
});
