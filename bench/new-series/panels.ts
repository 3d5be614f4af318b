/** Panels of which some series lose their history: real ones from a folder, and a made-up one with attributes. */
import type { PanelSeries } from '../../src/contracts/ports/index.ts';
import { createRng } from '../../src/engine/index.ts';
import { type BenchSeries, readFolder } from '../accuracy/folder.ts';

export interface Panel {
  name: string;
  season: number;
  series: { static: PanelSeries['static']; values: Float64Array }[];
}

/** Training parts of the series of a folder with a season. @param attributesOf static attributes by series */
export function panelOfFolder(
  path: string,
  season: number,
  attributesOf: ReadonlyMap<string, PanelSeries['static']>,
): Panel {
  const folder = readFolder(path);
  const series = folder.series.filter((one: BenchSeries) => one.season === season);
  return {
    name: `${folder.name}, season ${season}`,
    season,
    series: series.map(({ id, values, trainLength }) => ({
      static: attributesOf.get(id) ?? {},
      values: values.subarray(0, trainLength),
    })),
  };
}

/** Shops: the level depends on `format` and a little on `region`, the season on `region`, and `colour` on nothing. */
export function madeUpShops(seed: number, count: number): Panel {
  const rng = createRng(seed);
  const formats = { kiosk: 2, shop: 4, hall: 6 };
  const regions = { coast: 0, hills: 6, city: 3 };
  const pick = (names: string[]) => names[Math.floor(rng.uniform() * names.length)];
  return {
    name: 'made-up shops',
    season: 12,
    series: Array.from({ length: count }, () => {
      const format = pick(Object.keys(formats)) as keyof typeof formats;
      const region = pick(Object.keys(regions)) as keyof typeof regions;
      const level = formats[format] + 0.4 * rng.normal() + (region === 'city' ? 0.3 : 0);
      const values = Float64Array.from({ length: 72 }, (_, t) => {
        const wave = 0.5 * Math.sin((2 * Math.PI * (t + regions[region])) / 12);
        return Math.exp(level + wave + 0.15 * rng.normal());
      });
      return { static: { format, region, colour: pick(['red', 'blue', 'green', 'grey']) }, values };
    }),
  };
}
