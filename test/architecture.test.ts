import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const [values, schemas, ports, errors] = [
  'contracts/values',
  'contracts/schemas',
  'contracts/ports',
  'errors',
];
const contracts = [schemas, ports, errors];
const seriesRooms = (...rooms: string[]) => rooms.map((room) => `series/${room}`);
const forecastingRooms = (...rooms: string[]) => rooms.map((room) => `forecasting/${room}`);
const sequencesRooms = (...rooms: string[]) => rooms.map((room) => `sequences/${room}`);

/** Who may import whom: each room, and the rooms below it. docs/architecture.md says what each is for. A room is a
 *  folder or, at the top of `src`, a file. Everything that a room may import stands above it in this table. */
const allowed: Record<string, string[]> = {
  remedies: [],
  'error-values': [],
  errors: ['remedies', 'error-values'],
  'contracts/values': [errors],
  'contracts/schemas': [values, errors],
  'contracts/ports': [values, schemas, errors],
  'compile-cache': [],
  'outage-log': [],
  polling: [],
  'free-memory': [],
  'in-time': [],
  'database-client': [],
  'database-session': [],
  'tls-faults': [],
  'node-http': [],
  'fault-points': [],
  'early-settings': [],
  'built-code': ['early-settings'],
  config: [values, 'fault-points', 'early-settings'],
  engine: [],
  validation: [schemas, errors],
  observability: ['outage-log'],

  sharing: [errors],
  transfer: [],
  'moved-answer': [],
  'stored-text': [],
  'json-size': [],
  'newest-entries': [],
  bodies: ['transfer', 'json-size', values, ports, errors],
  'body-threads': ['sharing', 'moved-answer', 'bodies', ports, errors],
  credentials: [],
  chunks: ['sharing', 'transfer', 'moved-answer', values, schemas, ports],

  'series/faults': [values, schemas, errors],
  'series/calendar': [...seriesRooms('faults'), values, schemas],
  'series/dataset': [...seriesRooms('faults', 'calendar'), values, schemas, errors],
  'series/text': [...seriesRooms('faults'), 'bodies', values, schemas, errors],
  'series/frame': [...seriesRooms('faults', 'calendar', 'text'), schemas, errors],
  'series/times': [...seriesRooms('faults', 'calendar', 'dataset', 'text'), values, schemas],
  'series/columns': [...seriesRooms('faults', 'times', 'text'), values, errors],
  'series/time-columns': [...seriesRooms('faults', 'times', 'columns', 'frame'), values, schemas],
  'series/cells': seriesRooms('faults', 'columns', 'text'),
  'series/table': [
    ...seriesRooms('faults', 'columns', 'cells', 'times', 'dataset', 'text', 'frame', 'time-columns'),
    ...[values, ...contracts],
  ],
  'series/csv': [
    ...seriesRooms('faults', 'columns', 'cells', 'text', 'frame', 'table'),
    values,
    ports,
    schemas,
  ],
  'series/parquet': [...seriesRooms('faults', 'columns', 'cells', 'table'), 'bodies', values, ...contracts],
  'series/xlsx': [...seriesRooms('faults', 'columns', 'cells', 'table', 'frame'), values, ...contracts],
  'series/archive': [...seriesRooms('faults'), 'bodies', values, errors],
  'series/table-bodies': [
    ...seriesRooms('faults', 'dataset', 'text', 'csv', 'parquet', 'xlsx', 'archive'),
    ...['chunks', 'bodies', 'body-threads', values, ...contracts],
  ],
  'series/json': [
    ...seriesRooms('faults', 'calendar', 'dataset', 'times'),
    'chunks',
    'transfer',
    'moved-answer',
    'bodies',
    'body-threads',
    'json-size',
    'validation',
    values,
    ...contracts,
  ],
  'series/export': ['sharing', 'chunks', 'transfer', values, schemas, ports],
  'series/append': [
    ...seriesRooms('faults', 'calendar', 'dataset'),
    'sharing',
    'transfer',
    'bodies',
    values,
    ...contracts,
  ],
  series: [
    ...seriesRooms(
      'faults',
      'calendar',
      'text',
      'times',
      'columns',
      'csv',
      'table-bodies',
      'json',
      'append',
      'export',
    ),
    'chunks',
    ports,
  ],

  training: ['engine', ...contracts],
  attribution: ['engine', schemas, errors],

  'forecasting/statistics': ['engine', schemas],
  'forecasting/history': ['forecasting/statistics', 'series', values, ...contracts],
  'forecasting/pretrained': [...forecastingRooms('statistics'), 'engine'],
  'forecasting/methods': [...forecastingRooms('statistics', 'pretrained'), 'engine', ports],
  'forecasting/method-fits': [...forecastingRooms('statistics', 'history', 'methods'), ports, schemas],
  'forecasting/families': [
    ...forecastingRooms('statistics', 'history', 'methods'),
    'engine',
    schemas,
    errors,
  ],
  'forecasting/new-series': ['forecasting/statistics', 'series', ports, schemas],
  'forecasting/sampling': [...forecastingRooms('statistics', 'history', 'families'), 'engine', values],
  'forecasting/network': [...forecastingRooms('statistics', 'families'), 'engine', schemas, errors],
  'forecasting/ensemble': [
    ...forecastingRooms('statistics', 'history', 'methods', 'families', 'sampling', 'network'),
    ...['training', 'engine', ports, schemas],
  ],
  'forecasting/evaluation': [
    ...forecastingRooms(
      'statistics',
      'history',
      'methods',
      'method-fits',
      'families',
      'sampling',
      'ensemble',
    ),
    ...['training', ...contracts],
  ],
  'forecasting/attribution': [
    ...forecastingRooms('statistics', 'pretrained', 'history', 'methods', 'families', 'sampling', 'network'),
    ...forecastingRooms('ensemble'),
    ...['attribution', 'engine', ...contracts],
  ],
  'forecasting/training': [
    ...forecastingRooms('statistics', 'history', 'families', 'sampling', 'network', 'ensemble'),
    ...forecastingRooms('evaluation', 'attribution'),
    ...['training', 'attribution', 'engine', 'free-memory', ...contracts],
  ],
  'forecasting/serving': [
    ...forecastingRooms('statistics', 'history', 'pretrained', 'methods', 'method-fits', 'families'),
    ...forecastingRooms('sampling', 'network', 'ensemble', 'evaluation', 'attribution', 'training'),
    ...forecastingRooms('new-series'),
    ...[
      'sharing',
      'stored-text',
      'json-size',
      'newest-entries',
      'training',
      'series',
      'engine',
      ...contracts,
    ],
  ],
  forecasting: [
    ...forecastingRooms('statistics', 'methods', 'network', 'ensemble', 'evaluation', 'training', 'serving'),
  ],

  'sequences/reading': [
    'transfer',
    'moved-answer',
    'bodies',
    'body-threads',
    'series',
    'validation',
    ...contracts,
  ],
  'sequences/network': ['training', 'engine', ...contracts],
  'sequences/evaluation': [...sequencesRooms('network'), 'training', 'engine', ...contracts],
  'sequences/attribution': [
    ...sequencesRooms('network', 'evaluation'),
    ...['attribution', 'engine', ...contracts],
  ],
  'sequences/training': [
    ...sequencesRooms('network', 'evaluation', 'attribution'),
    ...['training', 'engine', ...contracts],
  ],
  'sequences/serving': [
    ...sequencesRooms('reading', 'network', 'evaluation', 'attribution'),
    ...['training', 'attribution', 'engine', 'newest-entries', ...contracts],
  ],
  sequences: [
    ...sequencesRooms('reading', 'network', 'evaluation', 'training', 'serving'),
    ...['training', ports],
  ],

  'pictures/drawing': [schemas],
  pictures: ['pictures/drawing', 'stored-text', schemas, ports],

  services: ['sharing', 'stored-text', 'json-size', 'newest-entries', ...contracts],
  'embedded-postgres': [],
  store: [
    'sharing',
    'chunks',
    'stored-text',
    'outage-log',
    'polling',
    'database-client',
    'database-session',
    'tls-faults',
    'fault-points',
    ...contracts,
  ],
  queue: [
    'outage-log',
    'polling',
    'in-time',
    'database-client',
    'database-session',
    'tls-faults',
    ...contracts,
  ],
  webhooks: ['sharing', 'newest-entries', 'node-http', ports, errors],
  http: [
    ...[
      'sharing',
      'moved-answer',
      'json-size',
      'newest-entries',
      'outage-log',
      'polling',
      'in-time',
      'node-http',
      'credentials',
      'fault-points',
      'bodies',
      'body-threads',
    ],
    ...['validation', 'observability', ...contracts],
  ],
  workers: [
    'sharing',
    'store',
    'queue',
    'outage-log',
    'polling',
    'fault-points',
    'observability',
    ...contracts,
  ],
  // The processes choose the concrete parts.
  processes: [
    ...['config', 'early-settings', 'fault-points', 'built-code', 'compile-cache', 'observability', 'engine'],
    ...['training', 'forecasting'],
    ...[
      'sequences',
      'pictures',
      'series',
      'services',
      'embedded-postgres',
      'sharing',
      'store',
      'queue',
      'webhooks',
    ],
    ...[
      'http',
      'workers',
      'chunks',
      'transfer',
      'moved-answer',
      'in-time',
      'node-http',
      'credentials',
      'free-memory',
      'outage-log',
      schemas,
      ports,
    ],
  ],
};

/** Folders of `contracts/schemas`: each imports only itself and those before it. They have one index.ts for all. */
const schemaFolders =
  'primitives jobs datasets attribution models backtests forecasts kinds operations'.split(' ');

/** Files of a folder without a level of its own; more are cut into rooms. */
const filesOfFolderMax = 25;

const files = globSync(['src/**/*.ts', 'workers/**/*.ts']).sort();
const sources = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
const imports = importsOf(files);
const edges = files.flatMap((file) => imports.get(file)!.map((target) => ({ file, target })));

/** `src/series/csv/read.ts` is in the room `series/csv`, `src/errors.ts` in `errors`,
 *  `workers/train.ts` in `workers`. */
function roomOf(file: string): string {
  const path = file.replace(/^src\//, '').replace(/\.ts$/, '');
  const rooms = Object.keys(allowed).filter((room) => path === room || path.startsWith(`${room}/`));
  return rooms.reduce((longest, room) => (room.length > longest.length ? room : longest), '');
}

/** The outermost room that an import enters: importing `src/series/csv/read.ts` from `http` enters `series`. */
function enteredRoom(file: string, target: string): string | null {
  const [from, to] = [roomOf(file), roomOf(target)];
  const rooms = Object.keys(allowed).filter((room) => to === room || to.startsWith(`${room}/`));
  const entered = rooms.filter((room) => from !== room && !from.startsWith(`${room}/`));
  return entered.length === 0 ? null : entered.reduce((a, b) => (a.length < b.length ? a : b));
}

test('every file is in a room', () => {
  expect(files.filter((file) => roomOf(file) === '')).toEqual([]);
});

test('a room imports only what it may', () => {
  const breaches = edges
    .filter(({ file, target }) => {
      const [from, to] = [roomOf(file), enteredRoom(file, target)];
      return to !== null && !allowed[from].includes(to);
    })
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(breaches).toEqual([]);
});

test('no permission is unused', () => {
  const used = new Set(edges.map(({ file, target }) => `${roomOf(file)} → ${enteredRoom(file, target)}`));
  const unused = Object.entries(allowed)
    .flatMap(([room, targets]) => targets.map((target) => `${room} → ${target}`))
    .filter((permission) => !used.has(permission));
  expect(unused).toEqual([]);
});

test('rooms import in one direction', () => {
  const order = Object.keys(allowed);
  const upward = Object.entries(allowed).flatMap(([room, targets]) =>
    targets
      .filter((target) => order.indexOf(target) >= order.indexOf(room))
      .map((target) => `${room} may import ${target}, which does not stand above it`),
  );
  expect(upward).toEqual([]);
});

test('docs/architecture.md has the rooms, their order and their permissions', () => {
  // `series/csv` is in `series`. The rooms of `contracts` stand for themselves.
  const outerOf = (room: string) => (room.startsWith('contracts/') ? room : room.split('/')[0]);
  const rows = Map.groupBy(Object.entries(allowed), ([room]) => outerOf(room));
  const permitted = [...rows].map(([outer, inner]) => {
    const entered = new Set(inner.flatMap(([, targets]) => targets.map(outerOf)));
    const names = [...entered].filter((room) => room !== outer).map((room) => room.replace('contracts/', ''));
    return [outer, outer === 'processes' ? ['everything'] : names.sort()];
  });
  const named: Record<string, string[]> = { contracts: ['schemas', 'ports', 'errors'], '–': [] };
  const written = tableUnder('| room | contents | may import |').map(([room, , imports]) => [
    room.replace(/^`(?:src\/)?(.*?)(?:\.ts)?`$/, '$1'),
    imports
      .split(', ')
      .flatMap((name) => named[name] ?? [name])
      .sort(),
  ]);
  expect(written).toEqual(permitted);

  for (const outer of ['series', 'forecasting']) {
    const inner = Object.keys(allowed).filter((room) => room.startsWith(`${outer}/`));
    const writtenInner = tableUnder(`| room of \`src/${outer}\` | contents |`).map(([room]) => room);
    expect(writtenInner).toEqual(inner.map((room) => `\`${room.replace(`${outer}/`, '')}\``));
  }
});

/** Cells of each row of the table of docs/architecture.md with this head. */
function tableUnder(head: string): string[][] {
  const page = readFileSync('docs/architecture.md', 'utf8');
  const [table] = page.slice(page.indexOf(head)).split('\n\n');
  return table
    .split('\n')
    .slice(2)
    .map((row) => row.slice(2, -2).split(' | '));
}

test('the threads that read tables load no schemas', () => {
  // They would hold the memory of zod in each upload.
  const entries = ['src/series/table-bodies/text-thread.ts', 'src/series/table-bodies/file-thread.ts'];
  const loaded = new Set<string>(entries);
  for (const file of loaded) for (const target of loadedBy(file)) loaded.add(target);
  expect(loaded).toContain('src/series/table/table.ts');
  expect([...loaded].filter((file) => roomOf(file) === schemas)).toEqual([]);
});

/** The files that a file loads when it runs: those of which it imports more than types. */
function loadedBy(file: string): string[] {
  return statementsFrom(file).flatMap(({ statement, target }) => {
    const isOfTypes = ts.isImportDeclaration(statement)
      ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      : statement.isTypeOnly;
    return isOfTypes || !sources.has(target) ? [] : [target];
  });
}

test('schemas import in one direction', () => {
  const folderOf = (file: string) => /^src\/contracts\/schemas\/([^/]+)\//.exec(file)?.[1];
  const places = edges.flatMap(({ file, target }) => {
    const [from, to] = [folderOf(file), folderOf(target)];
    return from === undefined || to === undefined ? [] : [{ file, target, from, to }];
  });
  expect([...new Set(places.flatMap(({ from, to }) => [from, to]))].sort()).toEqual(schemaFolders.toSorted());
  const breaches = places
    .filter(({ from, to }) => schemaFolders.indexOf(to) > schemaFolders.indexOf(from))
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(breaches).toEqual([]);
});

test('a folder is entered through its index.ts', () => {
  const entries = edges
    .filter(({ file, target }) => {
      const room = enteredRoom(file, target);
      if (room === null || target === `src/${room}.ts`) return false;
      return target !== `src/${room}/index.ts`;
    })
    .filter(({ target }) => target.startsWith('src/'))
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(entries).toEqual([]);
});

test('only src/forecasting/families branches on the name of a family', () => {
  const branch =
    /\bfamily\s*[!=]==?\s*'(seasonal|prices|short)'|[!=]==?\s*'(seasonal|prices|short)'|switch \([^)]*family|case '(seasonal|prices|short)'/;
  const branching = files
    .filter((file) => !file.startsWith('src/forecasting/families/'))
    .filter((file) => branch.test(sources.get(file)!));
  expect(branching).toEqual([]);
});

test('models in training are inserted in one place', () => {
  const insert = /INSERT INTO models\b|insertInto\('models'\)/;
  const inserting = files.filter((file) => insert.test(sources.get(file)!));
  // The imported models are ready at once.
  expect(inserting).toEqual(['src/store/models/imports.ts', 'src/store/models/trainings.ts']);
});

test('an index.ts exports only what somebody imports from it', () => {
  const importers = globSync(
    ['src', 'workers', 'embed', 'bench', 'scripts', 'test'].map((top) => `${top}/**/*.ts`),
  );
  const wanted = new Set(importers.flatMap(namesImportedBy));
  const unused = files
    .filter((file) => file.endsWith('/index.ts'))
    .flatMap((file) => namesExportedAgainBy(file).map((name) => `${file} ${name}`))
    .filter((name) => !wanted.has(name));
  expect(unused).toEqual([]);
});

/** Names that a file imports or exports again from other files, each with its file. */
function namesImportedBy(file: string): string[] {
  return statementsFrom(file).flatMap(({ target, elements }) =>
    elements.map(({ name, propertyName }) => `${target} ${(propertyName ?? name).text}`),
  );
}

/** Names that a file exports again from other files. */
function namesExportedAgainBy(file: string): string[] {
  return statementsFrom(file).flatMap(({ statement, elements }) =>
    ts.isExportDeclaration(statement) ? elements.map(({ name }) => name.text) : [],
  );
}

/** Import and export statements with a path, and the names in their braces. */
function statementsFrom(file: string) {
  const { statements } = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
    const braces = ts.isImportDeclaration(statement)
      ? statement.importClause?.namedBindings
      : statement.exportClause;
    const elements =
      braces !== undefined && (ts.isNamedImports(braces) || ts.isNamedExports(braces)) ? braces.elements : [];
    return [
      { statement, target: normalize(join(dirname(file), moduleSpecifier.text)), elements: [...elements] },
    ];
  });
}

test('every import names a file that exists', () => {
  const missing = edges
    .filter(({ target }) => target.endsWith('.ts') && !sources.has(target))
    .map(({ file, target }) => `${file} imports ${target}`);
  expect(missing).toEqual([]);
});

test('no file and no folder imports itself by way of others, and no file of the benches and scripts either', () => {
  const beside = globSync(['bench/**/*.ts', 'scripts/**/*.ts', 'clients/**/*.ts']).sort();
  expect(cyclesOf(importsOf([...files, ...beside]))).toEqual([]);

  const byFolder = new Map<string, string[]>();
  for (const { file, target } of edges) {
    const [from, to] = [nodeOf(file), nodeOf(target)];
    if (from !== to) byFolder.set(from, [...(byFolder.get(from) ?? []), to]);
  }
  expect(cyclesOf(byFolder)).toEqual([]);
});

/** The files that each file imports. */
function importsOf(importers: readonly string[]): Map<string, string[]> {
  return new Map(
    importers.map((file) => [
      file,
      ts
        .preProcessFile(readFileSync(file, 'utf8'))
        .importedFiles.map(({ fileName }) => fileName)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => normalize(join(dirname(file), specifier))),
    ]),
  );
}

/** The folder of a file; a file at the top of `src` stands for itself. */
function nodeOf(file: string): string {
  return dirname(file) === 'src' ? file : dirname(file);
}

function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (node: string, path: string[]) => {
    const at = path.indexOf(node);
    if (at >= 0) cycles.push([...path.slice(at), node].join(' → '));
    if (at >= 0 || done.has(node)) return;
    for (const target of graph.get(node) ?? []) visit(target, [...path, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return cycles;
}

test('only config.ts reads a setting from the environment', () => {
  // A child process inherits the whole environment: that reads no setting.
  const readers = files.filter((file) => /process\.env(\.|\[)/.test(sources.get(file)!));
  expect(readers).toEqual([]);
});

test('durations are measured by the clock that nobody sets', () => {
  const wallClock = files.filter((file) => /Date\.now\(\)/.test(sources.get(file)!));
  // Times that are stored, shown, or compared with such times.
  expect(wallClock).toEqual([
    'src/contracts/schemas/primitives/expiry.ts',
    'src/http/routing/request-ids.ts',
    'src/processes/log-lines.ts',
    'src/queue/backend.ts',
    'src/queue/background-tasks.ts',
    'src/queue/consumer.ts',
    'src/queue/keeper/schedule-planner.ts',
    'src/queue/postgres-entries.ts',
    'src/store/database/server.ts',
    'src/store/schedules.ts',
  ]);
});

test('files are small, folders too, and both are named by their subject', () => {
  const all = globSync([
    'src/**/*.ts',
    'workers/**/*.ts',
    'test/**/*.ts',
    'scripts/**/*.ts',
    'bench/**/*.ts',
    'embed/**/*.ts',
    'dashboard/src/**/*.{ts,tsx}',
  ]);
  expect(all.filter((file) => readFileSync(file, 'utf8').split('\n').length > 600)).toEqual([]);
  expect(all.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(file))).toEqual([]);
  const folders = Map.groupBy(all, dirname);
  const crowded = [...folders].filter(([, own]) => own.length > filesOfFolderMax).map(([folder]) => folder);
  expect(crowded).toEqual([]);
});

/** The functions that run one again; and two that change no rows that others lock: the migration, and a trial. */
const plainTransactions = ['database/deadlocks', 'database/migrate', 'index'];

test('a transaction of the store that changes rows is run again after a deadlock', () => {
  const paths = globSync('src/store/**/*.ts').filter((path) =>
    /\.transaction\(\)/.test(readFileSync(path, 'utf8')),
  );
  expect(paths.sort()).toEqual(plainTransactions.map((path) => `src/store/${path}.ts`));
});
