import type { LatestForecast, LatestForecastQuery, TenantId } from '../schemas/index.ts';
import type { PictureTask } from './compute/painter.ts';

/** The latest stored forecast of a model, as numbers and as a picture. */
export interface PictureCalls {
  /** @param query.namesOthers whether a refusal may name the series that there are
   *  @throws AppError model_not_found, model_kind_mismatch, model_without_forecast, series_not_found, overloaded */
  latest(
    tenant: TenantId,
    model: string,
    query: LatestForecastQuery & { namesOthers: boolean },
  ): Promise<LatestForecast>;
  /** @throws AppError overloaded, computation_too_slow */
  draw(task: PictureTask): Promise<Uint8Array>;
}
