import type { ForecastWindow } from '../history/index.ts';
import type { PreparedSeries } from '../sampling/index.ts';
import { decimated } from '../statistics/index.ts';
import type { FittedModel } from './fitted-model.ts';

/** Windows whose scores are computed, at most. */
const windowsMax = 512;
/** Scores beyond these are as good as outside the fan. */
const scoreMax = 8;
const halvings = 30;

/** Scores of some windows. */
export interface WindowScores {
  usable: boolean[]; // [N]
  /** NaN without an observation, and where a fan has no width, such as on a closed day. Rows of other
   *  windows are meaningless. */
  scores: Float64Array; // [N, K]
}

/** Where the observations of held-out windows lay in their fans, as normal scores, in parts that do not
 *  depend on each other. */
export interface HeldOutScores {
  /** Number of parts. */
  count: number;
  scoresOf(part: number): WindowScores;
  /** @param scoresOf result of the method of that name, computed anywhere; asked for in order, null ends the work
   *  @returns [N][K] of the windows that have a forecast; null if the work was ended */
  all(scoresOf: (part: number) => WindowScores | null): Float64Array[] | null;
}

export function prepareHeldOutScores(model: FittedModel, series: readonly PreparedSeries[]): HeldOutScores {
  const windows = decimated(
    series.flatMap((one) => one.split.validationOrigins.map((origin) => ({ series: one, origin }))),
    windowsMax,
  );
  const size = model.spec.batch_size;
  const count = Math.ceil(windows.length / size);
  return {
    count,
    scoresOf: (part) => scoresIn(model, windows.slice(part * size, (part + 1) * size)),
    all(scoresOf) {
      const parts: WindowScores[] = [];
      for (let part = 0; part < count; part++) {
        const made = scoresOf(part);
        if (made === null) return null;
        parts.push(made);
      }
      return parts.flatMap((part) => rowsOf(part, model.horizon));
    },
  };
}

function scoresIn(model: FittedModel, windows: readonly ForecastWindow[]): WindowScores {
  const fans = model.forecast(windows);
  const { horizon } = model;
  const scores = new Float64Array(windows.length * horizon);
  for (let w = 0; w < windows.length; w++) {
    const fan = fans[w];
    if (fan === null) continue;
    const { series, origin } = windows[w];
    for (let h = 0; h < horizon; h++) {
      const y = series.raw[origin + h] ?? Number.NaN;
      const hasWidth = fan.quantileAt(h, -scoreMax) < fan.quantileAt(h, scoreMax);
      if (Number.isNaN(y) || !hasWidth) {
        scores[w * horizon + h] = Number.NaN;
        continue;
      }
      let low = -scoreMax;
      let high = scoreMax;
      for (let i = 0; i < halvings; i++) {
        const middle = (low + high) / 2;
        if (fan.quantileAt(h, middle) < y) low = middle;
        else high = middle;
      }
      scores[w * horizon + h] = (low + high) / 2;
    }
  }
  return { usable: fans.map((fan) => fan !== null), scores };
}

function rowsOf({ usable, scores }: WindowScores, horizon: number): Float64Array[] {
  return usable.flatMap((isUsable, w) => (isUsable ? [scores.subarray(w * horizon, (w + 1) * horizon)] : []));
}
