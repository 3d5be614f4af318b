import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { CallEnd, ModelCalls, ServedModel } from '../../contracts/ports/index.ts';
import type {
  BacktestIn,
  Dataset,
  KindName,
  KindTypes,
  ModelIn,
  ModelOf,
  VocabularyAnswer,
} from '../../contracts/schemas/index.ts';
import type { forecastFormat } from '../routing/forecast-formats.ts';

/** A request body whose schema depends on the kind of model. It is validated before the model is read. */
export interface BodyOfKind<Kind extends KindName> {
  schema: z.ZodObject;
  /** The call that a model of this kind accepts, for a refusal. */
  alternative(model: ModelOf<Kind>): string;
}

/** A request for a forecast, and how its answer is sent. */
export interface ForecastCall {
  request: FastifyRequest;
  reply: FastifyReply;
  form: ReturnType<typeof forecastFormat>;
}

/** The requests that depend on the kind of model: their schemas and checks. */
export interface RequestKind<Kind extends KindName = KindName> {
  /** The settings of a new model. Those that depend on the data stay null until training has begun.
   *  @param attributes reads the names of the static attributes that the series have
   *  @throws AppError dataset_kind_mismatch where a setting is for another kind; request_invalid; of numeric series
   *  also target_unknown, covariate_unknown; of symbols also vocabulary_too_large */
  readSpec(
    body: ModelIn,
    dataset: Dataset,
    attributes: () => Promise<string[]>,
  ): Promise<KindTypes[Kind]['spec']>;
  /** The plan of a backtest, and the dataset that it tests.
   *  @throws AppError model_kind_mismatch where a field is for another kind; of numeric series also horizon_too_long;
   *  of symbols also dataset_not_found, dataset_kind_mismatch */
  readPlan(
    body: BacktestIn,
    model: ModelOf<Kind>,
    datasetOf: (id: string) => Promise<Dataset>,
  ): Promise<{ plan: KindTypes[Kind]['plan']; datasetId: string }>;
  forecast: BodyOfKind<Kind> & {
    /** Computes the forecast, without any effect. @returns the end of the call: it stores the forecast, if the call
     *  asks for that, and sends it */
    compute(
      call: ForecastCall,
      calls: ModelCalls,
      served: ServedModel & { model: ModelOf<Kind> },
      body: KindTypes[Kind]['forecastIn'],
    ): Promise<CallEnd<FastifyReply>>;
  };
  trace: BodyOfKind<Kind>;
  bundle: {
    /** Describes the data of a model, without the data. */
    dataset(
      dataset: Dataset,
      vocabulary: () => Promise<VocabularyAnswer>,
    ): Promise<KindTypes[Kind]['bundle']['dataset']>;
  };
}
