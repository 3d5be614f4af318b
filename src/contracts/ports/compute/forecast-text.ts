/** Forecasts as texts, by the thread that has made them. As objects they would pass through the main thread, value by
 *  value, and once more to a thread that writes them. */
import type { Formulas, SeriesError } from '../../schemas/index.ts';

/** How forecasts are written. */
export type TextForm =
  /** JSON, with the fields of each series as they are made, or in the order of the schema. */
  | { type: 'json'; order: 'made' | 'schema' }
  /** A line of JSON for each series. */
  | { type: 'lines' }
  /** Rows of CSV. */
  | { type: 'csv'; formulas: Formulas };

/** Form and packing of the texts. */
export interface Writing {
  form: TextForm;
  /** Whether the forecasts are also packed as they are stored. */
  isPacked: boolean;
}

/** Forecasts of some series. */
export interface ForecastText {
  /** Number of forecasts. */
  count: number;
  /** The forecasts: JSON is separated by commas, and lines and rows end with their line break. Empty if there are none.
   *  Bytes (UTF-8), which move between threads and are not copied into a heap, of several series and of long ones. */
  text: string | Uint8Array;
  /** Bytes of each forecast in `text`, without separators. */
  lengths: readonly number[];
  /** Their JSON as it is stored; null if that was not requested. */
  packed: Uint8Array | null;
  /** The series that could not be forecast. */
  errors: SeriesError[];
}
