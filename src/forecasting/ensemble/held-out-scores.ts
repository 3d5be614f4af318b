import type { ForecastWindow } from '../history/index.ts';
import type { FittedModel } from './fitted-model.ts';

/** Scores beyond these are as good as outside the fan. */
const scoreMax = 8;
const halvings = 30;

/** Where the observations of held-out windows lay in their fans, as normal scores. [N][K] */
export function heldOutScores(model: FittedModel, windows: readonly ForecastWindow[]): Float64Array[] {
  const fans = model.forecast(windows);
  return windows.flatMap(({ series: { raw }, origin }, w) => {
    const fan = fans[w];
    if (fan === null) return [];
    const scores = Float64Array.from({ length: model.horizon }, (_, h) => {
      const y = raw[origin + h] ?? Number.NaN;
      if (Number.isNaN(y)) return y;
      let low = -scoreMax;
      let high = scoreMax;
      for (let i = 0; i < halvings; i++) {
        const middle = (low + high) / 2;
        if (fan.quantileAt(h, middle) < y) low = middle;
        else high = middle;
      }
      return (low + high) / 2;
    });
    return [scores];
  });
}
