/** `npm run plots:pretraining [-- <folder>]`: draws four examples of each family of made-up series, the history and the
 *  future, into `docs/research/pretraining`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { type FamilyName, familyNames, type MadeUpSeries, makePool } from './generator/index.ts';

const seed = 12;
const poolSize = 64;
const poolsMax = 200;
/** Values that a panel shows, the last ones. */
const valuesMax = 250;
/** Shortest history that a panel shows, in steps. */
const historyMin = 20;
const palette = { history: '#1f2937', future: '#c2410c' };

/** Seasons of the four panels of a family. */
const seasonsOf: Record<FamilyName, readonly number[]> = {
  growth: [1, 1, 4, 12],
  lines: [1, 1, 4, 12],
  'state-space': [1, 4, 12, 52],
  autoregression: [1, 1, 12, 24],
  'gaussian-process': [1, 1, 12, 24],
  structure: [1, 4, 12, 7],
  cycles: [1, 1, 12, 24],
  'day-week': [24, 24, 24, 48],
  'week-year': [7, 7, 7, 5],
  prices: [1, 1, 5, 5],
  counts: [1, 7, 12, 24],
  intermittent: [1, 7, 12, 24],
};

const folder = process.argv[2] ?? 'docs/research/pretraining';
mkdirSync(folder, { recursive: true });
for (const family of familyNames) writeFileSync(join(folder, `${family}.svg`), await svgOf(drawing(family)));

async function svgOf(spec: TopLevelSpec): Promise<string> {
  return `${await new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG()}\n`;
}

function drawing(family: FamilyName): TopLevelSpec {
  const seasons = seasonsOf[family];
  const panels = seasons.map((season, panel) => {
    const number = seasons.slice(0, panel).filter((before) => before === season).length;
    return { title: `m = ${season}`, data: { values: pointsOf(example(family, season, number)) } };
  });
  return {
    background: 'white',
    padding: 8,
    config: {
      font: 'sans-serif',
      view: { stroke: null },
      axis: { labelFontSize: 10, tickCount: 4, grid: false },
      title: { fontSize: 11, fontWeight: 'normal', anchor: 'start' },
    },
    spacing: 20,
    hconcat: panels.map((panel) => ({
      ...panel,
      width: 170,
      height: 100,
      mark: { type: 'line', strokeWidth: 1, interpolate: 'linear' },
      encoding: {
        x: { field: 't', type: 'quantitative', title: null },
        y: {
          field: 'y',
          type: 'quantitative',
          title: null,
          scale: { zero: false },
          axis: { format: '~s' },
        },
        color: {
          field: 'part',
          type: 'nominal',
          legend: null,
          scale: { domain: ['history', 'future'], range: [palette.history, palette.future] },
        },
      },
    })),
  } as TopLevelSpec;
}

/** Series number `number` of a family among those of a season. */
function example(family: FamilyName, season: number, number: number): MadeUpSeries {
  let left = number;
  for (let pool = 0; pool < poolsMax; pool++)
    for (const series of makePool(seed, pool, poolSize, { season }).series)
      if (series.family === family && series.historyLength >= historyMin && left-- === 0) return series;
  throw new Error(`There is no series of ${family} with a season of ${season}.`);
}

/** The future begins with the last value of the history, so that the line is not broken. */
function pointsOf({ values, historyLength }: MadeUpSeries) {
  const from = Math.max(0, values.length - valuesMax);
  const point = (t: number, part: string) => ({
    t: t - historyLength + 1,
    y: Number.isNaN(values[t]) ? null : Number(values[t].toPrecision(6)),
    part,
  });
  const points = [];
  for (let t = from; t < historyLength; t++) points.push(point(t, 'history'));
  for (let t = historyLength - 1; t < values.length; t++) points.push(point(t, 'future'));
  return points;
}
