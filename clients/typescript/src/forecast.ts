import type { Client } from 'openapi-fetch';
import { answered } from './errors.ts';
import type {
  Forecast,
  ForecastIn,
  InstantForecast,
  OneShotIn,
  OneShotStarted,
  paths,
  SymbolForecast,
  SymbolForecastIn,
} from './schema.d.ts';

/** Options of a call that answers with objects. */
export interface ObjectOptions {
  accept?: 'application/json';
  signal?: AbortSignal;
  /** Repeating the call with the same key does not run it again. */
  idempotencyKey?: string;
}

/** Options of a call that answers with a text: a table, or lines of JSON. */
export interface TextOptions extends Omit<ObjectOptions, 'accept'> {
  accept: 'text/csv' | 'application/x-ndjson';
}

/** Options of a call for the series of a dataset, of which a text may hold a part. */
export interface PagedTextOptions extends TextOptions {
  /** Gets the `cursor` of the call for the next series; null after the last ones. */
  onNextCursor: (cursor: string | null) => void;
}

/** A call with its own series. */
type OwnSeries = { dataset_id?: never };

/** A one-shot call without training. */
export type InstantCall = Omit<OneShotIn, 'model' | 'method'> & { model?: never; method?: 'instant' };
/** A one-shot call that trains. */
export type TrainCall = Omit<OneShotIn, 'model' | 'method'> & { model?: never; method: 'train' };
/** A one-shot call in which the service chooses the method. */
export type AutoCall = Omit<OneShotIn, 'model' | 'method'> & { model?: never; method: 'auto' };
/** A one-shot call with a trained model. */
export type ModelCall = Omit<OneShotIn, 'model' | 'method'> & { model: string; method?: never };

/** Forecasts. The type of the answer follows from the call.
 *  @throws GatecastError for an error response */
export interface ForecastCall {
  /** Forecasts the series of the call without training. */
  (call: InstantCall, options?: ObjectOptions): Promise<InstantForecast>;
  /** Forecasts the series of the call with a trained model: an id or an alias. */
  (call: ModelCall, options?: ObjectOptions): Promise<Forecast>;
  /** Trains on the series of the call. The answer is a `OneShotStarted` if the training takes longer than
   *  `timeout_seconds`: tell it apart by `'job' in answer`, and wait with `waitForJob`. */
  (call: TrainCall, options?: ObjectOptions): Promise<Forecast | OneShotStarted>;
  /** Lets the service choose between an instant forecast and a training: see `method` of the answer. */
  (call: AutoCall, options?: ObjectOptions): Promise<InstantForecast | Forecast | OneShotStarted>;
  (
    call: InstantCall | ModelCall | TrainCall | AutoCall,
    options?: ObjectOptions,
  ): Promise<InstantForecast | Forecast | OneShotStarted>;
  /** The same calls with a table or lines as the answer. With `dataset_id`, `onNextCursor` gets the cursor of the next call. */
  (call: (InstantCall | ModelCall) & OwnSeries, options: TextOptions): Promise<string>;
  (call: InstantCall | ModelCall, options: PagedTextOptions): Promise<string>;
  /** A call that may train: the answer is a `OneShotStarted` if the training takes longer, in any format. Tell it apart by
   *  `typeof answer !== 'string'`. */
  (
    call: (InstantCall | ModelCall | TrainCall | AutoCall) & OwnSeries,
    options: TextOptions,
  ): Promise<string | OneShotStarted>;
  (
    call: InstantCall | ModelCall | TrainCall | AutoCall,
    options: PagedTextOptions,
  ): Promise<string | OneShotStarted>;

  /** Continues a sequence with a model of symbols: an id or an alias. */
  (model: string, request: SymbolForecastIn, options?: ObjectOptions): Promise<SymbolForecast>;
  /** Forecasts with a model of numeric series; instantly while it is in training: see `method` of the answer. */
  (
    model: string,
    request: ForecastIn & { while_training: 'instant' },
    options?: ObjectOptions,
  ): Promise<Forecast | InstantForecast>;
  /** Forecasts stored or inline series with a model of numeric series: an id or an alias. */
  (
    model: string,
    request?: Omit<ForecastIn, 'while_training'> & { while_training?: 'refuse' },
    options?: ObjectOptions,
  ): Promise<Forecast>;
  (model: string, request: ForecastIn, options: TextOptions): Promise<string>;
}

type Options = ObjectOptions | TextOptions | PagedTextOptions;

/** The method `forecast` of a client. */
export function forecastCall(client: Pick<Client<paths>, 'POST'>): ForecastCall {
  const call = async (
    first: string | OneShotIn,
    second?: ForecastIn | SymbolForecastIn | Options,
    third?: Options,
  ): Promise<unknown> => {
    if (typeof first !== 'string') {
      const options = (second ?? {}) as Options;
      const sent = client.POST('/v1/forecasts', { body: first, ...requestOptions(options) });
      const [answer, { response }] = await Promise.all([answered<unknown>(sent), sent]);
      if (response.status !== 202 && 'onNextCursor' in options)
        options.onNextCursor?.(response.headers.get('next-cursor'));
      // The job of a training is JSON in any format.
      return response.status === 202 && typeof answer === 'string' ? JSON.parse(answer) : answer;
    }
    return answered(
      client.POST('/v1/models/{model_id}/forecasts', {
        params: { path: { model_id: first } },
        body: (second ?? {}) as ForecastIn | SymbolForecastIn,
        ...requestOptions(third ?? {}),
      }),
    );
  };
  return call as ForecastCall;
}

function requestOptions({ accept = 'application/json', signal, idempotencyKey }: Options) {
  return {
    headers: { accept, ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }) },
    // Errors are JSON in any format: openapi-fetch parses them when it can.
    parseAs: accept === 'application/json' ? ('json' as const) : ('text' as const),
    ...(signal === undefined ? {} : { signal }),
  };
}
