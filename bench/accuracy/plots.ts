/** `npm run plots:accuracy -- <folder>`: draws the figures of docs/research from the reports of the bench that lie in
 *  the folder as JSON (any `*.json`, each what `--json` ends with), and the fans of two models that it trains itself.
 *  With `--quick` these models have little history. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { exampleFans } from './example-fans.ts';
import { published } from './published.ts';
import type { Report } from './report.ts';

const palette = {
  auto: '#c2410c',
  network: '#f59e0b',
  published: '#111827',
  other: '#9ca3af',
  band: '#fdba74',
};

/** Methods of the plots, with their labels. */
const names: Record<string, string> = {
  auto: 'auto',
  network: 'network alone',
  seasonal_naive: 'seasonal naive',
  theta: 'Theta',
  dotm: 'DOTM',
  ets: 'ETS',
  ewma: 'EWMA',
  garch: 'GARCH',
};
const models = ['auto', 'network'];

const measures = {
  owa: 'OWA',
  smape: 'sMAPE',
  mase: 'MASE',
  wql: 'WQL',
  wql_ratio: 'WQL over the random walk',
};

const style = {
  background: 'white',
  padding: 12,
  config: {
    font: 'sans-serif',
    view: { stroke: null },
    axis: { labelFontSize: 12, labelLimit: 300, titleFontSize: 12, titleFontWeight: 'normal' },
    header: { labelFontSize: 13, title: null },
    legend: { labelFontSize: 12, labelLimit: 300, orient: 'bottom', title: null },
    title: { fontSize: 15, anchor: 'start' },
  },
};

const [folder, ...options] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('Name a folder with reports of the bench: npm run plots:accuracy -- <folder>\n');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const reports = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file): Report => JSON.parse(readFileSync(join(folder, file), 'utf8')));
const drawings: Record<string, TopLevelSpec> = {
  fans: await fans(),
  accuracy: accuracy(),
  coverage: coverage(),
};
for (const [name, spec] of Object.entries(drawings))
  writeFileSync(join(folder, `${name}.svg`), await svgOf(spec));

async function svgOf(spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compile({ ...spec, ...style } as TopLevelSpec).spec), { renderer: 'none' });
  return `${await view.toSVG()}\n`;
}

/** History, fan and later observations of a price and of a seasonal series; below, the tenths of their forecast
 *  distributions that later observations fell into. */
async function fans(): Promise<TopLevelSpec> {
  const examples = await exampleFans(options.includes('--quick'));
  const ahead = [{ filter: 'isValid(datum.median)' }];
  const fan = (title: string): object => ({
    title,
    width: 420,
    height: 220,
    encoding: { x: { field: 't', type: 'quantitative', title: 'steps from the forecast' } },
    layer: [
      {
        transform: ahead,
        mark: { type: 'area', color: palette.band, opacity: 0.45 },
        encoding: {
          y: { field: 'lower95', type: 'quantitative', scale: { zero: false }, title: null },
          y2: { field: 'upper95' },
        },
      },
      {
        transform: ahead,
        mark: { type: 'area', color: palette.auto, opacity: 0.45 },
        encoding: { y: { field: 'lower80', type: 'quantitative' }, y2: { field: 'upper80' } },
      },
      {
        transform: ahead,
        mark: { type: 'line', color: palette.auto },
        encoding: { y: { field: 'median', type: 'quantitative' } },
      },
      {
        mark: { type: 'line', color: palette.published, strokeWidth: 1.2 },
        encoding: { y: { field: 'observed', type: 'quantitative' } },
      },
    ],
  });
  const tenths = examples.map(({ pit }) => ({
    title: 'Observations after it, by tenth of their forecast distribution',
    data: {
      values: pit.map((share, tenth) => ({
        tenth: `${10 * tenth}–${10 * tenth + 10}`,
        tenthAt: tenth,
        share,
      })),
    },
    width: 420,
    height: 120,
    layer: [
      {
        mark: { type: 'bar', color: palette.auto, opacity: 0.7 },
        encoding: {
          x: {
            field: 'tenth',
            type: 'ordinal',
            sort: { field: 'tenthAt' },
            title: null,
            axis: { labelAngle: 0, labelFontSize: 10 },
          },
          y: { field: 'share', type: 'quantitative', axis: { format: '.0%', tickCount: 4 }, title: 'share' },
        },
      },
      { mark: { type: 'rule', strokeDash: [4, 4] }, encoding: { y: { datum: 0.1 } } },
    ],
  }));
  return {
    title: 'Fans (80 and 95 %) of models that were trained on what lies left of 0, and what came true',
    columns: 2,
    bounds: 'flush',
    spacing: { row: 60, column: 60 },
    concat: [...examples.map(({ name, points }) => ({ ...fan(name), data: { values: points } })), ...tenths],
    resolve: { scale: { x: 'independent', y: 'independent' } },
  } as TopLevelSpec;
}

/** Draws the accuracy beside published results, or as a ratio to Naive2 or to the random walk. */
function accuracy(): TopLevelSpec {
  const rows = reports.flatMap(({ dataset, preset, evaluations }) =>
    evaluations.flatMap(({ name, methods }) => {
      const measure = published[dataset]?.measure ?? 'wql_ratio';
      const panel = `${dataset}${evaluations.length > 1 ? `, ${name}` : ''}: ${measures[measure]}`;
      const known = (published[dataset]?.results ?? []).map(({ method, value }) => ({
        panel,
        method,
        value,
        kind: 'published',
      }));
      const own = Object.entries(methods).flatMap(([method, figures]) => {
        const value = figures[measure];
        if (names[method] === undefined || value === null) return [];
        const isModel = models.includes(method);
        return [
          {
            panel,
            method: isModel ? `${names[method]}, ${preset}` : names[method],
            value,
            kind: isModel ? method : 'our statistical methods',
          },
        ];
      });
      return [...own, ...known];
    }),
  );
  const unique = [...new Map(rows.map((row) => [`${row.panel} ${row.method}`, row])).values()];
  return {
    title: 'Smaller is better',
    data: { values: unique },
    columns: 2,
    facet: { field: 'panel', type: 'nominal', header: { labelFontSize: 13 } },
    spec: {
      width: 230,
      height: { step: 18 },
      mark: { type: 'point', filled: true, size: 80, opacity: 1 },
      encoding: {
        x: { field: 'value', type: 'quantitative', scale: { zero: false }, title: null },
        y: {
          field: 'method',
          type: 'nominal',
          sort: { field: 'value', order: 'ascending' },
          title: null,
          axis: { grid: true },
        },
        color: {
          field: 'kind',
          type: 'nominal',
          scale: {
            domain: ['auto', 'network', 'our statistical methods', 'published'],
            range: [palette.auto, palette.network, palette.other, palette.published],
          },
        },
      },
    },
    resolve: { scale: { x: 'independent', y: 'independent' } },
  } as TopLevelSpec;
}

/** Draws the share of observations in the 80 and 95 % intervals. */
function coverage(): TopLevelSpec {
  const rows = reports.flatMap(({ dataset, preset, evaluations }) =>
    evaluations.flatMap(({ name, methods }) =>
      Object.entries(methods).flatMap(([method, { coverage80, coverage95 }]) =>
        names[method] === undefined
          ? []
          : [
              { claim: '80 %', share: coverage80 },
              { claim: '95 %', share: coverage95 },
            ].map((row) => ({
              ...row,
              where: `${dataset}${evaluations.length > 1 ? `, ${name}` : ''}`,
              method: models.includes(method) ? `${names[method]}, ${preset}` : names[method],
              kind: models.includes(method) ? method : 'statistical',
            })),
      ),
    ),
  );
  const claim = (value: number) => ({
    mark: { type: 'rule', strokeDash: [4, 4], color: palette.published },
    encoding: { x: { datum: value } },
  });
  return {
    title: 'Share of observations inside the 80 and 95 % intervals',
    data: { values: rows },
    width: 520,
    height: { step: 26 },
    layer: [
      {
        mark: { type: 'point', filled: true, size: 70, opacity: 0.85 },
        encoding: {
          x: {
            field: 'share',
            type: 'quantitative',
            scale: { zero: false },
            axis: { format: '.0%' },
            title: null,
          },
          y: { field: 'where', type: 'nominal', title: null, axis: { grid: true } },
          color: {
            field: 'kind',
            type: 'nominal',
            scale: {
              domain: ['auto', 'network', 'statistical'],
              range: [palette.auto, palette.network, palette.other],
            },
          },
          shape: {
            field: 'claim',
            type: 'nominal',
            scale: { domain: ['80 %', '95 %'], range: ['circle', 'triangle-up'] },
          },
        },
      },
      claim(0.8),
      claim(0.95),
    ],
  } as TopLevelSpec;
}
