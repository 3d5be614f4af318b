import type { LatestForecast } from '../../contracts/schemas/index.ts';
import { inWords, subtitleOf } from './forecast-in-words.ts';
import { fitted, textWidth } from './labels.ts';
import { boldSize, edge, layoutOf, type PictureSize } from './layout.ts';
import { legend } from './legend.ts';
import type { Point } from './plot.ts';
import { type Shape, shape, svgNamespace } from './shapes.ts';

const labelSize = 12;

/** Draws the end of the history, the fan and the median of a forecast.
 *  @param styles the style sheet; null where the page has it already */
export function forecastPicture(forecast: LatestForecast, size: PictureSize, styles: string | null): Shape {
  const { width, height } = size;
  const { title, rows, top, bottom, inner, hasSubtitle, legendPlace, plot, ticks } = layoutOf(forecast, size);
  const { x, y, left, right } = plot;

  return shape(
    'svg',
    {
      xmlns: svgNamespace,
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-labelledby': 'gatecast-title gatecast-desc',
    },
    [
      shape('title', { id: 'gatecast-title' }, [`Forecast of ${title}`]),
      shape('desc', { id: 'gatecast-desc' }, [inWords(forecast, plot.write)]),
      ...(styles === null ? [] : [shape('style', {}, [styles])]),
      shape('rect', { class: 'paper', x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 10 }),
      text('title', edge, 36, fitted(title, boldSize, inner)),
      ...(hasSubtitle ? [text('', edge, rows, fitted(subtitleOf(forecast), labelSize, inner))] : []),
      ...(legendPlace === null ? [] : [legend(forecast, legendPlace.x, legendPlace.y)]),
      ...plot.values.flatMap(({ at, label }) => [
        line('grid', left, at, right, at),
        text('end', left - 8, at + 4, label),
      ]),
      ...(plot.now === null ? [] : [line('now', plot.now, top, plot.now, bottom)]),
      ...timeLabels(
        ticks.map((tick) => ({ ...tick, at: x(tick.at) })),
        left,
        width - edge / 2,
        bottom,
      ),
      line('axis', left, bottom, right, bottom),
      ...plot.bands.map((band) => area(band.upper, band.lower)),
      ...curves('observed', plot.observed),
      ...curves('median', [plot.median]),
      ...(plot.last === null ? [] : [dot('ring', plot.last, 4)]),
      dot('mark', plot.median[plot.median.length - 1], 4.5),
      ...plot.endLabels.map(({ at, label, isMedian }) =>
        text(isMedian ? 'point' : '', right + 12, at + 4, label),
      ),
    ].filter((part) => part !== null),
  );

  function curves(name: string, runs: readonly (readonly Point[])[]): Shape[] {
    return runs
      .filter((run) => run.length > 0)
      .map((run) =>
        run.length === 1
          ? dot('dot', run[0], 2)
          : shape('path', { class: name, d: `M${run.map(place).join('L')}` }),
      );
  }

  function place([at, value]: Point): string {
    return `${rounded(x(at))},${rounded(y(value))}`;
  }

  function area(upper: readonly Point[], lower: readonly Point[]): Shape {
    const outline = [...upper, ...lower.toReversed()].map(place).join('L');
    return shape('path', { class: 'band', d: `M${outline}Z` });
  }

  function dot(name: string, [at, value]: Point, r: number): Shape {
    return shape('circle', { class: name, cx: rounded(x(at)), cy: rounded(y(value)), r });
  }
}

/** Labels of the ticks, and under them their context where it changes. What has no room is left out. */
function timeLabels(
  ticks: { at: number; label: string; context: string }[],
  from: number,
  to: number,
  bottom: number,
): Shape[] {
  let context = '';
  const contexts: { at: number; label: string }[] = [];
  for (const tick of ticks) {
    if (tick.context === context) continue;
    context = tick.context;
    const previous = contexts.at(-1);
    // The first context is that of a part; the one after it begins with its first tick and is the better one.
    if (
      previous !== undefined &&
      previous.at + (textWidth(previous.label, labelSize) + textWidth(context, labelSize)) / 2 + 8 > tick.at
    ) {
      if (contexts.length > 1) continue;
      contexts.pop();
    }
    contexts.push({ at: tick.at, label: context });
  }
  const within = ({ at, label }: { at: number; label: string }) => {
    const half = textWidth(label, labelSize) / 2;
    return Math.min(to - half, Math.max(at, from + half - 8));
  };
  const fits = (one: { at: number; label: string }) => one.at + textWidth(one.label, labelSize) / 2 <= to;
  return [
    ...ticks.map(({ at }) => line('axis', at, bottom, at, bottom + 4)),
    ...ticks.filter(fits).map(({ at, label }) => text('middle', at, bottom + 19, label)),
    ...contexts.map((one) => text('middle', within(one), bottom + 35, one.label)),
  ];
}

function line(name: string, x1: number, y1: number, x2: number, y2: number): Shape {
  const [a, b, c, d] = [x1, y1, x2, y2].map(rounded);
  return shape('line', { class: name, x1: a, y1: b, x2: c, y2: d });
}

function text(name: string, x: number, y: number, content: string): Shape {
  return shape('text', { ...(name === '' ? {} : { class: name }), x: rounded(x), y: rounded(y) }, [content]);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
