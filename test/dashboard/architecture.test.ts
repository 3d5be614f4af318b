import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { pagePaths } from './support/page-paths.ts';

const root = 'dashboard/src/';
const client = 'clients/typescript';
const shared = ['api', 'messages', 'parts', 'shell'];

/** Who may import whom: rooms of `dashboard/src`, each with those above it. dashboard/README.md has the same table. */
const allowed: Record<string, string[]> = {
  messages: [client],
  design: [],
  api: [client],
  parts: ['api', 'messages'],
  shell: ['api', 'design', 'messages', 'parts'],
  ...Object.fromEntries(Object.keys(pagePaths).map((page) => [`pages/${page}`, shared])),
  pages: ['shell', ...Object.keys(pagePaths).map((page) => `pages/${page}`)],
  main: ['design', 'pages', 'shell'],
};

const files = globSync(`${root}**/*.{ts,tsx}`).sort();
const edges = files.flatMap((file) =>
  ts
    .preProcessFile(readFileSync(file, 'utf8'), true, true)
    .importedFiles.map(({ fileName }) => ({ file, specifier: fileName })),
);

function roomOf(path: string): string {
  if (path.startsWith(client)) return client;
  const inside = path.slice(root.length).replace(/\.tsx?$/, '');
  const rooms = Object.keys(allowed).filter((room) => inside === room || inside.startsWith(`${room}/`));
  return rooms.reduce((longest, room) => (room.length > longest.length ? room : longest), '');
}

const targetOf = ({ file, specifier }: { file: string; specifier: string }) =>
  normalize(join(dirname(file), specifier));

test('every file of the dashboard is in a room, and every page has its room, messages and path', () => {
  expect(files.filter((file) => roomOf(file) === '')).toEqual([]);
  for (const page of Object.keys(pagePaths)) {
    expect(files).toContain(`${root}pages/${page}/index.tsx`);
    expect(files).toContain(`${root}messages/${page}.ts`);
  }
});

test('a room of the dashboard imports only what it may', () => {
  const breaches = edges
    .filter(({ specifier }) => specifier.startsWith('.'))
    .filter((edge) => {
      const [from, to] = [roomOf(edge.file), roomOf(targetOf(edge))];
      return from !== to && !allowed[from].includes(to);
    })
    .map((edge) => `${edge.file} imports ${targetOf(edge)}`);
  expect(breaches).toEqual([]);
});

test('rooms are entered through their index', () => {
  const entries = edges
    .filter(({ specifier }) => specifier.startsWith('.'))
    .filter((edge) => {
      const [from, to] = [roomOf(edge.file), roomOf(targetOf(edge))];
      if (from === to || to === 'messages' || to === client) return false;
      // Times of series have no part of a page, so that code which reads them is tested without a browser.
      return !/^(((charts|tables)\/)?index|charts\/clock)\.tsx?$/.test(
        targetOf(edge).slice(`${root}${to}/`.length),
      );
    })
    .map((edge) => `${edge.file} imports ${targetOf(edge)}`);
  expect(entries).toEqual([]);
});

test('the dashboard uses the packages it was given', () => {
  const packages =
    /^(preact(\/(hooks|compat))?|@preact\/signals|uplot(\/dist\/uPlot\.min\.css)?|@tanstack\/virtual-core)$/;
  const others = edges
    .filter(({ specifier }) => !specifier.startsWith('.') && !packages.test(specifier))
    .filter(({ specifier }) => !specifier.startsWith('vega-datasets/data/'))
    .map(({ file, specifier }) => `${file} imports ${specifier}`);
  expect(others).toEqual([]);
});

test('only the client calls the service, and no code of the page names a key or a colour', () => {
  const outside = files.filter((file) => !file.startsWith(`${root}api/`));
  const calls = outside.filter((file) => /\bfetch\(|XMLHttpRequest|EventSource|WebSocket/.test(text(file)));
  expect(calls).toEqual([]);
  const stored = files.filter((file) => /localStorage/.test(text(file)) && /key/i.test(roomFile(file)));
  expect(stored).toEqual([]);
  const styles = globSync(`${root}**/*.{css,tsx}`).filter((file) => !file.endsWith('tokens.css'));
  expect(styles.filter((file) => /(?<![&\w])#[0-9a-f]{3}([0-9a-f]{3})?\b/i.test(text(file)))).toEqual([]);
});

test('every picture that is made of data has its numbers as a table', () => {
  // The memory page has its own: the numbers at each step, and the table of contributions.
  const pictures = files.filter((file) => !file.includes('/memory/') && /role="img"/.test(text(file)));
  expect(pictures.length).toBeGreaterThan(1);
  expect(pictures.filter((file) => !/<ChartTable/.test(text(file)))).toEqual([]);
});

test('every message is read in a room that imports its texts', () => {
  const unread: string[] = [];
  for (const place of files.filter((file) => text(file).includes('defineMessages({'))) {
    const name = place.slice(`${root}messages/`.length);
    if (name === 'methods.ts') continue; // its keys are the methods of the service
    const [english = ''] = text(place).split(/^ {2}ko: /m);
    const keys = [...english.matchAll(/^ {4}(\w+):/gm)].map(([, key]) => key);
    const rooms = files
      .filter((file) => text(file).includes(`/messages/${name}'`))
      .map((file) => file.slice(0, file.lastIndexOf('/') + 1));
    const readers = files.filter((file) => rooms.some((room) => file.startsWith(room)));
    const words = new Set(readers.flatMap((file) => text(file).match(/\w+/g) ?? []));
    unread.push(...keys.filter((key) => !words.has(key!)).map((key) => `${name}: ${key}`));
  }
  expect(unread).toEqual([]);
});

test('a labelled line of text is a TextField', () => {
  // An input inside of a Field that sets a text with each key is what TextField is.
  const again = files.filter(
    (file) =>
      !file.endsWith('/parts/text-field.tsx') &&
      /<Field[^>]*>\s*\{\(ids\) => \(\s*<input(?:(?!\/>)[\s\S])*onInput=\{\(event\) => (?:\{\s*)?[\w.]+(?: = |\()event\.currentTarget\.value/.test(
        text(file),
      ),
  );
  expect(again).toEqual([]);
});

test('a change that leads to another page leaves a reader who has gone elsewhere where they are', () => {
  const leads = files.filter(
    (file) => /useChange\(/.test(text(file)) && /\b(navigate|setQuery)\(/.test(text(file)),
  );
  expect(leads.length).toBeGreaterThan(3);
  expect(leads.filter((file) => !/\.aborted\b/.test(text(file)))).toEqual([]);
});

test('a read that fails can be made again', () => {
  // A change is made again by its own button.
  const left = files.filter((file) =>
    /<ErrorNotice\s+error=\{\w*(state|State|estimate)\.error\}\s*\/>/.test(text(file)),
  );
  expect(left).toEqual([]);
});

test('files of the dashboard are small', () => {
  const all = globSync(`${root}**/*.{ts,tsx,css}`);
  expect(all.filter((file) => text(file).split('\n').length > 600)).toEqual([]);
  expect(all.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.tsx?$)/.test(file))).toEqual([]);
});

function text(file: string): string {
  return readFileSync(file, 'utf8');
}

function roomFile(file: string): string {
  return file.slice(root.length);
}
