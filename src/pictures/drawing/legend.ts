import type { LatestForecast } from '../../contracts/schemas/index.ts';
import { textWidth } from './labels.ts';
import { type Shape, shape } from './shapes.ts';
import { dark, light } from './themes.ts';

const [sample, gap, between, fontSize] = [16, 6, 16, 12];

type Legend = Pick<LatestForecast, 'bands' | 'history' | 'since'>;

/** Names of the lines and areas of a picture, the widest interval last. */
function entriesOf({ bands, history, since }: Legend): { name: string; label: string; layers: number }[] {
  const hasObserved = history.values.length + since.values.length > 0;
  return [
    ...(hasObserved ? [{ name: 'observed', label: 'Observed', layers: 0 }] : []),
    { name: 'median', label: 'Median', layers: 0 },
    ...bands
      .toReversed()
      .map(({ level }, i) => ({ name: 'swatch', label: `${level} %`, layers: bands.length - i })),
  ];
}

export function legendWidth(of: Legend): number {
  const widths = entriesOf(of).map(({ label }) => sample + gap + textWidth(label, fontSize));
  return widths.reduce((sum, width) => sum + width, between * (widths.length - 1));
}

/** @param y middle of the row */
export function legend(of: Legend, x: number, y: number): Shape {
  let at = x;
  const parts = entriesOf(of).flatMap(({ name, label, layers }) => {
    const from = Math.round(at);
    at += sample + gap + textWidth(label, fontSize) + between;
    const mark =
      layers > 0
        ? shape('rect', {
            class: name,
            'fill-opacity': opacityOf(layers),
            x: from,
            y: y - 6,
            width: sample,
            height: 11,
            rx: 3,
          })
        : shape('path', { class: name, d: `M${from},${y}h${sample}` });
    return [mark, shape('text', { x: from + sample + gap, y: y + 4 }, [label])];
  });
  return shape('g', { class: 'legend' }, parts);
}

/** Opacity of several areas that lie on each other. */
function opacityOf(layers: number): number {
  const one = (light.band + dark.band) / 2;
  return Math.round((1 - (1 - one) ** layers) * 100) / 100;
}
