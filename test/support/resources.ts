import { dailyCsv, fleetEnded, type TestApp } from './app.ts';
import type { Resources } from './document.ts';

/** No server listens here. `resourceOptions` lets webhooks use the address. */
const webhookUrl = 'http://127.0.0.1:9/';
export const resourceOptions = { webhookAllow: ['127.0.0.1/32'] };

/** Creates one resource of each kind over HTTP. The service has a worker and was started with `resourceOptions`. */
export async function createResources(service: TestApp): Promise<Resources> {
  const post = async (url: string, payload: object) => {
    const answer = await service.app.inject({ method: 'POST', url, payload });
    if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.body}`);
    return answer.json();
  };
  const webhook = await post('/v1/webhooks', { url: webhookUrl, events: ['job.succeeded'] });
  const model = await service.trained(dailyCsv(120), { horizon: 3, validation: { windows: 2 } });
  const { key } = await post('/v1/keys', { scopes: ['read'] });
  const forecast = await post(`/v1/models/${model.id}/forecasts`, {});
  const { embed } = await post(`/v1/models/${model.id}/embeds`, {});
  const { backtest, job } = await post('/v1/backtests', { model_id: model.id, windows: 2 });
  const schedule = await post('/v1/schedules', { kind: 'retrain', model_id: model.id, every: 'P30D' });
  await service.ended(job.id);
  const webhookId = webhook.webhook?.id ?? webhook.id;
  const deliveries = await service.app.inject(`/v1/webhooks/${webhookId}/deliveries`);
  const settings = { horizon: 3, preset: 'fast', steps: 5, members: 1 };
  const fleet = await post('/v1/fleets', { dataset_id: model.dataset_id, settings });
  await fleetEnded(service, fleet.id);
  const alias = { model_id: model.id };
  await service.app.inject({ method: 'PUT', url: '/v1/aliases/production', payload: alias });
  return {
    name: 'production',
    dataset_id: model.dataset_id,
    series_id: 'y',
    version: '1',
    model_id: model.id,
    job_id: model.job_id!,
    key_id: key.id,
    forecast_id: forecast.id,
    embed_id: embed.id,
    backtest_id: backtest.id,
    fleet_id: fleet.id,
    schedule_id: schedule.id,
    webhook_id: webhookId,
    webhook_url: webhookUrl,
    delivery_id: deliveries.json().data[0].id,
  };
}
