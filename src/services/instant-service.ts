import type {
  DatasetStore,
  ForecastCalls,
  Forecaster,
  ForecastStore,
  InstantCall,
  InstantForecaster,
  TextForm,
} from '../contracts/ports/index.ts';
import {
  columnOf,
  type DatasetHeader,
  type InstantForecast,
  inBackticks,
  longestOf,
  type MethodChoice,
  pointsNeeded,
  requireTrainingData,
  rowsUntil,
  type SeriesData,
  type SeriesError,
  seasonPointsNeeded,
} from '../contracts/schemas/index.ts';
import { refusal } from '../errors.ts';
import { packedForecast, textOfForecast, withErrorCells } from './forecast-texts.ts';
import { nothingBefore, refuseAll, timeAt } from './inputs/histories.ts';
import {
  describedCall,
  forecastAtOrigin,
  type MadeInstantly,
  pointsRead,
  readShared,
} from './instant-parts.ts';
import { type SeriesAtOrigin, splitAtOrigin } from './known-future.ts';
import { forecastStored } from './stored-instant.ts';

interface InstantDeps {
  datasets: Pick<DatasetStore, 'read' | 'similarSeries' | 'listSeries'>;
  forecasts: Pick<ForecastStore, 'saveInstant'>;
  forecaster: InstantForecaster;
  rows: Pick<Forecaster, 'withEmptyCells'>;
}

/** Largest error of the instant method, in units of the best baseline's, with which it is taken. A scaled error below
 *  the second limit is rounding. */
const errorShareMax = 1.005;
const roundingMax = 1e-9;

/** The calls that forecast without a model. */
export function instantCalls({
  datasets,
  forecasts,
  forecaster,
  rows,
}: InstantDeps): Pick<ForecastCalls, 'instant' | 'choose' | 'requireTrainable'> {
  const lengthsOf = ({ data: { series, header }, spec }: Pick<InstantCall, 'data' | 'spec'>) =>
    longestOf(series, spec, header, (one) => forecaster.rowsInTraining(one, spec, header));

  return {
    async instant(tenant, call, form, idempotentCall = null) {
      const { head, ...made } =
        'dataset' in call
          ? await forecastStored({ datasets, forecaster }, tenant, call, form)
          : await forecastOf(forecaster, call, form);
      const parts = await withErrorCells(rows, made.parts, made.errors, form);
      const contents = { ...made, parts };
      const answer = (stored: Pick<InstantForecast, 'id' | 'created_at'>) => ({
        id: stored.id,
        text: textOfForecast({ ...head, ...stored }, contents, form),
        next_cursor: contents.next_cursor,
      });
      if (!call.isStored) return answer({ id: null, created_at: new Date().toISOString() });
      return forecasts.saveInstant(tenant, packedForecast(head, contents), answer, idempotentCall);
    },

    async choose(call) {
      const { data, spec } = call;
      const { longest, longestInRows } = lengthsOf(call);
      const needed = pointsNeeded(spec);
      if (longest.point_count < needed)
        return instantly(`No series has the ${needed} observations that a training needs.`);
      const neededForSeason = seasonPointsNeeded(spec);
      if (longestInRows.point_count < neededForSeason) {
        return instantly(
          `No series with the ${needed} observations that a training needs has the ${neededForSeason} points that the named season needs.`,
        );
      }
      const unread = unreadCovariates(spec);
      if (unread.length > 0) return trained(`An instant forecast does not read ${inBackticks(unread)}.`);
      const { atOrigin } = seriesAtOrigin(call, forecaster);
      const compared = await forecaster.compare({
        header: data.header,
        spec,
        horizon: spec.horizon,
        series: atOrigin.map(({ history }) => history),
      });
      if (compared === null) return instantly('No series is long enough to compare methods on its end.');
      const { instant, ...plain } = compared.errors;
      const [best, error] = Object.entries(plain).reduce((a, b) => (b[1] < a[1] ? b : a));
      const count = `${compared.series} series`;
      const reason = `On the last observations of ${count}, the mean absolute scaled error of the instant forecast is ${rounded(instant)}, and that of the best baseline, ${best}, is ${rounded(error)}.`;
      const method = instant <= errorShareMax * error + roundingMax ? 'instant' : 'train';
      return { method, reason, errors: compared.errors };
    },

    requireTrainable(call) {
      const { longest, longestInRows } = lengthsOf(call);
      requireTrainingData(call.spec, longest, longestInRows);
    },
  };
}

function instantly(reason: string): MethodChoice {
  return { method: 'instant', reason, errors: null };
}

function trained(reason: string): MethodChoice {
  return { method: 'train', reason, errors: null };
}

async function forecastOf(
  forecaster: InstantForecaster,
  call: InstantCall,
  form: TextForm,
): Promise<MadeInstantly> {
  const { data, options, choice, spec, isStored, unread = [] } = call;
  const { atOrigin, errors } = seriesAtOrigin(call, forecaster);
  const shared = await readShared(
    forecaster,
    { header: data.header, spec, options },
    [...data.series, ...unread.map(({ series_id }) => ({ id: series_id }))],
    atOrigin.length,
  );
  const writing = { form, isPacked: isStored };
  const parts = await forecastAtOrigin(forecaster, shared, atOrigin, null, writing);
  errors.unshift(...unread);
  errors.push(...parts.flatMap((part) => part.errors));
  if (parts.every(({ count }) => count === 0)) refuseAll(errors);
  const source = { history: 'inline', dataset_id: null, dataset_version: null } as const;
  return {
    head: describedCall(shared, source, choice),
    parts,
    errors,
    warnings: data.warnings,
    next_cursor: null,
  };
}

/** The series of a call up to the origin of their forecast, as far as a forecast reads them, and an error for each
 *  series without an observation. */
function seriesAtOrigin(
  { data: { header, series }, spec, options }: InstantCall,
  forecaster: InstantForecaster,
): { atOrigin: SeriesAtOrigin[]; errors: SeriesError[] } {
  const { target } = spec;
  const until = timeAt(options.as_of, '/as_of', header);
  const points = pointsRead(forecaster, header, spec, options);
  const atOrigin: SeriesAtOrigin[] = [];
  const errors: SeriesError[] = [];
  for (const one of series) {
    if (isEmpty(one, target, header)) errors.push(withoutObservation(one));
    else {
      const { before, after } = until === undefined ? { before: one } : rowsUntil(one, until);
      if (before.times.length > 0) atOrigin.push(splitAtOrigin(before, after, target, header, points));
      else errors.push(nothingBefore(one.id, options.as_of!, one.times, header));
    }
  }
  return { atOrigin, errors };
}

function isEmpty(series: SeriesData, target: string, header: DatasetHeader): boolean {
  return columnOf(series, target, header)?.every(Number.isNaN) ?? false;
}

function withoutObservation({ id }: SeriesData): SeriesError {
  const fault = { series_id: id, message: 'has only missing values', accepted: 'at least one number' };
  const detail = `Series "${id}" has only missing values; accepted: at least one number.`;
  return { series_id: id, problem: refusal('series_empty', fault, detail).toProblem() };
}

/** Covariates of the call that an instant forecast does not read. */
function unreadCovariates({ covariates }: InstantCall['spec']): string[] {
  return [...(covariates?.past ?? []), ...(covariates?.static ?? [])];
}

/** Three significant digits. */
function rounded(error: number): string {
  return String(Number(error.toPrecision(3)));
}
