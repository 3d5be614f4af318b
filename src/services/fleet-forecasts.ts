import assert from 'node:assert/strict';
import type {
  FleetCalls,
  FleetMemberForecast,
  FleetState,
  FleetStore,
  ForecastCalls,
  Forecaster,
  ForecastText,
  ServedModels,
} from '../contracts/ports/index.ts';
import {
  type FleetForecastIn,
  forecastInSchema,
  limits,
  type SeriesError,
} from '../contracts/schemas/index.ts';
import { AppError, refuse } from '../errors.ts';
import { someAtOnce } from '../sharing/index.ts';
import { textOfForecast, withErrorCells } from './forecast-texts.ts';
import { refuseAll } from './inputs/histories.ts';

interface Deps {
  fleets: Pick<FleetStore, 'state' | 'modelsOf'>;
  served: ServedModels;
  numeric: Pick<ForecastCalls, 'fleetMemberForecast'>;
  rows: Pick<Forecaster, 'withEmptyCells'>;
}

/** Forecasts of a fleet: each series is forecast by its own model. */
export function createFleetCalls({ fleets, served, numeric, rows }: Deps): FleetCalls {
  return {
    async forecast(tenant, id, body, form) {
      const fleet = await fleets.state(tenant, id);
      requireReady(fleet);
      const { series_ids: asked = null, ...options } = body;
      requireFew(fleet, body);
      const wanted = asked === null ? null : [...new Set(asked)];
      const found = await fleets.modelsOf(tenant, id, wanted, limits.forecastSeriesMax);
      const seriesIds = wanted ?? found.map(({ seriesId }) => seriesId);
      const byModel = Map.groupBy(found, ({ modelId }) => modelId);
      const parts = await someAtOnce([...byModel], async ([modelId, series]) => {
        const ids = series.map(({ seriesId }) => seriesId);
        const call = forecastInSchema.parse({ ...options, series_ids: ids, store: false });
        return served.use(tenant, modelId, (subject) =>
          numeric.fleetMemberForecast(tenant, subject, call, form, found.length),
        );
      });
      const made = parts.filter(({ seriesIds }) => seriesIds.length > 0);
      const known = new Set(found.map(({ seriesId }) => seriesId));
      const errors = [
        ...seriesIds.filter((one) => !known.has(one)).map((one) => withoutModel(fleet, one)),
        ...parts.flatMap((part) => part.errors),
      ];
      if (errors.length === 0 && made.length === 0) throw fleetDeleted(id);
      if (made.length === 0) refuseAll(errors);
      const [{ horizon, request }] = made;
      const head = { fleet_id: id, dataset_id: fleet.dataset_id, horizon, request };
      const forecasts = await withErrorCells(rows, inPlaces(made, seriesIds), errors, form);
      const created_at = new Date().toISOString();
      return textOfForecast({ ...head, created_at }, { parts: forecasts, errors }, form);
    },
  };
}

/** The forecasts of all models, each alone, in the order of the ids. */
function inPlaces(made: readonly FleetMemberForecast[], seriesIds: readonly string[]): ForecastText[] {
  const place = new Map(seriesIds.map((id, i) => [id, i]));
  const alone = made.flatMap((part) => {
    const texts = part.parts.flatMap(separated);
    return part.seriesIds.map((id, i) => ({ text: texts[i], place: place.get(id)! }));
  });
  return alone.toSorted((a, b) => a.place - b.place).map(({ text }) => text);
}

/** Each forecast of a part alone. */
function separated(part: ForecastText): ForecastText[] {
  const { text, lengths, count } = part;
  if (count <= 1) return count === 0 ? [] : [part];
  assert(typeof text !== 'string', 'several forecasts are bytes');
  const separators = text.length - lengths.reduce((sum, length) => sum + length, 0);
  const between = separators / (count - 1);
  let at = 0;
  return lengths.map((length) => {
    const from = at;
    at += length + between;
    return { ...part, count: 1, text: text.subarray(from, from + length), lengths: [length] };
  });
}

function fleetDeleted(id: string): AppError {
  const detail = `Fleet ${id} was deleted while the call read it.`;
  return new AppError('fleet_not_found', { detail, values: { id } });
}

function requireReady({ id, status, models }: FleetState): void {
  if (status === 'ready') return;
  const details = {
    training: `${models.training} of its ${models.total} models are in training`,
    failed: `the training of ${models.failed} of its ${models.total} models failed`,
    cancelled: `the training of ${models.cancelled} of its ${models.total} models was cancelled`,
  };
  throw new AppError(status === 'training' ? 'fleet_not_ready' : 'fleet_failed', {
    detail: `The fleet ${id} cannot forecast: ${details[status]}.`,
    headers: { Location: `/v1/models?fleet_id=${id}&status=${status}` },
  });
}

function requireFew({ series_count }: FleetState, { series_ids }: FleetForecastIn): void {
  if (series_ids !== undefined || series_count <= limits.forecastSeriesMax) return;
  refuse('request_invalid', {
    path: '/series_ids',
    message: `the fleet has ${series_count} series, and a call forecasts at most ${limits.forecastSeriesMax}`,
    accepted: `\`series_ids\` with 1 to ${limits.forecastSeriesMax} of them`,
  });
}

function withoutModel({ id, left_out_count }: FleetState, seriesId: string): SeriesError {
  const reason = left_out_count > 0 ? ' It may be one that was too short and was left out.' : '';
  const error = new AppError('series_not_found', {
    detail: `The fleet ${id} has no model for the series ${seriesId}.${reason}`,
  });
  return { series_id: seriesId, problem: error.toProblem() };
}
