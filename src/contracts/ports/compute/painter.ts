import type { LatestForecast } from '../../schemas/index.ts';

/** Work for pictures in the threads of forecasts. */
export interface Painter {
  /** Looks for a series in the stored contents of a forecast. @param series its id; undefined: the first one */
  seriesIn(packed: Uint8Array, series: string | undefined): Promise<StoredSeries>;
  /** The picture as a file. */
  draw(task: PictureTask): Promise<Uint8Array>;
}

/** A series of a stored forecast. */
export interface StoredSeries {
  /** Null if the forecast does not have it. */
  found: Pick<LatestForecast, 'series_id' | 'times' | 'median' | 'bands'> | null;
  /** The ids of all its series. */
  ids: string[];
}

export interface PictureTask {
  forecast: LatestForecast;
  theme: 'auto' | 'light' | 'dark';
  width: number;
  height: number;
  /** Pixels of a PNG for one pixel of the size; null: SVG. */
  scale: number | null;
}
