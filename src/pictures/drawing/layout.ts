import type { LatestForecast } from '../../contracts/schemas/index.ts';
import { titleOf } from './forecast-in-words.ts';
import { textWidth } from './labels.ts';
import { legendWidth } from './legend.ts';
import { plotOf } from './plot.ts';
import { timeTicks } from './time-axis.ts';

export interface PictureSize {
  width: number;
  height: number;
}

/** Distance of everything from the edge of the picture. */
export const edge = 20;
/** Font size of a text of regular weight that is as wide as the bold title. */
export const boldSize = 17.3;
const pixelsPerTick = 72;
/** Height of a row of labels under the axis. */
const rowHeight = 15;
/** Below these sizes a part is left out, so that the fan has room. */
const sizeOf = { legendRow: 300, subtitle: 200, endLabels: 420, legend: 210 };

/** Places of the parts of a picture. */
export function layoutOf(forecast: LatestForecast, { width, height }: PictureSize) {
  const inner = width - 2 * edge;
  const title = titleOf(forecast);
  const legendRoom = inner - textWidth(title, boldSize) - 24;
  const isBeside = legendWidth(forecast) <= legendRoom;
  const hasSubtitle = height >= sizeOf.subtitle;
  const hasLegend = isBeside
    ? height >= sizeOf.legend
    : height >= sizeOf.legendRow && legendWidth(forecast) <= inner;
  const rows = 36 + (hasSubtitle ? 19 : 0);
  const top = rows + (hasLegend && !isBeside ? 26 : 0) + 20;
  const drawn = (bottom: number) => {
    const plot = plotOf(forecast, {
      left: edge,
      right: width - edge,
      top,
      bottom,
      hasEnd: width >= sizeOf.endLabels,
    });
    const countMax = Math.floor((plot.right - plot.left) / pixelsPerTick);
    return { plot, bottom, ticks: timeTicks(forecast.time_kind, plot.span, countMax, plot.spacing) };
  };
  const high = height - edge - rowHeight;
  const withContext = drawn(high - rowHeight);
  const hasContext = withContext.ticks.some(({ context }) => context !== '');
  const { plot, bottom, ticks } = hasContext ? withContext : drawn(high);

  const legendPlace = hasLegend
    ? { x: isBeside ? width - edge - legendWidth(forecast) : edge, y: isBeside ? 31 : rows + 24 }
    : null;
  return { title, rows, top, bottom, inner, hasSubtitle, legendPlace, plot, ticks };
}
