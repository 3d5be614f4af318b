import type { ForecastStore } from '../../src/contracts/ports/index.ts';
import type { NumericForecast } from '../../src/contracts/schemas/index.ts';

/** A stored forecast with its contents. @throws AppError forecast_not_found */
export async function storedForecast(
  forecasts: Pick<ForecastStore, 'get'>,
  tenant: string,
  id: string,
): Promise<NumericForecast> {
  const { head, contents } = await forecasts.get(tenant, id);
  return { ...head, ...JSON.parse(Buffer.from(contents).toString()) };
}
