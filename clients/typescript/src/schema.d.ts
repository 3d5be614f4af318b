// Generated from openapi/openapi.json by `npm run openapi`.
export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process is alive
         * @description Asks no other part of the service.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process can serve
         * @description Asks every part that it needs.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures for Prometheus
         * @description Needs an admin key unless the service is bound to a loopback address. Needs a key with the scope `admin`.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List datasets, the newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listDatasets"];
        put?: never;
        /**
         * Upload time series, or sequences of symbols
         * @description JSON, or a table: CSV, which is read while it arrives, or Parquet. Symbols come as JSON with `kind`, as lines of a text, or as an event log in CSV with `kind=symbols` in the query: a row `sequence_id,time,symbol` for each. Nothing is stored unless all of it is good. Needs a key with the scope `write`.
         */
        post: operations["createDataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a dataset
         * @description Needs a key with the scope `read`.
         */
        get: operations["getDataset"];
        put?: never;
        post?: never;
        /**
         * Delete a dataset with its models
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteDataset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset_id}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the series of a dataset, in the order of the upload
         * @description Needs a key with the scope `read`.
         */
        get: operations["listSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset_id}/series/{series_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the observations of a series
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download all observations as a table
         * @description The long layout: `unique_id`, `ds`, the target, then the covariates, and `static.NAME` for each static attribute; an upload reads it back. It is written while it is sent. An upload that changes the dataset meanwhile is seen in some series and not yet in others. Needs a key with the scope `read`.
         */
        get: operations["getDatasetExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset_id}/vocabulary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the symbols that a dataset was found to have
         * @description Needs a key with the scope `read`.
         */
        get: operations["getVocabulary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset_id}/sequences/{series_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the symbols of a sequence
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSequence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset_id}/observations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add observations to a dataset, or replace some
         * @description By time: an observation at a time that is there replaces it, column by column, and the same body twice changes nothing. New series are added. In JSON, null makes a stored value missing; an empty cell of a table leaves it. The frequency and the calendar stay as they were learnt at the upload. Each change makes a new version of the dataset; a training that is under way goes on with the version that it began with. Needs a key with the scope `write`.
         */
        post: operations["createObservations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what has changed a dataset, the newest first
         * @description The data are those of the newest version; the oldest entries of the list are deleted in time. Needs a key with the scope `read`.
         */
        get: operations["listDatasetVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List models, the newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listModels"];
        put?: never;
        /**
         * Train a model in the background
         * @description Needs a key with the scope `write`.
         */
        post: operations["createModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model_id}/retrain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Train a model again, on the present data of its dataset
         * @description Gives a new model; the old one stays as it is. Needs a key with the scope `write`.
         */
        post: operations["retrainModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a model with its card
         * @description Needs a key with the scope `read`.
         */
        get: operations["getModel"];
        put?: never;
        post?: never;
        /**
         * Delete a model
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteModel"];
        options?: never;
        head?: never;
        /**
         * Change the name or the tags of a model, or have it watch new observations
         * @description Needs a key with the scope `write`.
         */
        patch: operations["updateModel"];
        trace?: never;
    };
    "/v1/models/{model_id}/weights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the weights as a safetensors file
         * @description Tensors have PyTorch's names and layout. Needs a key with the scope `read`.
         */
        get: operations["getModelWeights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model_id}/onnx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the networks as an ONNX file
         * @description Every network whole, from scaled inputs to scaled quantiles. The scaling before and the mean of the networks after are not in the file; its metadata has the specs. Of symbols: from `symbols` (codes; the vocabulary is in the metadata) and the state `h0`, for an LSTM also `c0`, to the `logits` of the next symbol at every step and the state after the last. Needs a key with the scope `read`.
         */
        get: operations["getModelOnnx"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model_id}/bundle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a model as one file, to import it elsewhere
         * @description A tar archive: weights, settings, card, and the frequency, calendar and columns of its data or the vocabulary of its symbols, without the data. Its `README.md` says what is in it. Needs a key with the scope `read`.
         */
        get: operations["getModelBundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take in a model from a bundle
         * @description Gives a model that is ready at once, and a dataset of the same frequency and columns that has no observations. Forecasts and anomalies of series in the call work as they did where it was trained; add observations to the dataset for all the rest. Of symbols, the dataset has the vocabulary and no sequences, and what reads a context works. A bundle is tried before it is stored. Needs a key with the scope `write`.
         */
        post: operations["importModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/aliases/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an alias
         * @description Needs a key with the scope `read`.
         */
        get: operations["getAlias"];
        /**
         * Make an alias stand for a model
         * @description An alias that exists switches at once: a call has the model of before, or this one. Needs a key with the scope `write`.
         */
        put: operations["putAlias"];
        post?: never;
        /**
         * Delete an alias
         * @description The model stays. Needs a key with the scope `write`.
         */
        delete: operations["deleteAlias"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/aliases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List aliases by their names
         * @description Needs a key with the scope `read`.
         */
        get: operations["listAliases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model_id}/forecasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forecast the next steps of stored or inline series, or how a sequence of symbols goes on
         * @description Series fail one by one, into `errors`; the call fails only where all of them do. The forecast is kept, the oldest being deleted in time. A model of symbols takes a `context` and gives a `SymbolForecast`, as JSON, which is not kept. Needs a key with the scope `write`.
         */
        post: operations["createForecast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model_id}/anomalies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find observations outside the interval that was expected of them
         * @description Each observation is compared with the one-step forecast that the model makes from what was before it. Needs a key with the scope `write`.
         */
        post: operations["listAnomalies"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List stored forecasts, the newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listForecasts"];
        put?: never;
        /**
         * Forecast series in one call
         * @description Trains a small model on the series of the call, or uses the one that is named, and forecasts each of them. A training that takes longer than `timeout_seconds` goes on in the background: the answer is then 202 with its job. What was trained is kept as a dataset and a model with the tag `one-shot`, for 30 days after its last forecast, or for good where it is added to, trained on or planned. Needs a key with the scope `write`.
         */
        post: operations["createOneShotForecast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecasts/{forecast_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a stored forecast
         * @description Needs a key with the scope `read`.
         */
        get: operations["getForecast"];
        put?: never;
        post?: never;
        /**
         * Delete a stored forecast
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteForecast"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecasts/{forecast_id}/accuracy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Score a stored forecast against what was observed since
         * @description Of a forecast on inline history only the series that the dataset has under the same id are scored. Needs a key with the scope `read`.
         */
        get: operations["getForecastAccuracy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model_id}/memory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far back a model looks
         * @description Gradients of the forecast and of the loss by lag, by backpropagation through time over the last windows whose targets are known (of a model of symbols: over windows at the ends of sequences), and which steps the gradient of each shared weight comes from. Needs a key with the scope `read`.
         */
        get: operations["getModelMemory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model_id}/trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hidden states, cell states and gates of a network as it reads a series, or a sequence of symbols
         * @description Needs a key with the scope `write`.
         */
        post: operations["getModelTrace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List backtests, the newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listBacktests"];
        put?: never;
        /**
         * Test a model on what it has not seen, in the background
         * @description The weights of the model, at rolling origins in observations that its training has not seen; or, with `refit`, its settings, which are trained anew on what was known before each origin. Fewer windows than asked for are tested where there are no more. A model of symbols is tested on the sequences that were held out, or on another dataset. Needs a key with the scope `write`.
         */
        post: operations["createBacktest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/backtests/{backtest_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a backtest: metrics in total and by series, beside the baselines
         * @description Needs a key with the scope `read`.
         */
        get: operations["getBacktest"];
        put?: never;
        post?: never;
        /**
         * Delete a backtest with its windows and its job
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteBacktest"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/backtests/{backtest_id}/windows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the forecasts of a backtest beside what came true
         * @description In pages, or as one CSV table by `Accept: text/csv`. Needs a key with the scope `read`.
         */
        get: operations["listBacktestWindows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List jobs, the newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a job: its status, progress and the time that it still needs
         * @description Needs a key with the scope `read`.
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a job: its events as they happen
         * @description A stream of server-sent events, from the first one or after `Last-Event-ID`. It ends after the event that ends the job; a client that has seen that one gets 204, which tells it not to come back. Needs a key with the scope `read`.
         */
        get: operations["listJobEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what the handler of a job wrote, the oldest line first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listJobLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a job again that failed or was cancelled
         * @description It keeps its id and goes on from its last checkpoint, where that is still kept. Needs a key with the scope `write`.
         */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a job
         * @description A queued job is cancelled at once, a running one by its worker within seconds. Needs a key with the scope `write`.
         */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List schedules, the newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listSchedules"];
        put?: never;
        /**
         * Train a model again and again, or forecast with it, each time on the newest data
         * @description A run of `retrain` makes a new model with the settings that the named one was asked for, and is skipped while the one before has not ended. A run of `forecast` keeps a forecast of the stored series, as a call without a body makes it, and tells the webhooks with `forecast.created`. Needs a key with the scope `write`.
         */
        post: operations["createSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{schedule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a schedule: when it runs next, and what came of its last run
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSchedule"];
        put?: never;
        post?: never;
        /**
         * Delete a schedule; what it made stays
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteSchedule"];
        options?: never;
        head?: never;
        /**
         * Change a schedule
         * @description Needs a key with the scope `write`.
         */
        patch: operations["updateSchedule"];
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhooks, the newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Be told of what happens, by a signed POST
         * @description The secret that signs is shown only in this answer. Messages are signed as Standard Webhooks says, and tried again for days, later and later, until they are answered with 2xx. Needs a key with the scope `write`.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a webhook, without its secret
         * @description Needs a key with the scope `read`.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook with its deliveries
         * @description Needs a key with the scope `write`.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook
         * @description Deliveries that are pending go to the new address; while it is not enabled they wait. Needs a key with the scope `write`.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what a webhook was told and how it answered, the newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver a message again
         * @description It keeps its `webhook-id`; the signature is made anew. Needs a key with the scope `write`.
         */
        post: operations["redeliverWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys, the newest first
         * @description Needs a key with the scope `admin`.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Create an API key
         * @description The answer is the only one that has the secret. Needs a key with the scope `admin`.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an API key, without its secret
         * @description Needs a key with the scope `admin`.
         */
        get: operations["getKey"];
        put?: never;
        post?: never;
        /**
         * Delete an API key
         * @description It is refused from now on; by other API processes within 5 seconds. Needs a key with the scope `admin`.
         */
        delete: operations["deleteKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A stored forecast against what was observed since. */
        Accuracy: {
            /**
             * @description Id of a forecast.
             * @example fc_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            forecast_id: string;
            /** @description Version of the data that it was compared with. */
            dataset_version: number;
            /** @description Steps that were forecast of each series. */
            horizon: number;
            /** @description Of all series together. */
            known_steps: number;
            /** @description Over all series. The weighted quantile loss is over the quantiles that the forecast has, coverage over its intervals; MASE divides by the error of the seasonal naive forecast before the forecast was made. */
            metrics: components["schemas"]["Metrics"] | null;
            /** @description Series by series, in the order of the forecast. */
            series: components["schemas"]["SeriesAccuracy"][];
        };
        /** @description A name that stands wherever the id of a model does. */
        Alias: {
            /**
             * @description Name of an alias.
             * @example production
             */
            name: string;
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /**
             * Format: date-time
             * @description When it was last given a model.
             */
            updated_at: string;
        };
        /**
         * @description The model that the alias is to stand for.
         * @example {
         *       "model_id": "mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70"
         *     }
         */
        AliasIn: {
            /**
             * @description Id of a model, or an alias.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
        };
        /** @description A page of a list. */
        AliasPage: {
            /** @description The items of this page. */
            data: components["schemas"]["Alias"][];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Observations that the model did not expect. */
        Anomalies: {
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /** @description The interval in percent. */
            level: number;
            /** @description Observations that were compared; at level 99 one in a hundred is outside by chance. */
            tested: number;
            /** @description Series by series, in the order of time. */
            anomalies: components["schemas"]["Anomaly"][];
            /** @description Series that could not be looked at. */
            errors: components["schemas"]["SeriesError"][];
        };
        /**
         * @description Where to look for anomalies; `{}` is enough.
         * @example {
         *       "level": 99
         *     }
         */
        AnomaliesIn: {
            /** @description Stored series; default: all of the dataset, up to 1000. */
            series_ids?: string[];
            /** @description Inline observations instead. */
            series?: components["schemas"]["SeriesIn"][];
            /**
             * @description Central interval in percent outside which an observation is an anomaly.
             * @default 99
             * @example 99
             */
            level?: number;
            /** @description First time that is looked at; default: the last 1000 observations of each series, fewer where there are many series. */
            from?: components["schemas"]["Time"];
            /** @description Last time that is looked at; default: the last. */
            to?: components["schemas"]["Time"];
        };
        /** @description An observation outside the interval that was expected of it. */
        Anomaly: {
            /** @description The series. */
            series_id: string;
            time: components["schemas"]["Time"];
            /** @description What was observed. */
            value: number;
            /** @description Lower end of the interval of the one-step forecast made just before. */
            lower: number;
            /** @description Upper end of it. */
            upper: number;
            /** @description Distance from the median of that forecast, in units of the distance of the bound on that side: 1 is on the bound, 2 twice as far. */
            score: number;
        };
        /** @description A static attribute as input. */
        AttributeEncoding: {
            /** @description Values that have an input of their own; null for a number. */
            classes: string[] | null;
            /** @description Mean of a number over the series. */
            center: number;
            /** @description Standard deviation of a number over the series. */
            scale: number;
        };
        /** @description A test of a model on data that it was not trained on. */
        Backtest: {
            /**
             * @description Id of a backtest.
             * @example bt_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /**
             * @description `running` until its job has ended; the job tells its progress.
             * @enum {string}
             */
            status: "running" | "ready" | "failed" | "cancelled";
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /**
             * @description Id of a dataset.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            dataset_id: string;
            /** @description Of the dataset when the backtest was asked for. */
            dataset_version: number;
            /**
             * @description Id of a job.
             * @example job_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            job_id: string;
            plan: components["schemas"]["SymbolBacktestPlan"] | components["schemas"]["BacktestPlan"];
            /** @description Null until it is ready. */
            report: components["schemas"]["SymbolBacktestReport"] | components["schemas"]["BacktestReport"] | null;
            /** @description Why it failed. */
            error: components["schemas"]["Problem"] | null;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            /** @description When it was ready. */
            ready_at: string | null;
        };
        /** @description The backtest to come and the job that runs it. */
        BacktestCreated: {
            backtest: components["schemas"]["Backtest"];
            job: components["schemas"]["Job"];
        };
        /**
         * @description What to test; `model_id` is enough.
         * @example {
         *       "model_id": "mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70",
         *       "windows": 2
         *     }
         */
        BacktestIn: {
            /**
             * @description The model that is tested, by its id or an alias.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /**
             * @description Forecast origins in each series at most, the last ones; default: as in the model’s own backtest. Without `refit`, origins that training has seen are left out; with it, those before which there is too little to learn from. Where series are many, fewer are tested, evenly spread.
             * @example 20
             */
            windows?: number;
            /**
             * @description Observations between origins; default: as in the model’s own backtest.
             * @example 1
             */
            step?: number;
            /**
             * @description Steps ahead; default and bound: those of the model.
             * @example 5
             */
            horizon?: number;
            /**
             * @description `false` tests the weights of the model, on what its training has not seen. `true` tests its settings: before an origin they are trained anew on what was known there, and decided again where the data decide them.
             * @default false
             */
            refit?: boolean;
            /**
             * @description Origins between two trainings where `refit` is true.
             * @default 1
             * @example 4
             */
            refit_every?: number;
            /**
             * @description Of a model of symbols: another dataset whose sequences are tested. Default: what was held out of its own.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            dataset_id?: string;
        };
        /** @description A backtest without the tables of its report. */
        BacktestOverview: {
            /**
             * @description Id of a backtest.
             * @example bt_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /**
             * @description `running` until its job has ended; the job tells its progress.
             * @enum {string}
             */
            status: "running" | "ready" | "failed" | "cancelled";
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /**
             * @description Id of a dataset.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            dataset_id: string;
            /** @description Of the dataset when the backtest was asked for. */
            dataset_version: number;
            /**
             * @description Id of a job.
             * @example job_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            job_id: string;
            plan: components["schemas"]["SymbolBacktestPlan"] | components["schemas"]["BacktestPlan"];
            /** @description Why it failed. */
            error: components["schemas"]["Problem"] | null;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            /** @description When it was ready. */
            ready_at: string | null;
            /** @description Null until it is ready. */
            summary: components["schemas"]["SymbolBacktestSummary"] | components["schemas"]["BacktestSummary"] | null;
            /** @description Null until it is ready, and where windows are too few. */
            skill: components["schemas"]["SymbolSkill"] | components["schemas"]["Skill"] | null;
        };
        /** @description A page of a list. */
        BacktestPage: {
            /** @description The items of this page. */
            data: components["schemas"]["BacktestOverview"][];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description What is tested, defaults included. */
        BacktestPlan: {
            /** @description Forecast origins in each series at most. */
            windows: number;
            /** @description Observations between origins. */
            step: number;
            /** @description Steps ahead. */
            horizon: number;
            /** @description `false` tests the weights of the model, on what its training has not seen. `true` tests its settings: before an origin they are trained anew on what was known there, and decided again where the data decide them. */
            refit: boolean;
            /**
             * @description Origins between two trainings where `refit` is true.
             * @example 4
             */
            refit_every?: number;
        };
        /** @description What came of a backtest: metrics in total, by series and by step. */
        BacktestReport: {
            summary: components["schemas"]["BacktestSummary"];
            /** @description Null where there are too few windows to say. */
            skill: components["schemas"]["Skill"] | null;
            /** @description By method: `auto` is the model, beside its baselines. */
            metrics: {
                [key: string]: components["schemas"]["Metrics"];
            };
            /** @description The model against each baseline alone. */
            comparisons?: components["schemas"]["Comparison"][];
            /** @description The same for each series alone, the worst by MASE first, at most 100; the windows have all. */
            series: components["schemas"]["BacktestSeries"][];
            /** @description The same for each step of the horizon alone. */
            steps: components["schemas"]["BacktestStep"][];
        };
        /** @description Metrics of one series. */
        BacktestSeries: {
            /** @description The series. */
            series_id: string;
            /** @description Forecast origins in it. */
            windows: number;
            /** @description Observations compared. */
            points: number;
            /** @description By method: `auto` is the model, beside its baselines. */
            metrics: {
                [key: string]: components["schemas"]["Metrics"];
            };
        };
        /** @description Metrics of one step ahead. */
        BacktestStep: {
            /** @description Steps ahead, from 1. */
            step: number;
            /** @description Observations compared. */
            points: number;
            /** @description By method: `auto` is the model, beside its baselines. */
            metrics: {
                [key: string]: components["schemas"]["Metrics"];
            };
        };
        /** @description Rolling-origin evaluation on data that training did not see. */
        BacktestSummary: {
            /** @description Forecast origins. */
            windows: number;
            /** @description Observations between origins. */
            step: number;
            /** @description Steps ahead that were compared. */
            horizon: number;
            /** @description Series that took part. */
            series: number;
            /** @description Observations compared. */
            points: number;
        };
        /** @description One forecast and what came true. */
        BacktestWindow: {
            /** @description The series. */
            series_id: string;
            /** @description Time of the last observation that the forecast knew. */
            origin: string | number;
            /** @description Times that were forecast. */
            times: (string | number)[];
            /** @description What was observed; null where it is missing. */
            actual: (number | null)[];
            /** @description Median of the model. */
            median: number[];
            /** @description Quantiles of the model by level: 0.025, 0.1, 0.9 and 0.975. */
            quantiles: {
                [key: string]: number[];
            };
            /** @description Point forecast of each baseline. */
            baselines: {
                [key: string]: number[];
            };
        };
        /** @description A page of a list. */
        BacktestWindowPage: {
            /** @description The items of this page. */
            data: (components["schemas"]["SymbolBacktestWindow"] | components["schemas"]["BacktestWindow"])[];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description What values can be, as the caller said. */
        Bounds: {
            /** @description No forecast is below it. */
            lower: number | null;
            /** @description No forecast is above it. */
            upper: number | null;
            /** @description Whether values are whole numbers. */
            integer: boolean;
        };
        /** @description What values can be; default: no bounds, and 0 where no value in the data is below it. */
        BoundsIn: {
            /**
             * @description No forecast is below it.
             * @default null
             * @example 0
             */
            lower?: number | null;
            /**
             * @description No forecast is above it.
             * @default null
             * @example 100
             */
            upper?: number | null;
            /**
             * @description Whether values are counts: quantiles, intervals and sample paths are then whole numbers.
             * @default false
             */
            integer?: boolean;
        };
        /** @description Takes the place of the holidays that are learnt from the data (the default): `XNYS`, the New York Stock Exchange, or a list of closed days. */
        CalendarIn: "XNYS" | string[];
        /** @description The model against one baseline, on the same windows. */
        Comparison: {
            /** @description The method that the model is compared with. */
            baseline: string;
            /** @description 1 − loss / loss of the baseline (`wql`); null where the baseline makes none. */
            skill: number | null;
            /** @description Lower end of its 90 % interval; null where there are too few windows. */
            lower: number | null;
            /** @description Upper end of that interval. */
            upper: number | null;
            /** @description Null where there are too few origins and series, or no difference at all. */
            diebold_mariano: components["schemas"]["DieboldMariano"] | null;
        };
        /** @description How the sequence may go on. */
        Continuation: {
            /** @description The symbols as a text: joined, words with a space between. */
            text: string;
            /** @description The symbols one by one. */
            symbols: string[];
            /** @description Whether the sequence ends there; else the length was used up. */
            ended: boolean;
            /** @description Its surprise: −log₂ of its probability given the context. */
            bits: number;
        };
        /** @description What one input of the network adds to the forecast, step by step. */
        Contribution: {
            /**
             * @description `lag`: an observation that the network reads; `context`: what it knows of the context as a whole, such as its roughness; `covariate`: a column beside the target or an attribute of the series, over the context and the horizon together.
             * @enum {string}
             */
            source: "lag" | "context" | "covariate";
            /** @description Of a lag: 1 is the last observation. Null for the others. */
            lag: number | null;
            /** @description Of a lag: its time. Null where the series begins later, and for the others. */
            time: components["schemas"]["Time"] | null;
            /** @description Of a covariate: its name. Null for the others. */
            name: string | null;
            /** @description What it adds to each step of the horizon, in the units of the series. */
            values: number[];
        };
        /** @description How covariates are scaled, learnt before the parts held out; in the order of their names. */
        CovariateEncoding: {
            /** @description Past covariates; each is scaled by what the network reads of it. */
            past: number;
            /** @description Known-future covariates, then columns of time features. */
            future: components["schemas"]["CovariateScale"][];
            /** @description Static attributes. */
            static: components["schemas"]["AttributeEncoding"][];
        };
        /** @description Scale of a known-future covariate. */
        CovariateScale: {
            /** @description What is taken off. */
            center: number;
            /** @description What is divided by: a size, or a share of the level where it is relative. */
            scale: number;
            /** @description Whether it is scaled by the level of each series, since levels are far apart. */
            is_relative: boolean;
        };
        /** @description What the model reads beside the target, by name. */
        Covariates: {
            /** @description Columns that are known up to the last observation. */
            past: string[];
            /** @description Columns that are known over the whole horizon. */
            future: string[];
            /** @description Attributes of the series. */
            static: string[];
            /** @description What is read off the times; absent: nothing is. */
            time_features?: ("minute_of_hour" | "hour_of_day" | "day_of_week" | "day_of_month" | "day_of_year" | "week_of_year" | "month_of_year" | "is_weekend" | "is_month_start" | "is_month_end")[];
        };
        /** @description What the model reads beside the target, by name; default: nothing. */
        CovariatesIn: {
            /**
             * @description Columns that are known up to the last observation.
             * @default []
             * @example [
             *       "visitors"
             *     ]
             */
            past?: string[];
            /**
             * @description Columns that are known in advance, over the whole horizon: promotions, holidays, prices that are set. A forecast needs their values.
             * @default []
             * @example [
             *       "promotion"
             *     ]
             */
            future?: string[];
            /**
             * @description Attributes of the series that do not change in time.
             * @default []
             * @example [
             *       "region"
             *     ]
             */
            static?: string[];
            /**
             * @description What the service reads off the times itself, in the time zone of the dataset, over the horizon too: no values are given. A place in a cycle is read as sine and cosine; start and end of a month are its first and last open day.
             * @default []
             * @example [
             *       "day_of_week",
             *       "is_month_end"
             *     ]
             */
            time_features?: ("minute_of_hour" | "hour_of_day" | "day_of_week" | "day_of_month" | "day_of_year" | "week_of_year" | "month_of_year" | "is_weekend" | "is_month_start" | "is_month_end")[];
        };
        /** @description Time series of one frequency, and what was found out about them. */
        Dataset: {
            /**
             * @description Id of a dataset.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /** @description For people. */
            name: string;
            /**
             * @description What the series are made of.
             * @enum {string}
             */
            kind: "numeric" | "symbols";
            /** @description Grows when observations are added. */
            version: number;
            /** @description Series in the dataset. */
            series_count: number;
            /** @description Observations of the target over all series, missing ones included. */
            point_count: number;
            /** @description Observations of the target that are missing. */
            missing_count: number;
            /**
             * @description How times are written.
             * @enum {string}
             */
            time_kind: "date" | "instant" | "integer";
            /** @description IANA zone of the times; null where they have none. */
            time_zone: string | null;
            frequency: components["schemas"]["Frequency"];
            /** @description First time; null while there are no observations. */
            start: components["schemas"]["Time"] | null;
            /** @description Last time; null while there are no observations. */
            end: components["schemas"]["Time"] | null;
            /** @description Column that is forecast unless a model names another. */
            target: string;
            /** @description The other columns. */
            covariates: string[];
            /** @description Of sequences of symbols, whose times count 0, 1, 2 …; else null. */
            symbols: components["schemas"]["SymbolsInfo"] | null;
            /** @description What was done to the data on their way in. */
            warnings: components["schemas"]["Warning"][];
            /**
             * Format: date-time
             * @description When it was uploaded.
             */
            created_at: string;
        };
        /**
         * @description Series to store.
         * @example {
         *       "name": "shop",
         *       "series": [
         *         {
         *           "id": "coffee",
         *           "start": "2024-01-01",
         *           "values": [
         *             12,
         *             15,
         *             null,
         *             14,
         *             18,
         *             25,
         *             9
         *           ]
         *         }
         *       ]
         *     }
         */
        DatasetIn: {
            /**
             * @description These are numeric series, the default.
             * @constant
             */
            kind?: "numeric";
            /**
             * @description For people; default: one that is made up.
             * @example spx
             */
            name?: string;
            /**
             * @description `auto`, or an ISO 8601 duration (`P1D`, `PT1H`, `P1M`), needed where a series has only a `start` and is not daily.
             * @default auto
             */
            frequency?: string;
            /**
             * @description IANA zone of times without an offset.
             * @default null
             * @example America/New_York
             */
            time_zone?: string | null;
            calendar?: components["schemas"]["CalendarIn"];
            /**
             * @description Aggregates to a coarser step, an ISO 8601 duration: an observation for each period, at its start (weeks start on Monday). Periods begin and end by the clock of the zone; the last one may be incomplete.
             * @example P1W
             */
            resample?: string;
            /**
             * @description How the numbers of a period become one, for all columns; missing ones take no part. Default: `last`.
             * @enum {string}
             */
            aggregate?: "last" | "mean" | "sum";
            /** @description Each with an id of its own. */
            series: components["schemas"]["SeriesIn"][];
        };
        /** @description A page of a list. */
        DatasetPage: {
            /** @description The items of this page. */
            data: components["schemas"]["Dataset"][];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /**
         * @description Series of numbers, or with `kind: "symbols"` sequences of symbols.
         * @example {
         *       "name": "shop",
         *       "series": [
         *         {
         *           "id": "coffee",
         *           "start": "2024-01-01",
         *           "values": [
         *             12,
         *             15,
         *             null,
         *             14,
         *             18,
         *             25,
         *             9
         *           ]
         *         }
         *       ]
         *     }
         */
        DatasetUpload: components["schemas"]["SymbolsIn"] | components["schemas"]["DatasetIn"];
        /** @description What made a version of the dataset. */
        DatasetVersion: {
            /** @description The version that came of it. */
            version: number;
            /**
             * @description The call that made it.
             * @enum {string}
             */
            change: "upload" | "observations";
            /** @description Observations at new times. */
            added: number;
            /** @description Observations that became others. */
            replaced: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
        };
        /** @description A page of a list. */
        DatasetVersionPage: {
            /** @description The items of this page. */
            data: components["schemas"]["DatasetVersion"][];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Test of equal loss, with the small-sample correction of Harvey, Leybourne and Newbold (1997). */
        DieboldMariano: {
            /** @description Negative where the model has the smaller loss. */
            statistic: number;
            /** @description Two-sided: how often chance alone gives a difference as large. */
            p_value: number;
            /** @description Of Student’s t distribution that it is read from. */
            degrees_of_freedom: number;
            /**
             * @description `origins`: means over the series, origin by origin, whose correlation over one horizon is allowed for. `series`: means over the origins of each series, where there are few origins and more series.
             * @enum {string}
             */
            over: "origins" | "series";
        };
        /** @description A day that moves with Easter. */
        EasterClosure: {
            /**
             * @description By its distance from Easter Sunday.
             * @constant
             */
            rule: "easter";
            /** @description -2 is Good Friday. */
            offset_days: number;
            /** @description The first year in which it holds; null: all. */
            since_year?: number | null;
        };
        /** @description What each input adds to the forecast, by integrated gradients from the neutral context (Sundararajan, Taly & Yan 2017); averaged over the networks. */
        Explanation: {
            /**
             * @description `median`; or `interval_width`, the width of the 80 % interval, where the median is fixed (series that move as prices do).
             * @enum {string}
             */
            explains: "median" | "interval_width";
            /** @description What is explained, step by step: the mean of the networks. `baseline` and all `contributions` sum to it. */
            forecast: number[];
            /** @description The same for a neutral context: every observation on the base path, at the same level and scale; covariates over the horizon where they were there. */
            baseline: number[];
            /** @description From the last observation back. */
            contributions: components["schemas"]["Contribution"][];
            /** @description Methods that the forecast is mixed with, and that are not explained; empty where there are none. */
            statistical_members: components["schemas"]["StatisticalMember"][];
        };
        /** @description One fault inside a problem. */
        Fault: {
            /** @description JSON pointer into the body, `?name` for a query parameter, or `{name}` for a part of the path. */
            path?: string;
            /** @description Line of an upload, counted from 1 with the header. */
            line?: number;
            /** @description The series that has it. */
            series_id?: string;
            /** @description What was found there. */
            message: string;
            /** @description What would be accepted there. */
            accepted?: string;
        };
        /** @description One-step forecasts of the past. */
        Fitted: {
            /** @description Of the observations. */
            times: components["schemas"]["Time"][];
            /** @description What was observed. */
            values: (number | null)[];
            /** @description What was forecast one step before; null where too little was known. */
            median: (number | null)[];
        };
        /** @description What a model expects next, series by series. */
        Forecast: {
            /**
             * @description Id of a forecast.
             * @example fc_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /**
             * @description Id of a dataset.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            dataset_id: string;
            /** @description Version of the data that the forecast went on from. */
            dataset_version: number;
            /** @description Steps ahead. */
            horizon: number;
            request: components["schemas"]["ForecastRequest"];
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description Series by series. */
            forecasts: components["schemas"]["SeriesForecast"][];
            /** @description Series that could not be forecast. */
            errors: components["schemas"]["SeriesError"][];
        };
        /** @description A forecast of series, or of a sequence of symbols. */
        ForecastAnswer: components["schemas"]["SymbolForecast"] | components["schemas"]["Forecast"];
        /**
         * @description What to forecast; `{}` is enough.
         * @example {
         *       "horizon": 3,
         *       "levels": [
         *         80
         *       ]
         *     }
         */
        ForecastIn: {
            /** @description Stored series; default: all of the dataset, up to 1000. */
            series_ids?: string[];
            /** @description Inline history instead, also of series that the model has never seen. */
            series?: components["schemas"]["SeriesIn"][];
            /** @description At most, and by default, the horizon of the model. */
            horizon?: number;
            /**
             * @description Quantiles in the answer.
             * @default [
             *       0.1,
             *       0.2,
             *       0.3,
             *       0.4,
             *       0.5,
             *       0.6,
             *       0.7,
             *       0.8,
             *       0.9
             *     ]
             * @example [
             *       0.1,
             *       0.5,
             *       0.9
             *     ]
             */
            quantiles?: number[];
            /**
             * @description Central intervals in percent.
             * @default [
             *       80,
             *       95
             *     ]
             * @example [
             *       80,
             *       95
             *     ]
             */
            levels?: number[];
            /**
             * @description Sample paths for each series: futures that hang together over the horizon and whose values at each step have the quantiles of the forecast.
             * @default 0
             * @example 100
             */
            samples?: number;
            /** @description Another name of `samples`; it counts where both are there. */
            num_samples?: number;
            /**
             * @description Of the sample paths: the same seed gives the same paths.
             * @default 1
             */
            seed?: number;
            /** @description Known-future covariates of the model over the horizon. What is not given here is read from the dataset (rows after the last value of the target), or from the inline series. */
            future_covariates?: components["schemas"]["FutureCovariates"][];
            /** @description Forecasts as if this were the time of the last observation: what is later is not used, but for covariates that the model takes as known in advance. (The weights are what they are: train on older data where they must not know it either.) */
            as_of?: components["schemas"]["Time"];
            /**
             * @description Also the medians of one-step forecasts of the last observations (up to 100 of a series), each made from what was before it.
             * @default false
             */
            fitted?: boolean;
            /**
             * @description Also what each observation and covariate adds to each step of the horizon, by integrated gradients.
             * @default false
             */
            explain?: boolean;
        };
        /** @description A page of a list. */
        ForecastPage: {
            /** @description The items of this page. */
            data: components["schemas"]["ForecastSummary"][];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description What was asked for, defaults included. */
        ForecastRequest: {
            /**
             * @description Whether the series were those of the dataset or came with the call.
             * @enum {string}
             */
            history: "stored" | "inline";
            /** @description Quantiles, ascending. */
            quantiles: number[];
            /** @description Central intervals in percent, ascending. */
            levels: number[];
            /** @description Sample paths of each series. */
            samples: number;
            /** @description Of the sample paths. */
            seed: number;
            /** @description Time after which nothing was read; null: all was. */
            as_of: components["schemas"]["Time"] | null;
            /** @description Whether one-step forecasts of the past were asked for. */
            fitted: boolean;
            /**
             * @description Whether explanations were asked for.
             * @default false
             */
            explain: boolean;
        };
        /** @description A stored forecast without its numbers. */
        ForecastSummary: {
            /**
             * @description Id of a forecast.
             * @example fc_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /**
             * @description Id of a dataset.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            dataset_id: string;
            /** @description Version of the data that the forecast went on from. */
            dataset_version: number;
            /** @description Steps ahead. */
            horizon: number;
            request: components["schemas"]["ForecastRequest"];
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description Series that were forecast. */
            series_count: number;
        };
        /** @description How the times of the series follow each other, learnt from the data. */
        Frequency: {
            /**
             * @description `calendar`: steps of days, weeks, months or years, some of them closed; `fixed`: equal steps of time; `index`: integers.
             * @enum {string}
             */
            kind: "calendar" | "fixed" | "index";
            /**
             * @description ISO 8601 duration of one step; the integer step of an index.
             * @example P1D
             */
            step: string;
            /**
             * @description Plausible season lengths in observations, the usual one first.
             * @example [
             *       5
             *     ]
             */
            season_lengths: number[];
            /**
             * @description ISO weekdays (1 is Monday) without observations.
             * @example [
             *       6,
             *       7
             *     ]
             */
            closed_weekdays: number[];
            /** @description Holidays, learnt from the data unless there is a calendar. */
            closures: components["schemas"]["YearlyClosure"][];
            /** @description The calendar by name that the closed weekdays and holidays are of. */
            calendar?: "XNYS" | null;
            /** @description Single days without observations, as they were listed. */
            closed_days?: string[] | null;
            /** @description Times of day that occur, `HH:MM:SS`, where a day is not covered evenly; else null. */
            open_times: string[] | null;
            /** @description Day on which steps of months fall, 31 being the last one of each; off a closed weekday it moves into the month. Absent: the day of the time before. */
            day_of_month?: number | null;
        };
        /** @description Values of covariates that are known in advance. */
        FutureCovariates: {
            /** @description The series that they are of; default: every series of the call. */
            series_id?: string;
            /** @description Time of each value; default: the steps of the horizon, one after the other. */
            times?: (string | number)[];
            /**
             * @description Values by covariate, one for each time or each step of the horizon; null where one is not known.
             * @example {
             *       "promotion": [
             *         0,
             *         1,
             *         0
             *       ]
             *     }
             */
            covariates: {
                [key: string]: (number | null)[];
            };
        };
        /** @description The process is alive. */
        Health: {
            /**
             * @description Always `ok`.
             * @constant
             */
            status: "ok";
            /** @description Version of the service. */
            version: string;
        };
        /** @description Means over the windows, in scaled units; of symbols in nats, where the forecast is the log-probability of the most likely next symbol, and the loss that of the one that came. */
        InputMemory: {
            /** @description Norm of the gradient of the forecast with respect to the inputs of each observation (the vector of a symbol), the last one first. */
            forecast: number[];
            /** @description Norm of the gradient of the loss with respect to the inputs of each observation (the vector of a symbol), the last one first. */
            loss: number[];
        };
        /** @description Bounds per step. */
        Interval: {
            /** @description Lower end, step by step. */
            lower: number[];
            /** @description Upper end, step by step. */
            upper: number[];
        };
        /** @description Work in the background. */
        Job: {
            /**
             * @description Id of a job.
             * @example job_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /**
             * @description What it does.
             * @enum {string}
             */
            kind: "train" | "backtest";
            /**
             * @description `succeeded`, `failed` and `cancelled` are ends; a retry begins anew.
             * @enum {string}
             */
            status: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** @description Times that a worker has started it; it goes on from its last checkpoint. */
            attempt: number;
            /** @description Whether it is to be cancelled, or was; its worker ends it within seconds. */
            cancel_requested: boolean;
            subject: components["schemas"]["JobSubject"];
            progress: components["schemas"]["JobProgress"] | null;
            /** @description 1 is next; null unless queued. */
            queue_position: number | null;
            /** @description Seconds until the job has ended: by the durations of recent jobs of its kind while it waits, by its progress while it runs. Null where that is not known. */
            eta_seconds: number | null;
            error: components["schemas"]["Problem"] | null;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            /** @description When a worker first took it; null while it has only waited. */
            started_at: string | null;
            /** @description When it ended; null until then. */
            finished_at: string | null;
            links: components["schemas"]["JobLinks"];
        };
        /** @description Paths of the job, of what it works on, and of what it tells. */
        JobLinks: {
            /** @description The job. */
            self: string;
            /** @description What it works on. */
            subject: string;
            /** @description Its events as a stream. */
            events: string;
            /** @description What its handler wrote. */
            logs: string;
        };
        /** @description A line that the handler of a job wrote. */
        JobLogLine: {
            /** @description Grows from line to line, with gaps. */
            sequence: number;
            /**
             * @description How much it matters.
             * @enum {string}
             */
            level: "info" | "warn" | "error";
            /** @description The attempt that wrote it. */
            attempt: number;
            /** @description What the handler has to say. */
            message: string;
            /** @description Figures and names that belong to the message. */
            fields: {
                [key: string]: string | number | boolean | null;
            };
            /**
             * Format: date-time
             * @description When it was written.
             */
            created_at: string;
        };
        /** @description A page of a list. */
        JobLogPage: {
            /** @description The items of this page. */
            data: components["schemas"]["JobLogLine"][];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        JobPage: {
            /** @description The items of this page. */
            data: components["schemas"]["Job"][];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description How far a job is. */
        JobProgress: {
            /**
             * @description Share of the work that is done.
             * @example 0.42
             */
            fraction: number;
            /**
             * @description What is being done.
             * @enum {string}
             */
            phase: "preparing" | "training" | "backtest" | "publishing";
            /** @description Training windows seen over training windows in the data. */
            epoch: number;
            /** @description Training steps made; of a backtest, series tested. */
            step: number;
            /** @description Of how many at most. */
            steps: number;
            /** @description Smoothed training loss. */
            loss: number | null;
            /** @description Loss on the validation part. */
            validation_loss: number | null;
            /** @description Of work, over all attempts. */
            elapsed_seconds: number;
            /** @description Seconds of work that are left; null where not known. */
            eta_seconds: number | null;
        };
        /** @description What the job works on. */
        JobSubject: {
            /**
             * @description What kind of thing.
             * @enum {string}
             */
            type: "model" | "backtest";
            /** @description Its id. */
            id: string;
        };
        /** @description An API key, without its secret. */
        Key: {
            /**
             * @description Id of a key.
             * @example key_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /** @description For people, to tell keys apart. */
            name: string | null;
            /**
             * @description Whose data a key reaches: tenants see nothing of each other.
             * @example default
             */
            tenant: string;
            /**
             * @description `read` for GET, `write` for calls that create, change or delete, `admin` for all of that, keys and metrics.
             * @example [
             *       "read",
             *       "write"
             *     ]
             */
            scopes: ("read" | "write" | "admin")[];
            /**
             * @description How the secret begins.
             * @example gck_x7Qm
             */
            hint: string;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
        };
        /** @description A new key with its secret. */
        KeyCreated: {
            key: components["schemas"]["Key"];
            /**
             * @description What a caller sends. It is shown this once: only its SHA-256 is stored.
             * @example gck_x7QmVbq0cS1uTtV8Zk3nYw2LrEoJ5aHdPi9fGg4MxNs
             */
            secret: string;
        };
        /**
         * @description A key to create.
         * @example {
         *       "name": "nightly import",
         *       "scopes": [
         *         "read",
         *         "write"
         *       ]
         *     }
         */
        KeyIn: {
            /**
             * @description For people, to tell keys apart.
             * @example nightly import
             */
            name?: string;
            /**
             * @description Default: that of the calling key. Only an admin key of the service may name another.
             * @example default
             */
            tenant?: string;
            /**
             * @description `read` for GET, `write` for calls that create, change or delete, `admin` for all of that, keys and metrics.
             * @default [
             *       "read",
             *       "write"
             *     ]
             * @example [
             *       "read",
             *       "write"
             *     ]
             */
            scopes?: ("read" | "write" | "admin")[];
        };
        /** @description A page of a list. */
        KeyPage: {
            /** @description The items of this page. */
            data: components["schemas"]["Key"][];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description What one recurrent layer did. */
        LayerTrace: {
            /** @description Hidden state after each step. [steps][hidden units] */
            h: number[][];
            /** @description Cell state of an LSTM after each step; null for the others. */
            c: number[][] | null;
            /** @description Gates at each step: `i`, `f`, `g`, `o` of an LSTM; `r`, `z`, `n` of a GRU; none of an RNN. */
            gates: {
                [key: string]: number[][];
            };
        };
        /** @description How far back a model looks. */
        LookBack: {
            /** @description Observations that the network reads; of a model of symbols, symbols of the longest window that was looked at. */
            context: number;
            /** @description Observations, or symbols, that 95 % of what the network adds comes from. */
            looks_back: number;
            /** @description Observations that 80 % of it comes from. */
            most: number;
            /**
             * @description The same in words.
             * @example Looks back about 14 steps; 80 % of what it adds to the last value comes from the last 5
             */
            sentence: string;
        };
        /** @description A look at the losses during training. */
        LossPoint: {
            /** @description Training steps done. */
            step: number;
            /** @description Loss on training windows. */
            loss: number;
            /** @description Loss on windows that are held out. */
            validation_loss: number | null;
        };
        /** @description How far back a model looks, by the gradients of its forecast and of its loss. */
        Memory: {
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /** @description Version of the data that the windows were taken from. */
            dataset_version: number;
            /** @description Windows that were averaged over: the last ones whose targets are known; of symbols those that end in the last sequences, evenly spread. */
            windows: number;
            /** @description Null where the network adds nothing to the base path; of symbols, where none adds anything to the next. */
            look_back: components["schemas"]["LookBack"] | null;
            /** @description Network by network. */
            networks: components["schemas"]["NetworkMemory"][];
            /** @description Methods that the forecast is mixed with, and that are not explained; empty where there are none. */
            statistical_members: components["schemas"]["StatisticalMember"][];
        };
        /** @description Losses of a method over the windows of a backtest. */
        Metrics: {
            /** @description Mean of 200·|y−f|/(|y|+|f|) of the median, in percent; over several series the mean of their means. */
            smape: number | null;
            /** @description Mean absolute error of the median over the in-sample error of the seasonal naive forecast. */
            mase: number | null;
            /** @description Mean of sMAPE and MASE, each over that of `naive2` in the same windows: below 1 is better than Naive2. Null where Naive2 makes no error. */
            owa?: number | null;
            /** @description Weighted quantile loss: 2·Σ pinball / Σ|y|, mean over the quantiles. */
            wql: number | null;
            /** @description Mean scaled interval score: width of the 95 % interval and 40 times what lies outside, over the in-sample error. */
            msis?: number | null;
            /** @description Σ(f−y) / Σ|y| of the median: 0.02 is 2 % too high on the whole. */
            bias?: number | null;
            /**
             * @description Share of observations inside each central interval.
             * @example {
             *       "0.8": 0.79
             *     }
             */
            coverage: {
                [key: string]: number;
            };
            /**
             * @description Share of observations in each tenth of the forecast distribution, from the lowest: 0.1 each where it is right, more at both ends where it is too narrow. Only over all windows.
             * @example [
             *       0.12,
             *       0.1,
             *       0.09,
             *       0.1,
             *       0.09,
             *       0.1,
             *       0.1,
             *       0.09,
             *       0.1,
             *       0.11
             *     ]
             */
            pit?: number[] | null;
        };
        /** @description A network that is trained on a dataset. */
        Model: {
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /** @description For people. */
            name: string;
            /** @description Words to find models by. */
            tags: string[];
            /**
             * @description Only a `ready` model forecasts.
             * @enum {string}
             */
            status: "training" | "ready" | "failed" | "cancelled";
            /**
             * @description Id of a dataset.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            dataset_id: string;
            /** @description Version of the dataset that it was trained on; 0 where it was imported, and trained on data that are elsewhere. */
            dataset_version: number;
            /** @description The job that trained it; null where it was imported. */
            job_id: string | null;
            /** @description The model that it was trained again from, while that one exists. */
            parent_id: string | null;
            spec: components["schemas"]["SymbolSpec"] | components["schemas"]["ModelSpec"];
            /** @description Trained numbers in the network. */
            parameter_count: number | null;
            card: components["schemas"]["SymbolCard"] | components["schemas"]["ModelCard"] | null;
            weights: components["schemas"]["WeightsInfo"] | null;
            error: components["schemas"]["Problem"] | null;
            /** @description Interval in percent outside which new observations are told to webhooks; null: none are. */
            anomaly_level: number | null;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            /** @description When it could first be used. */
            ready_at: string | null;
        };
        /** @description What the model can do, measured on data that it was not trained on. */
        ModelCard: {
            /**
             * @description What to expect, in one plain sentence.
             * @example 9 % better than the last value (6–12 %)
             */
            summary: string;
            /** @description Whether the 90 % interval of the skill lies above zero. */
            has_skill: boolean;
            /** @description Null where the data are too short for a backtest. */
            skill: components["schemas"]["Skill"] | null;
            backtest: components["schemas"]["BacktestSummary"] | null;
            /**
             * @description How far back the network looks; null where it adds nothing to the base path.
             * @default null
             */
            look_back: components["schemas"]["LookBack"] | null;
            /** @description By method: `auto` is the model, beside its baselines. */
            metrics: {
                [key: string]: components["schemas"]["Metrics"];
            };
            /** @description The model against each baseline alone. */
            comparisons?: components["schemas"]["Comparison"][];
            /** @description The same for steps of the horizon: all up to 48, else so many evenly spread. A backtest has all. */
            steps?: components["schemas"]["BacktestStep"][];
            /** @description The same for the 20 series that are forecast worst by MASE, the worst first. A backtest tells every window as CSV. */
            series?: components["schemas"]["BacktestSeries"][];
            training: components["schemas"]["TrainingSummary"];
            /** @description What a reader should know beside the figures. */
            notes: string[];
        };
        /**
         * @description What to change; what is left out stays.
         * @example {
         *       "name": "shop, nightly",
         *       "tags": [
         *         "nightly"
         *       ]
         *     }
         */
        ModelChange: {
            /**
             * @description For people; default: made of the dataset and the cell.
             * @example shop gru
             */
            name?: string;
            /**
             * @description Words to find models by.
             * @example [
             *       "nightly"
             *     ]
             */
            tags?: string[];
            /**
             * @description Watches what is added to the dataset from now on: observations outside this central interval in percent of the one-step forecast are told to webhooks as `anomaly.detected`, each once. Null ends it.
             * @example 99
             */
            anomaly_level?: number | null;
        };
        /** @description The model to come and the job that trains it. */
        ModelCreated: {
            model: components["schemas"]["Model"];
            job: components["schemas"]["Job"];
        };
        /**
         * @description Of a model of series, or with a `context` of a model of symbols.
         * @example {
         *       "horizon": 3,
         *       "levels": [
         *         80
         *       ]
         *     }
         */
        ModelForecastRequest: components["schemas"]["SymbolForecastIn"] | components["schemas"]["ForecastIn"];
        /**
         * @description What to train; `dataset_id` and `horizon` are enough, or `dataset_id` alone where it has symbols.
         * @example {
         *       "dataset_id": "ds_019353f7c4a87d0c9d2b6a3f5e1c8b70",
         *       "horizon": 3,
         *       "cell": "gru",
         *       "preset": "fast",
         *       "steps": 20
         *     }
         */
        ModelIn: {
            /**
             * @description Id of a dataset.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            dataset_id: string;
            /**
             * @description Steps ahead that the model forecasts; needed unless the dataset has symbols.
             * @example 20
             */
            horizon?: number;
            /**
             * @description What kind of model. `seasonal` starts from the same phase of earlier seasons, `prices` from the last value and volatility, `short` from the Theta path of a few observations; `symbols` is for datasets of symbols. `auto`: chosen from the data.
             * @default auto
             * @enum {string}
             */
            family?: "auto" | "seasonal" | "prices" | "short" | "symbols";
            /**
             * @description Of a model of symbols: how it reads a symbol; default: `embedding`.
             * @enum {string}
             */
            input?: "embedding" | "one_hot";
            /** @description Of a model of symbols: numbers that stand for a symbol. */
            embedding_size?: number;
            /** @description Column to forecast; default: the target of the dataset. */
            target?: string;
            /**
             * @description For people; default: made of the dataset and the cell.
             * @example shop gru
             */
            name?: string;
            /**
             * @description Words to find models by.
             * @default []
             * @example [
             *       "nightly"
             *     ]
             */
            tags?: string[];
            /**
             * @description The recurrent cell.
             * @default gru
             * @enum {string}
             */
            cell?: "rnn" | "lstm" | "gru";
            /**
             * @description Sizes and steps where they are not given.
             * @default balanced
             * @enum {string}
             */
            preset?: "fast" | "balanced" | "accurate";
            /** @description Networks whose forecasts are averaged. */
            members?: number;
            /** @description Observations that the network reads before it forecasts. */
            context_length?: number;
            /** @description Recurrent layers. */
            layers?: number;
            /** @description Units of a layer. */
            hidden_size?: number;
            /** @description Training steps at most; training ends earlier when validation no longer improves. */
            steps?: number;
            /**
             * @description Passes over the training windows at most, in the place of `steps`.
             * @example 20
             */
            epochs?: number;
            /** @description Highest step size of the optimizer. */
            learning_rate?: number;
            /** @description Units of the decoder, which makes quantiles of the hidden state. */
            decoder_size?: number;
            /**
             * @description Share of units left out in a training step.
             * @example 0.1
             */
            dropout?: number;
            /**
             * @description Windows in a training step.
             * @example 64
             */
            batch_size?: number;
            /**
             * @description Pull of the weights towards zero.
             * @example 0.01
             */
            weight_decay?: number;
            /** @description Weight of the median in the loss, beside 1 for the other quantiles. */
            median_weight?: number;
            /**
             * @description What training makes small: `quantile` is the mean pinball loss over the quantiles.
             * @default quantile
             * @enum {string}
             */
            loss?: "quantile";
            /** @description Quantiles that are trained; 0.5 is always among them. */
            quantiles?: number[];
            covariates?: components["schemas"]["CovariatesIn"];
            bounds?: components["schemas"]["BoundsIn"];
            calendar?: components["schemas"]["CalendarIn"];
            /**
             * @description The same seed gives the same weights.
             * @default 1
             */
            seed?: number;
            /** @description Rolling-origin windows of the backtest, and observations between their origins. */
            validation?: components["schemas"]["ValidationIn"];
        };
        /** @description A page of a list. */
        ModelPage: {
            /** @description The items of this page. */
            data: components["schemas"]["Model"][];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Every setting as used; those that depend on the data are null until training has begun. */
        ModelSpec: {
            /** @description Column that is forecast. */
            target: string;
            /**
             * @description Steps ahead that the model forecasts.
             * @example 20
             */
            horizon: number;
            /**
             * @description The recurrent cell.
             * @enum {string}
             */
            cell: "rnn" | "lstm" | "gru";
            /**
             * @description Sizes and steps where they are not given.
             * @enum {string}
             */
            preset: "fast" | "balanced" | "accurate";
            context_length: number | null;
            layers: number | null;
            hidden_size: number | null;
            dropout: number | null;
            steps: number | null;
            /** @description Passes that were asked for, of which `steps` was made; null: none were. */
            epochs?: number | null;
            batch_size: number | null;
            learning_rate: number | null;
            weight_decay: number | null;
            /** @description What the network starts from and reads; see `ModelIn`. */
            family?: ("seasonal" | "prices" | "short") | null;
            members?: number | null;
            /** @description Shares of the forecast, chosen by validation: that of the `network`, all members together, and those of statistical methods. */
            shares?: {
                [key: string]: number;
            } | null;
            decoder_size?: number | null;
            median_weight?: number | null;
            /** @description What training makes small; absent: `quantile`. */
            loss?: "quantile" | null;
            /** @description Quantiles that are trained. */
            quantiles: number[];
            /** @description The same seed gives the same weights. */
            seed: number;
            validation: components["schemas"]["Validation"];
            /** @description `log`: what is read is taken in logarithms where all of it is positive; `identity`: never. */
            transform: ("log" | "identity") | null;
            /** @description The path whose residual the network forecasts. */
            base: ("naive" | "seasonal_naive" | "theta") | null;
            /** @description Observations in a season; 1 where there is none. */
            season_length: number | null;
            /** @description 0 where no training value is below it: then no quantile, mean or interval is either. Null where there is no bound. */
            lower_bound?: 0 | null;
            /** @description Closed days of its forecasts in the place of those of the dataset; null: those of the dataset. */
            calendar?: components["schemas"]["CalendarIn"] | null;
            covariates?: components["schemas"]["Covariates"] | null;
            encoding?: components["schemas"]["CovariateEncoding"] | null;
            bounds?: components["schemas"]["Bounds"] | null;
            /** @description Whether the median may leave the base path; `fixed` where the data move like a random walk, as prices do. */
            location?: ("fixed" | "learnt") | null;
        };
        /**
         * @description Of a model of series, or with a `context` of a model of symbols.
         * @example {
         *       "last_steps": 5
         *     }
         */
        ModelTraceRequest: components["schemas"]["SymbolTraceIn"] | components["schemas"]["TraceIn"];
        /** @description The same day of a month every year. */
        MonthDayClosure: {
            /**
             * @description A day of a month.
             * @constant
             */
            rule: "month_day";
            /** @description 1 is January. */
            month: number;
            /** @description Day of the month. */
            day: number;
            /**
             * @description Where it goes when it falls on a closed weekday; `after_weekend_only`: Sunday to Monday, Saturday is not made up.
             * @enum {string}
             */
            shift: "none" | "nearest_weekday" | "next_weekday" | "after_weekend_only";
            /** @description The first year in which it holds; null: all. */
            since_year?: number | null;
        };
        /** @description How far back one network looks. */
        NetworkMemory: {
            /** @description Its number in the weights file, from 0. */
            network: number;
            /** @description The recurrent cell. */
            cell: string;
            /** @description Observations that one recurrent step reads; 1 of symbols. */
            observations_per_step: number;
            inputs: components["schemas"]["InputMemory"];
            states: components["schemas"]["StateMemory"];
            /** @description Observations back to where the gradient of the forecast with respect to the hidden state is half of that at the end; null where it never is. */
            half_life: number | null;
            /** @description Of the recurrent layers. */
            weights: components["schemas"]["StepShares"][];
        };
        /** @description What may come next. */
        NextSymbol: {
            /** @description The symbol; null for `end` and `unknown`. */
            symbol: string | null;
            /**
             * @description A symbol of the vocabulary, the end of the sequence, or any other symbol.
             * @enum {string}
             */
            kind: "symbol" | "end" | "unknown";
            /** @description Its probability; those of all add up to 1. */
            probability: number;
        };
        /** @description The n-th weekday of a month every year. */
        NthWeekdayClosure: {
            /**
             * @description A weekday, counted within a month.
             * @constant
             */
            rule: "nth_weekday";
            /** @description 1 is January. */
            month: number;
            /** @description ISO weekday: 1 is Monday. */
            weekday: number;
            /** @description 1 is the first of the month, -1 the last. */
            nth: number;
            /** @description The first year in which it holds; null: all. */
            since_year?: number | null;
        };
        /** @description What the call changed. */
        ObservationsAdded: {
            /** @description Version of the dataset now; the same as before where nothing changed. */
            version: number;
            /** @description Observations at times that were not there. */
            added: number;
            /** @description Observations that are now another than before. */
            replaced: number;
        };
        /**
         * @description Observations to add.
         * @example {
         *       "series": [
         *         {
         *           "id": "y",
         *           "times": [
         *             "2024-04-30"
         *           ],
         *           "values": [
         *             104.2
         *           ]
         *         }
         *       ]
         *     }
         */
        ObservationsIn: {
            /** @description Observations by series, with `times` or a `start`. A series that is not there yet is added; without an id it is that of a dataset of one series. */
            series: components["schemas"]["SeriesIn"][];
        };
        /**
         * @description Series to forecast; `series` or `records`, and `horizon`, are enough.
         * @example {
         *       "series": [
         *         {
         *           "values": [
         *             3,
         *             5,
         *             4,
         *             6,
         *             5,
         *             7,
         *             6,
         *             8,
         *             7,
         *             9,
         *             8,
         *             10,
         *             9,
         *             11,
         *             10,
         *             12,
         *             11,
         *             13,
         *             12,
         *             14
         *           ]
         *         }
         *       ],
         *       "horizon": 2
         *     }
         */
        OneShotIn: {
            /**
             * @description Series as arrays.
             * @example [
             *       {
             *         "values": [
             *           3,
             *           5,
             *           4,
             *           6,
             *           5,
             *           7,
             *           6,
             *           8
             *         ]
             *       }
             *     ]
             */
            series?: components["schemas"]["OneShotSeries"][];
            /** @description Or observation by observation. */
            records?: components["schemas"]["Record"][];
            /**
             * @description Steps ahead.
             * @example 12
             */
            horizon: number;
            /**
             * @description A model to forecast with, by its id or an alias; default: a small one is trained on the series of the call.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model?: string;
            /**
             * @description `auto`, or an ISO 8601 duration (`P1D`, `PT1H`, `P1M`), needed where a series has only a `start` and is not daily.
             * @default auto
             */
            frequency?: string;
            /**
             * @description IANA zone of times without an offset.
             * @default null
             * @example America/New_York
             */
            time_zone?: string | null;
            /**
             * @description Of the dataset that is kept.
             * @example spx
             */
            name?: string;
            /**
             * @description How long to wait for the training; then the answer is the job.
             * @default 60
             */
            timeout_seconds?: number;
            /** @description What the trained model reads beside the target; default: the covariates of `future_covariates`, as known in advance. */
            covariates?: components["schemas"]["CovariatesIn"];
            bounds?: components["schemas"]["BoundsIn"];
            /**
             * @description Quantiles in the answer.
             * @default [
             *       0.1,
             *       0.2,
             *       0.3,
             *       0.4,
             *       0.5,
             *       0.6,
             *       0.7,
             *       0.8,
             *       0.9
             *     ]
             * @example [
             *       0.1,
             *       0.5,
             *       0.9
             *     ]
             */
            quantiles?: number[];
            /**
             * @description Central intervals in percent.
             * @default [
             *       80,
             *       95
             *     ]
             * @example [
             *       80,
             *       95
             *     ]
             */
            levels?: number[];
            /**
             * @description Sample paths for each series: futures that hang together over the horizon and whose values at each step have the quantiles of the forecast.
             * @default 0
             * @example 100
             */
            samples?: number;
            /** @description Another name of `samples`; it counts where both are there. */
            num_samples?: number;
            /**
             * @description Of the sample paths: the same seed gives the same paths.
             * @default 1
             */
            seed?: number;
            /** @description Known-future covariates of the model over the horizon. What is not given here is read from the dataset (rows after the last value of the target), or from the inline series. */
            future_covariates?: components["schemas"]["FutureCovariates"][];
            /** @description Forecasts as if this were the time of the last observation: what is later is not used, but for covariates that the model takes as known in advance. (The weights are what they are: train on older data where they must not know it either.) */
            as_of?: components["schemas"]["Time"];
            /**
             * @description Also the medians of one-step forecasts of the last observations (up to 100 of a series), each made from what was before it.
             * @default false
             */
            fitted?: boolean;
            /**
             * @description Also what each observation and covariate adds to each step of the horizon, by integrated gradients.
             * @default false
             */
            explain?: boolean;
        };
        /** @description One series: its values, and their times. */
        OneShotSeries: {
            /** @description Default: its position, `series_0`, `series_1` … */
            id?: string;
            /** @description First time; the others follow by the frequency. Excludes `times`. */
            start?: components["schemas"]["Time"];
            /** @description One time per value. Without `start` and `times` the values count 0, 1, 2 … */
            times?: (string | number)[];
            /** @description One value per time; null is missing. */
            values: (number | null)[];
            /** @description Other columns, as long as `values`. Where values are null at the end and covariates are not, the covariates are known in advance. */
            covariates?: {
                [key: string]: (number | null)[];
            };
            /** @description Attributes that do not change in time. */
            static?: {
                [key: string]: string | number | boolean;
            };
            /** @description Another name of `times`. */
            timestamps?: (string | number)[];
            /**
             * @description Step between times where there is only a `start`: an ISO 8601 duration such as `PT1H`, or a letter as pandas has them: `D`, `B`, `W`, `M`, `Q`, `Y`, `h`, `min`.
             * @example P1D
             */
            freq?: string;
        };
        /** @description RFC 9457 problem details. */
        Problem: {
            /**
             * @description A page that explains the code.
             * @example /problems/series_too_short
             */
            type: string;
            /** @description The code in words. */
            title: string;
            /**
             * @description Status of the answer.
             * @example 422
             */
            status: number;
            /**
             * @description Stable; programs may switch on it.
             * @enum {string}
             */
            code: "body_empty" | "body_incomplete" | "body_invalid_json" | "body_too_large" | "content_type_unsupported" | "content_encoding_unsupported" | "request_invalid" | "id_malformed" | "gzip_invalid" | "headers_too_large" | "request_malformed" | "request_too_slow" | "url_malformed" | "route_not_found" | "method_not_allowed" | "accept_unsupported" | "cursor_invalid" | "unauthorized" | "scope_missing" | "tenant_forbidden" | "rate_limited" | "idempotency_key_in_use" | "idempotency_key_reused" | "csv_invalid" | "parquet_invalid" | "time_column_missing" | "value_column_missing" | "column_unknown" | "column_duplicate" | "cell_invalid" | "time_duplicate" | "series_duplicate" | "series_empty" | "series_too_many" | "points_too_many" | "text_invalid" | "sequence_empty" | "sequence_too_long" | "vocabulary_too_large" | "dataset_not_found" | "series_not_found" | "model_not_found" | "alias_not_found" | "key_not_found" | "forecast_not_found" | "job_not_found" | "backtest_not_found" | "backtest_in_use" | "backtest_not_ready" | "webhook_not_found" | "delivery_not_found" | "schedule_not_found" | "webhooks_too_many" | "webhook_target_refused" | "schedules_too_many" | "dataset_kind_mismatch" | "model_kind_mismatch" | "dataset_in_use" | "dataset_empty" | "bundle_invalid" | "bundle_version_unsupported" | "model_not_ready" | "model_failed" | "model_outdated" | "model_in_use" | "model_aliased" | "job_not_retryable" | "watchers_too_many" | "job_finished" | "target_unknown" | "covariate_unknown" | "covariates_missing" | "series_too_short" | "sequences_too_short" | "horizon_too_long" | "value_out_of_domain" | "value_out_of_range" | "forecast_too_large" | "explanation_inexact" | "explanation_too_large" | "trace_too_large" | "network_unknown" | "all_series_failed" | "training_diverged" | "training_too_large" | "worker_lost" | "database_unavailable" | "queue_unavailable" | "overloaded" | "internal";
            /** @description This case in one sentence. */
            detail: string;
            /** @description The path that was called. */
            instance?: string;
            /** @description Whether the same request may succeed later. */
            retryable: boolean;
            /** @description Each fault that was found. */
            errors?: components["schemas"]["Fault"][];
        };
        /** @description The process can serve: every part that it needs answers. */
        Readiness: {
            /**
             * @description Always `ready`.
             * @constant
             */
            status: "ready";
            /** @description The parts that answer. */
            parts: ("database" | "queue")[];
        };
        /** @description One observation. */
        Record: {
            /** @description Id of the series; default: all records are one. */
            unique_id?: string | number;
            ds: components["schemas"]["Time"];
            /** @description The value; null is missing. */
            y: number | null;
        };
        /**
         * @description How to train again.
         * @example {
         *       "mode": "warm"
         *     }
         */
        Retrain: {
            /**
             * @description `warm` goes on from the weights, with all settings as they were used; `scratch` starts anew, and decides again what depends on the data.
             * @default warm
             * @enum {string}
             */
            mode?: "warm" | "scratch";
        };
        /** @description Work that begins by itself. */
        Schedule: {
            /**
             * @description Id of a schedule.
             * @example sch_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /** @description For people. */
            name: string | null;
            /**
             * @description `retrain` trains a new model as the named one was asked for, on the newest data; `forecast` forecasts the stored series with the named one, over its horizon, and keeps the forecast.
             * @enum {string}
             */
            kind: "retrain" | "forecast";
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /** @description Time between two runs, as an ISO 8601 duration; null where `cron` says when. */
            every: string | null;
            /** @description When it runs, as minute, hour, day of month, month and day of week; null where `every` says when. */
            cron: string | null;
            /**
             * @description IANA name of the zone in which `cron` is read.
             * @example America/New_York
             */
            time_zone: string;
            /** @description Whether it runs. */
            enabled: boolean;
            /** @description Grows with every change of the schedule. */
            revision: number;
            /** @description Null when it is not enabled. */
            next_run_at: string | null;
            last_run: components["schemas"]["ScheduleRun"] | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description `every` counts from here.
             */
            changed_at: string;
        };
        /**
         * @description What is not named stays as it is; `every` takes the place of `cron`, and the reverse.
         * @example {
         *       "enabled": false
         *     }
         */
        ScheduleChanges: {
            /**
             * @description For people.
             * @example Every night
             */
            name?: string;
            /**
             * @description Time between two runs, as an ISO 8601 duration without years and months; a day is 24 hours.
             * @example P1D
             */
            every?: string;
            /**
             * @description When to run: minute, hour, day of month, month and day of week, in `time_zone`.
             * @example 0 6 * * 1-5
             */
            cron?: string;
            /**
             * @description IANA name of the zone in which `cron` is read.
             * @example America/New_York
             */
            time_zone?: string;
            /** @description Whether it runs. */
            enabled?: boolean;
        };
        /**
         * @description One of `every` and `cron` says when.
         * @example {
         *       "kind": "retrain",
         *       "model_id": "mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70",
         *       "cron": "0 6 * * 1",
         *       "time_zone": "Europe/Berlin"
         *     }
         */
        ScheduleIn: {
            /**
             * @description For people.
             * @example Every night
             */
            name?: string;
            /**
             * @description `retrain` trains a new model as the named one was asked for, on the newest data; `forecast` forecasts the stored series with the named one, over its horizon, and keeps the forecast.
             * @enum {string}
             */
            kind: "retrain" | "forecast";
            /**
             * @description The model that is trained again or that forecasts, by its id or an alias.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /**
             * @description Time between two runs, as an ISO 8601 duration without years and months; a day is 24 hours.
             * @example P1D
             */
            every?: string;
            /**
             * @description When to run: minute, hour, day of month, month and day of week, in `time_zone`.
             * @example 0 6 * * 1-5
             */
            cron?: string;
            /**
             * @description IANA name of the zone in which `cron` is read.
             * @default UTC
             * @example America/New_York
             */
            time_zone?: string;
            /**
             * @description Whether it runs.
             * @default true
             */
            enabled?: boolean;
        };
        /** @description A page of a list. */
        SchedulePage: {
            /** @description The items of this page. */
            data: components["schemas"]["Schedule"][];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description What the last run of a schedule came to. */
        ScheduleRun: {
            /**
             * @description `started` when a training was begun, `forecast` when a forecast was made; `skipped` when the run before had not ended; `refused` when it could not be done.
             * @enum {string}
             */
            outcome: "started" | "forecast" | "skipped" | "refused";
            /** @description Why it was skipped or refused. */
            detail: string | null;
            /** @description The model that it began to train. */
            model_id: string | null;
            /** @description The forecast that it made. */
            forecast_id: string | null;
            /** @description The job that it began, or that it found unfinished. */
            job_id: string | null;
            /**
             * Format: date-time
             * @description When it ran.
             */
            at: string;
        };
        /** @description One sequence of symbols. */
        SequenceIn: {
            /** @description Default: its position, `sequence_0`, `sequence_1` … */
            id?: string;
            /** @description A text, cut into symbols by `unit`. Excludes `symbols`. */
            text?: string;
            /** @description The symbols themselves. Excludes `text`. */
            symbols?: string[];
        };
        /** @description A page of the symbols of a sequence. */
        SequencePage: {
            /** @description Id of the sequence in its dataset. */
            id: string;
            /** @description Position of the first symbol of the page, from 0. */
            start: number;
            /** @description The symbols in order; null is one that is not in the vocabulary. */
            symbols: (string | null)[];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Scores of one series of a forecast. */
        SeriesAccuracy: {
            /** @description The series. */
            series_id: string;
            /** @description Steps of the horizon whose observation is there by now. */
            known_steps: number;
            /** @description Null while nothing is known. */
            metrics: components["schemas"]["Metrics"] | null;
        };
        /** @description A series that could not be forecast, and why. */
        SeriesError: {
            /** @description The series. */
            series_id: string;
            problem: components["schemas"]["Problem"];
        };
        /** @description The forecast of one series. */
        SeriesForecast: {
            /** @description The series. */
            series_id: string;
            /** @description The next times of the series, step by step. */
            times: components["schemas"]["Time"][];
            /** @description Mean of what is expected, step by step. */
            mean: number[];
            /** @description The forecast as one number, step by step. */
            median: number[];
            /** @description By level; they never cross. */
            quantiles: {
                [key: string]: number[];
            };
            /** @description Central intervals by percent. */
            intervals: {
                [key: string]: components["schemas"]["Interval"];
            };
            /** @description Sample paths, one value per step each; where they were asked for. */
            samples?: number[][];
            fitted?: components["schemas"]["Fitted"];
            explanation?: components["schemas"]["Explanation"];
            /** @description Known-future covariates as they were used, step by step; null is missing. Where the model has any. */
            future_covariates?: {
                [key: string]: (number | null)[];
            };
            /** @description What a reader should know beside the figures. */
            warnings: string[];
        };
        /** @description One series: its values, and their times. */
        SeriesIn: {
            /** @description Default: its position, `series_0`, `series_1` … */
            id?: string;
            /** @description First time; the others follow by the frequency. Excludes `times`. */
            start?: components["schemas"]["Time"];
            /** @description One time per value. Without `start` and `times` the values count 0, 1, 2 … */
            times?: (string | number)[];
            /** @description One value per time; null is missing. */
            values: (number | null)[];
            /** @description Other columns, as long as `values`. Where values are null at the end and covariates are not, the covariates are known in advance. */
            covariates?: {
                [key: string]: (number | null)[];
            };
            /** @description Attributes that do not change in time. */
            static?: {
                [key: string]: string | number | boolean;
            };
        };
        /** @description A page of a list. */
        SeriesPage: {
            /** @description The items of this page. */
            data: components["schemas"]["SeriesSummary"][];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description A page of the observations of a series. */
        SeriesPoints: {
            /** @description Id of the series in its dataset. */
            id: string;
            /** @description Times of the observations, in order. */
            times: components["schemas"]["Time"][];
            /** @description The target; null is missing. */
            values: (number | null)[];
            /** @description The other columns by name; null is missing. */
            covariates: {
                [key: string]: (number | null)[];
            };
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description A series without its observations. */
        SeriesSummary: {
            /** @description Id of the series in its dataset. */
            id: string;
            start: components["schemas"]["Time"];
            end: components["schemas"]["Time"];
            /** @description Observations, missing ones included. */
            point_count: number;
            /** @description Observations that are missing. */
            missing_count: number;
            /** @description Attributes that do not change in time. */
            static: {
                [key: string]: string | number | boolean;
            };
        };
        /** @description How much better the model is than the best naive forecast. */
        Skill: {
            /** @description 1 − loss / loss of the baseline: 0.09 is 9 % better. */
            value: number;
            /** @description Lower end of its 90 % interval (block bootstrap over origins and series). */
            lower: number;
            /** @description Upper end of that interval. */
            upper: number;
            /**
             * @description The loss that is compared.
             * @enum {string}
             */
            metric: "wql" | "mase";
            /**
             * @description The best of the naive baselines in the same backtest: the last value, the last season, or the last value with the past changes of the series around it.
             * @enum {string}
             */
            baseline: "naive" | "seasonal_naive" | "rw_empirical";
        };
        /** @description Means over the windows, in scaled units; of symbols in nats, where the forecast is the log-probability of the most likely next symbol, and the loss that of the one that came. */
        StateMemory: {
            /** @description Norm of the gradient of the forecast with respect to the hidden state after each recurrent step, the last step first. */
            forecast: number[];
            /** @description Norm of the gradient of the loss with respect to the hidden state after each recurrent step, the last step first. */
            loss: number[];
        };
        /** @description A member of a model that is no network. */
        StatisticalMember: {
            /**
             * @description The method.
             * @example theta
             */
            name: string;
            /** @description Its weight in the forecast; those of the networks make it up to 1. */
            weight: number;
        };
        /** @description Which steps the gradient of a shared weight comes from. */
        StepShares: {
            /**
             * @description The tensor, as in the weights file.
             * @example encoder.weight_hh_l0
             */
            name: string;
            /** @description Norm of its gradient on these windows. */
            norm: number;
            /** @description Share of each recurrent step in that gradient, the last step first; they sum to 1 (to 0 where the gradient is zero). A step that pulls the other way has a negative share. */
            shares: number[];
        };
        /** @description What a model of symbols is tested on. */
        SymbolBacktestPlan: {
            /**
             * @description The dataset whose sequences are tested.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            dataset_id: string;
        };
        /** @description What came of a backtest of a model of symbols: metrics in total and by sequence. */
        SymbolBacktestReport: {
            summary: components["schemas"]["SymbolBacktestSummary"];
            /** @description Against the best chain; null in-sample, and where there is too little to tell. */
            skill: components["schemas"]["SymbolSkill"] | null;
            /** @description By method: `auto` is the model, beside `uniform`, `unigram`, `markov_1` … `markov_5`. */
            metrics: {
                [key: string]: components["schemas"]["SymbolMetrics"];
            };
            /** @description The model against each chain alone; none in-sample. */
            comparisons: components["schemas"]["SymbolComparison"][];
            /** @description The same for each sequence alone, the one with the most bits per symbol first, at most 100; the windows have all. */
            series: components["schemas"]["SymbolBacktestSeries"][];
        };
        /** @description Metrics of one sequence. */
        SymbolBacktestSeries: {
            /** @description The sequence. */
            series_id: string;
            /** @description Symbols compared. */
            symbols: number;
            /** @description By method: `auto` is the model, beside `uniform`, `unigram`, `markov_1` … `markov_5`. */
            metrics: {
                [key: string]: components["schemas"]["SymbolMetrics"];
            };
        };
        /** @description What a model of symbols was tested on. */
        SymbolBacktestSummary: {
            /**
             * @description What was tested: the part of its own dataset that was kept from training (`held_out`), all of it where there was too little to keep (`in_sample`), or another dataset (`dataset`).
             * @enum {string}
             */
            on: "held_out" | "in_sample" | "dataset";
            /** @description Sequences, or ends of sequences, that took part. */
            sequences: number;
            /** @description Symbols that were compared. */
            symbols: number;
            /** @description Those of them that are not in the vocabulary: right only as the unknown one. */
            unknown: number;
            /** @description Symbols at the end that were not compared: the first 500000 are, in the order of the sequences. */
            left_out: number;
        };
        /** @description A stretch of a sequence, of 500 symbols at most. */
        SymbolBacktestWindow: {
            /** @description The sequence. */
            series_id: string;
            /** @description Position of the first symbol in its sequence, from 0. */
            start: number;
            /** @description What came; null is a symbol that the model does not know. */
            symbols: (string | null)[];
            /** @description The surprise of each to the model, given those before it: its anomaly score. */
            bits: number[];
            /**
             * @description The same to the best chain.
             * @example {
             *       "markov_3": [
             *         2.1,
             *         0.4
             *       ]
             *     }
             */
            baselines: {
                [key: string]: number[];
            };
        };
        /** @description What a model of symbols can do, beside chains. */
        SymbolCard: {
            /**
             * @description What to expect, in one plain sentence.
             * @example 12 % fewer bits than a chain of order 5 (11–13 %)
             */
            summary: string;
            /** @description Whether the 90 % interval of the skill lies above zero, on symbols that training did not see. */
            has_skill: boolean;
            /** @description Null where too few symbols are held out to tell. */
            skill: components["schemas"]["SymbolSkill"] | null;
            evaluation: components["schemas"]["SymbolEvaluation"];
            /**
             * @description How far back the network looks; null where no symbol adds anything to the next.
             * @default null
             */
            look_back: components["schemas"]["LookBack"] | null;
            /** @description By method: `auto` is the model, beside `uniform`, `unigram`, `markov_1` … `markov_5`. */
            metrics: {
                [key: string]: components["schemas"]["SymbolMetrics"];
            };
            training: components["schemas"]["TrainingSummary"];
            /** @description What a reader should know beside the figures. */
            notes: string[];
        };
        /** @description A model of symbols against one chain, on the same symbols. */
        SymbolComparison: {
            /**
             * @description The chain that the model is compared with.
             * @enum {string}
             */
            baseline: "uniform" | "unigram" | "markov_1" | "markov_2" | "markov_3" | "markov_4" | "markov_5";
            /** @description 1 − bits / bits of the chain; null where the chain makes no error. */
            skill: number | null;
            /** @description Lower end of its 90 % interval; null where there is too little to tell. */
            lower: number | null;
            /** @description Upper end of that interval. */
            upper: number | null;
        };
        /** @description What one symbol of the context adds. */
        SymbolContribution: {
            /** @description Place in the context, from 0. */
            position: number;
            /** @description The symbol there. */
            symbol: string;
            /** @description What it adds, in bits: above 0 where it makes the next symbol likelier. */
            value: number;
        };
        /** @description What the figures of the card were measured on. */
        SymbolEvaluation: {
            /**
             * @description Whether the symbols were kept from training, or (where there were too few) are those that it saw.
             * @enum {string}
             */
            on: "held_out" | "in_sample";
            /** @description Sequences, or ends of sequences, that took part. */
            sequences: number;
            /** @description Symbols that were compared. */
            symbols: number;
        };
        /** @description What each symbol adds to the log-probability of the most likely next one, by integrated gradients from the neutral context (Sundararajan, Taly & Yan 2017). */
        SymbolExplanation: {
            /** @description The symbol that is explained: the most likely one after the context; null for the others. */
            symbol: string | null;
            /**
             * @description A symbol of the vocabulary, the end of the sequence, or any other symbol.
             * @enum {string}
             */
            kind: "symbol" | "end" | "unknown";
            /** @description The log₂ of its probability: its surprise with a minus. `baseline` and all `contributions` sum to it. */
            forecast: number;
            /** @description The same for a neutral context of that length: the mean of the vectors of all symbols in the place of each. */
            baseline: number;
            /** @description In the order of the context. */
            contributions: components["schemas"]["SymbolContribution"][];
        };
        /** @description What a model expects of a sequence of symbols. It is not kept. */
        SymbolForecast: {
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /**
             * @description Id of a dataset.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            dataset_id: string;
            /** @description Version of the data that the model was trained on. */
            dataset_version: number;
            /** @description The symbols that were read. */
            context: string[];
            /** @description Symbols of the context that are read as the unknown one. */
            unknown: components["schemas"]["UnknownSymbol"][];
            /** @description The most likely first. */
            next: components["schemas"]["NextSymbol"][];
            /** @description The most likely continuation that a beam search found; null where `length` is 0. */
            continuation: components["schemas"]["Continuation"] | null;
            /** @description Continuations that were drawn. */
            samples: components["schemas"]["Continuation"][];
            /** @description The surprise of each symbol of the context, given those before it: high where something is unusual. */
            bits: number[];
            /** @description Their mean. */
            bits_per_symbol: number;
            explanation?: components["schemas"]["SymbolExplanation"];
        };
        /**
         * @description What to forecast of a sequence of symbols; `context` is enough.
         * @example {
         *       "context": "TRI",
         *       "top": 3,
         *       "length": 8
         *     }
         */
        SymbolForecastIn: {
            /**
             * @description The sequence so far: a text, cut as those of the dataset were, or a list of symbols. A sequence begins with it.
             * @example TRI
             */
            context: string | string[];
            /**
             * @description How many of the most likely next symbols to list.
             * @default 10
             */
            top?: number;
            /**
             * @description Symbols of the continuation and of each sample at most; they end earlier where the sequence is expected to end.
             * @default 0
             * @example 8
             */
            length?: number;
            /**
             * @description Continuations that are followed side by side in search of the most likely one; 1 takes the most likely symbol each time.
             * @default 8
             */
            beams?: number;
            /**
             * @description Continuations that are drawn.
             * @default 0
             * @example 2
             */
            samples?: number;
            /**
             * @description Of the samples: below 1 they are more cautious, above 1 more adventurous.
             * @default 1
             */
            temperature?: number;
            /**
             * @description Of the samples: the same seed draws the same.
             * @default 1
             */
            seed?: number;
            /**
             * @description Whether to say what each symbol of the context adds to the log-probability of the most likely next one.
             * @default false
             */
            explain?: boolean;
        };
        /** @description How well a method knew the next symbol. */
        SymbolMetrics: {
            /** @description Mean surprise: −log₂ of the probability that a symbol had. */
            bits_per_symbol: number;
            /** @description 2 to the power of that: as many symbols, equally likely. */
            perplexity: number;
            /** @description Share of symbols that were the most likely one. */
            top1_accuracy: number;
        };
        /** @description How much better the model is than the best chain. */
        SymbolSkill: {
            /** @description 1 − bits / bits of the baseline: 0.09 is 9 % better. */
            value: number;
            /** @description Lower end of its 90 % interval (block bootstrap over the sequences). */
            lower: number;
            /** @description Upper end of that interval. */
            upper: number;
            /**
             * @description What is compared.
             * @constant
             */
            metric: "bits_per_symbol";
            /**
             * @description The best of the chains on the same symbols.
             * @enum {string}
             */
            baseline: "uniform" | "unigram" | "markov_1" | "markov_2" | "markov_3" | "markov_4" | "markov_5";
        };
        /** @description Every setting of a model of symbols as used; those that depend on the data are null until training has begun. */
        SymbolSpec: {
            /**
             * @description A model of symbols.
             * @constant
             */
            family: "symbols";
            /**
             * @description What a symbol of a text is: a `character` (a Unicode code point), or a `word` between white space.
             * @enum {string}
             */
            unit: "character" | "word";
            /**
             * @description The recurrent cell.
             * @enum {string}
             */
            cell: "rnn" | "lstm" | "gru";
            /**
             * @description Sizes and steps where they are not given.
             * @enum {string}
             */
            preset: "fast" | "balanced" | "accurate";
            /**
             * @description How a network reads a symbol: as a learnt vector (`embedding`), or as an input of its own (`one_hot`).
             * @enum {string}
             */
            input: "embedding" | "one_hot";
            embedding_size: number | null;
            /** @description Symbols that a gradient goes back over; the state is carried on beyond. */
            context_length: number | null;
            layers: number | null;
            hidden_size: number | null;
            /** @description Share of units left out in a training step. */
            dropout: number | null;
            steps: number | null;
            /** @description Sequences read side by side. */
            batch_size: number | null;
            learning_rate: number | null;
            /** @description Pull of the weights towards zero. */
            weight_decay: number | null;
            /** @description The same seed gives the same weights. */
            seed: number;
            /** @description Symbols that it can tell apart, beside the unknown one. */
            vocabulary_size: number | null;
            /** @description Whether it was told where sequences begin and end; not so with a single long text. */
            boundary: boolean | null;
        };
        /** @description States and gates of a network as it reads a sequence of symbols. */
        SymbolTrace: {
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /** @description The recurrent cell. */
            cell: string;
            /** @description What each step reads; null is the beginning of the sequence. */
            symbols: (string | null)[];
            /** @description The vector that stood for the symbol at each step. [steps][inputs] */
            inputs: number[][];
            /** @description From the first layer, which reads the inputs. */
            layers: components["schemas"]["LayerTrace"][];
        };
        /**
         * @description What to trace of a model of symbols.
         * @example {
         *       "context": "TRI"
         *     }
         */
        SymbolTraceIn: {
            /**
             * @description The sequence so far: a text, cut as those of the dataset were, or a list of symbols. A sequence begins with it.
             * @example TRI
             */
            context: string | string[];
            /** @description Only so many of the last steps; default: all. */
            last_steps?: number;
        };
        /**
         * @description Sequences of symbols to store.
         * @example {
         *       "kind": "symbols",
         *       "name": "words",
         *       "sequences": [
         *         {
         *           "text": "TRIANGLE"
         *         },
         *         {
         *           "text": "INTEGRAL"
         *         }
         *       ]
         *     }
         */
        SymbolsIn: {
            /**
             * @description These are sequences of symbols.
             * @constant
             */
            kind: "symbols";
            /**
             * @description For people; default: one that is made up.
             * @example words
             */
            name?: string;
            /**
             * @description How texts are cut into symbols; default: `character` where a sequence has a `text`, else `word`.
             * @enum {string}
             */
            unit?: "character" | "word";
            /** @description Keeps so many of the most frequent symbols; the others become the unknown one. Without it all are kept, and more than 10000 are refused. */
            vocabulary_size?: number;
            /** @description Each with an id of its own. */
            sequences: components["schemas"]["SequenceIn"][];
        };
        /** @description What is known of the symbols of a dataset. */
        SymbolsInfo: {
            /**
             * @description What a symbol of a text is: a `character` (a Unicode code point), or a `word` between white space.
             * @enum {string}
             */
            unit: "character" | "word";
            /** @description Different symbols, without the unknown one; `…/vocabulary` lists them. */
            vocabulary_size: number;
            /** @description Symbols of the sequences that are not in the vocabulary. */
            unknown_count: number;
        };
        /** @description A date (`2020-04-20`), an RFC 3339 date-time with offset, or an integer index: the kind that the series came with. */
        Time: string | number;
        /** @description States and gates of a network as it reads a series, for drawings and debugging. */
        Trace: {
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /** @description The series. */
            series_id: string;
            /** @description Which network of the weights file. */
            network: number;
            /** @description The recurrent cell. */
            cell: string;
            /** @description Observations that one recurrent step reads. */
            observations_per_step: number;
            /** @description Time of the last observation that each step reads; null before the series begins. */
            times: (components["schemas"]["Time"] | null)[];
            /** @description What the network was given at each step, scaled. [steps][inputs] */
            inputs: number[][];
            /** @description From the first layer, which reads the inputs. */
            layers: components["schemas"]["LayerTrace"][];
        };
        /** @description States and gates as a network reads a series, or a sequence of symbols. */
        TraceAnswer: components["schemas"]["SymbolTrace"] | components["schemas"]["Trace"];
        /**
         * @description What to trace; `{}` is enough.
         * @example {
         *       "last_steps": 5
         *     }
         */
        TraceIn: {
            /** @description A stored series; default: the first of the dataset. */
            series_id?: string;
            /** @description Inline history instead. */
            series?: components["schemas"]["SeriesIn"];
            /** @description The last time that is read; default: the last there is. */
            as_of?: components["schemas"]["Time"];
            /**
             * @description Which network of the weights file, from 0.
             * @default 0
             */
            network?: number;
            /** @description Only so many of the last recurrent steps; default: all. */
            last_steps?: number;
        };
        /** @description How the training went. */
        TrainingSummary: {
            /** @description Of work, over all attempts. */
            seconds: number;
            /** @description Steps that the first network made. */
            steps: number;
            /** @description The step whose weights were kept. */
            best_step: number;
            /** @description Training windows in the data. */
            windows: number;
            /** @description Which implementation of the engine was used. */
            kernel: string;
            /** @description Losses of the first network over its steps. */
            loss: components["schemas"]["LossPoint"][];
        };
        /** @description A symbol that the model has never seen. */
        UnknownSymbol: {
            /** @description Place in the context, from 0. */
            position: number;
            /** @description The symbol as it was given. */
            symbol: string;
        };
        /** @description How the backtest moves over the data. */
        Validation: {
            windows: number | null;
            step: number | null;
        };
        /** @description How the backtest moves over the data. */
        ValidationIn: {
            /** @description Forecast origins of the backtest. */
            windows?: number;
            /** @description Observations between origins. */
            step?: number;
        };
        /** @description The symbols that a dataset was found to have. */
        Vocabulary: {
            /** @description The dataset. */
            dataset_id: string;
            /**
             * @description What a symbol of a text is: a `character` (a Unicode code point), or a `word` between white space.
             * @enum {string}
             */
            unit: "character" | "word";
            /** @description Symbols of the sequences that are not in the vocabulary. */
            unknown_count: number;
            /** @description The most frequent first. */
            symbols: components["schemas"]["VocabularyEntry"][];
        };
        /** @description A symbol. */
        VocabularyEntry: {
            /** @description The symbol. */
            symbol: string;
            /** @description How often the sequences have it. */
            count: number;
        };
        /** @description What an upload did to make sense of the data. */
        Warning: {
            /**
             * @description Stable; programs may switch on it.
             * @enum {string}
             */
            code: "times_sorted" | "gaps" | "values_missing" | "series_constant" | "columns_ignored" | "date_order_assumed" | "frequency_irregular" | "rows_without_time" | "time_zone_unknown" | "last_line_unfinished" | "line_breaks_mixed" | "lines_blank" | "symbols_rare";
            /** @description What was found and what was done. */
            message: string;
            /** @description The series that it is about; null for all. */
            series_id: string | null;
            /** @description Line of the upload, counted from 1 with the header. */
            line: number | null;
        };
        /** @description Where events are posted to, without its secret. */
        Webhook: {
            /**
             * @description Id of a webhook.
             * @example whk_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /** @description Where events are posted. */
            url: string;
            /** @description Events that are posted. */
            events: ("job.succeeded" | "job.failed" | "job.cancelled" | "model.ready" | "forecast.created" | "anomaly.detected")[];
            /**
             * @description For people.
             * @example Nightly forecasts
             */
            description: string;
            /** @description Whether events are posted. */
            enabled: boolean;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
        };
        /**
         * @description What is not named stays as it is.
         * @example {
         *       "enabled": false
         *     }
         */
        WebhookChanges: {
            /**
             * @description Where events are posted: http or https, without user and password. Addresses in private networks are refused unless the operator allows them.
             * @example https://example.org/hook
             */
            url?: string;
            /**
             * @description Events that are posted; others are not.
             * @example [
             *       "job.succeeded",
             *       "job.failed"
             *     ]
             */
            events?: ("job.succeeded" | "job.failed" | "job.cancelled" | "model.ready" | "forecast.created" | "anomaly.detected")[];
            /**
             * @description For people.
             * @example Nightly forecasts
             */
            description?: string;
            /** @description Whether events are posted. */
            enabled?: boolean;
        };
        /** @description A new webhook with its secret. */
        WebhookCreated: {
            /**
             * @description Id of a webhook.
             * @example whk_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /** @description Where events are posted. */
            url: string;
            /** @description Events that are posted. */
            events: ("job.succeeded" | "job.failed" | "job.cancelled" | "model.ready" | "forecast.created" | "anomaly.detected")[];
            /**
             * @description For people.
             * @example Nightly forecasts
             */
            description: string;
            /** @description Whether events are posted. */
            enabled: boolean;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * @description Signs what is posted, and is shown only here: `whsec_` and the key in base64.
             * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
             */
            secret: string;
        };
        /** @description An event on its way to a webhook. */
        WebhookDelivery: {
            /**
             * @description Also the `webhook-id` header, the same in every attempt.
             * @example dlv_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /**
             * @description Id of a webhook.
             * @example whk_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            webhook_id: string;
            /**
             * @description What is told.
             * @enum {string}
             */
            event: "job.succeeded" | "job.failed" | "job.cancelled" | "model.ready" | "forecast.created" | "anomaly.detected";
            /**
             * @description `failed` when no attempt of the last round was answered with 2xx.
             * @enum {string}
             */
            status: "pending" | "delivered" | "failed";
            /** @description Attempts made since it was created or asked for again. */
            attempts: number;
            /** @description HTTP status of the last answer; null where there was none. */
            response_status: number | null;
            /** @description The beginning of the last answer. */
            response_body: string | null;
            /** @description Why the last attempt failed. */
            error: string | null;
            /** @description Null unless it is pending. */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @description When the event happened.
             */
            created_at: string;
            /** @description When it was tried last. */
            last_attempt_at: string | null;
        };
        /** @description A page of a list. */
        WebhookDeliveryPage: {
            /** @description The items of this page. */
            data: components["schemas"]["WebhookDelivery"][];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /**
         * @description Where to post which events.
         * @example {
         *       "url": "https://hooks.example.com/gatecast",
         *       "events": [
         *         "job.succeeded"
         *       ]
         *     }
         */
        WebhookIn: {
            /**
             * @description Where events are posted: http or https, without user and password. Addresses in private networks are refused unless the operator allows them.
             * @example https://example.org/hook
             */
            url: string;
            /**
             * @description Events that are posted; others are not.
             * @default [
             *       "job.succeeded",
             *       "job.failed",
             *       "job.cancelled",
             *       "model.ready",
             *       "forecast.created",
             *       "anomaly.detected"
             *     ]
             * @example [
             *       "job.succeeded",
             *       "job.failed"
             *     ]
             */
            events?: ("job.succeeded" | "job.failed" | "job.cancelled" | "model.ready" | "forecast.created" | "anomaly.detected")[];
            /**
             * @description For people.
             * @default
             * @example Nightly forecasts
             */
            description?: string;
            /**
             * @description Whether events are posted.
             * @default true
             */
            enabled?: boolean;
        };
        /** @description A page of a list. */
        WebhookPage: {
            /** @description The items of this page. */
            data: components["schemas"]["Webhook"][];
            /** @description Pass it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description The file with the weights. */
        WeightsInfo: {
            /** @description Size of the file. */
            bytes: number;
            /** @description SHA-256 of the file, in hexadecimal. */
            sha256: string;
        };
        /** @description A day of the year without observations, learnt from the data or of a calendar by name. */
        YearlyClosure: components["schemas"]["MonthDayClosure"] | components["schemas"]["NthWeekdayClosure"] | components["schemas"]["EasterClosure"];
    };
    responses: never;
    parameters: {
        /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
        RequestId: string;
        /** @description A name for this call. The same call with the same key is made once: its first good answer is given again for 24 hours. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description `true` where the answer is that of an earlier call with the same `Idempotency-Key`. */
        IdempotencyReplayed: "true";
        /** @description Requests left to the key (`r`), and seconds until there are more (`t`). */
        RateLimit: string;
        /** @description Requests of a key (`q`) in a window of seconds (`w`). */
        RateLimitPolicy: string;
        /** @description The id of the request: that of the caller, or a new one. */
        RequestId: string;
    };
    pathItems: never;
}
export type Accuracy = components['schemas']['Accuracy'];
export type Alias = components['schemas']['Alias'];
export type AliasIn = components['schemas']['AliasIn'];
export type AliasPage = components['schemas']['AliasPage'];
export type Anomalies = components['schemas']['Anomalies'];
export type AnomaliesIn = components['schemas']['AnomaliesIn'];
export type Anomaly = components['schemas']['Anomaly'];
export type AttributeEncoding = components['schemas']['AttributeEncoding'];
export type Backtest = components['schemas']['Backtest'];
export type BacktestCreated = components['schemas']['BacktestCreated'];
export type BacktestIn = components['schemas']['BacktestIn'];
export type BacktestOverview = components['schemas']['BacktestOverview'];
export type BacktestPage = components['schemas']['BacktestPage'];
export type BacktestPlan = components['schemas']['BacktestPlan'];
export type BacktestReport = components['schemas']['BacktestReport'];
export type BacktestSeries = components['schemas']['BacktestSeries'];
export type BacktestStep = components['schemas']['BacktestStep'];
export type BacktestSummary = components['schemas']['BacktestSummary'];
export type BacktestWindow = components['schemas']['BacktestWindow'];
export type BacktestWindowPage = components['schemas']['BacktestWindowPage'];
export type Bounds = components['schemas']['Bounds'];
export type BoundsIn = components['schemas']['BoundsIn'];
export type CalendarIn = components['schemas']['CalendarIn'];
export type Comparison = components['schemas']['Comparison'];
export type Continuation = components['schemas']['Continuation'];
export type Contribution = components['schemas']['Contribution'];
export type CovariateEncoding = components['schemas']['CovariateEncoding'];
export type CovariateScale = components['schemas']['CovariateScale'];
export type Covariates = components['schemas']['Covariates'];
export type CovariatesIn = components['schemas']['CovariatesIn'];
export type Dataset = components['schemas']['Dataset'];
export type DatasetIn = components['schemas']['DatasetIn'];
export type DatasetPage = components['schemas']['DatasetPage'];
export type DatasetUpload = components['schemas']['DatasetUpload'];
export type DatasetVersion = components['schemas']['DatasetVersion'];
export type DatasetVersionPage = components['schemas']['DatasetVersionPage'];
export type DieboldMariano = components['schemas']['DieboldMariano'];
export type EasterClosure = components['schemas']['EasterClosure'];
export type Explanation = components['schemas']['Explanation'];
export type Fault = components['schemas']['Fault'];
export type Fitted = components['schemas']['Fitted'];
export type Forecast = components['schemas']['Forecast'];
export type ForecastAnswer = components['schemas']['ForecastAnswer'];
export type ForecastIn = components['schemas']['ForecastIn'];
export type ForecastPage = components['schemas']['ForecastPage'];
export type ForecastRequest = components['schemas']['ForecastRequest'];
export type ForecastSummary = components['schemas']['ForecastSummary'];
export type Frequency = components['schemas']['Frequency'];
export type FutureCovariates = components['schemas']['FutureCovariates'];
export type Health = components['schemas']['Health'];
export type InputMemory = components['schemas']['InputMemory'];
export type Interval = components['schemas']['Interval'];
export type Job = components['schemas']['Job'];
export type JobLinks = components['schemas']['JobLinks'];
export type JobLogLine = components['schemas']['JobLogLine'];
export type JobLogPage = components['schemas']['JobLogPage'];
export type JobPage = components['schemas']['JobPage'];
export type JobProgress = components['schemas']['JobProgress'];
export type JobSubject = components['schemas']['JobSubject'];
export type Key = components['schemas']['Key'];
export type KeyCreated = components['schemas']['KeyCreated'];
export type KeyIn = components['schemas']['KeyIn'];
export type KeyPage = components['schemas']['KeyPage'];
export type LayerTrace = components['schemas']['LayerTrace'];
export type LookBack = components['schemas']['LookBack'];
export type LossPoint = components['schemas']['LossPoint'];
export type Memory = components['schemas']['Memory'];
export type Metrics = components['schemas']['Metrics'];
export type Model = components['schemas']['Model'];
export type ModelCard = components['schemas']['ModelCard'];
export type ModelChange = components['schemas']['ModelChange'];
export type ModelCreated = components['schemas']['ModelCreated'];
export type ModelForecastRequest = components['schemas']['ModelForecastRequest'];
export type ModelIn = components['schemas']['ModelIn'];
export type ModelPage = components['schemas']['ModelPage'];
export type ModelSpec = components['schemas']['ModelSpec'];
export type ModelTraceRequest = components['schemas']['ModelTraceRequest'];
export type MonthDayClosure = components['schemas']['MonthDayClosure'];
export type NetworkMemory = components['schemas']['NetworkMemory'];
export type NextSymbol = components['schemas']['NextSymbol'];
export type NthWeekdayClosure = components['schemas']['NthWeekdayClosure'];
export type ObservationsAdded = components['schemas']['ObservationsAdded'];
export type ObservationsIn = components['schemas']['ObservationsIn'];
export type OneShotIn = components['schemas']['OneShotIn'];
export type OneShotSeries = components['schemas']['OneShotSeries'];
export type Problem = components['schemas']['Problem'];
export type Readiness = components['schemas']['Readiness'];
export type Record = components['schemas']['Record'];
export type Retrain = components['schemas']['Retrain'];
export type Schedule = components['schemas']['Schedule'];
export type ScheduleChanges = components['schemas']['ScheduleChanges'];
export type ScheduleIn = components['schemas']['ScheduleIn'];
export type SchedulePage = components['schemas']['SchedulePage'];
export type ScheduleRun = components['schemas']['ScheduleRun'];
export type SequenceIn = components['schemas']['SequenceIn'];
export type SequencePage = components['schemas']['SequencePage'];
export type SeriesAccuracy = components['schemas']['SeriesAccuracy'];
export type SeriesError = components['schemas']['SeriesError'];
export type SeriesForecast = components['schemas']['SeriesForecast'];
export type SeriesIn = components['schemas']['SeriesIn'];
export type SeriesPage = components['schemas']['SeriesPage'];
export type SeriesPoints = components['schemas']['SeriesPoints'];
export type SeriesSummary = components['schemas']['SeriesSummary'];
export type Skill = components['schemas']['Skill'];
export type StateMemory = components['schemas']['StateMemory'];
export type StatisticalMember = components['schemas']['StatisticalMember'];
export type StepShares = components['schemas']['StepShares'];
export type SymbolBacktestPlan = components['schemas']['SymbolBacktestPlan'];
export type SymbolBacktestReport = components['schemas']['SymbolBacktestReport'];
export type SymbolBacktestSeries = components['schemas']['SymbolBacktestSeries'];
export type SymbolBacktestSummary = components['schemas']['SymbolBacktestSummary'];
export type SymbolBacktestWindow = components['schemas']['SymbolBacktestWindow'];
export type SymbolCard = components['schemas']['SymbolCard'];
export type SymbolComparison = components['schemas']['SymbolComparison'];
export type SymbolContribution = components['schemas']['SymbolContribution'];
export type SymbolEvaluation = components['schemas']['SymbolEvaluation'];
export type SymbolExplanation = components['schemas']['SymbolExplanation'];
export type SymbolForecast = components['schemas']['SymbolForecast'];
export type SymbolForecastIn = components['schemas']['SymbolForecastIn'];
export type SymbolMetrics = components['schemas']['SymbolMetrics'];
export type SymbolSkill = components['schemas']['SymbolSkill'];
export type SymbolSpec = components['schemas']['SymbolSpec'];
export type SymbolTrace = components['schemas']['SymbolTrace'];
export type SymbolTraceIn = components['schemas']['SymbolTraceIn'];
export type SymbolsIn = components['schemas']['SymbolsIn'];
export type SymbolsInfo = components['schemas']['SymbolsInfo'];
export type Time = components['schemas']['Time'];
export type Trace = components['schemas']['Trace'];
export type TraceAnswer = components['schemas']['TraceAnswer'];
export type TraceIn = components['schemas']['TraceIn'];
export type TrainingSummary = components['schemas']['TrainingSummary'];
export type UnknownSymbol = components['schemas']['UnknownSymbol'];
export type Validation = components['schemas']['Validation'];
export type ValidationIn = components['schemas']['ValidationIn'];
export type Vocabulary = components['schemas']['Vocabulary'];
export type VocabularyEntry = components['schemas']['VocabularyEntry'];
export type Warning = components['schemas']['Warning'];
export type Webhook = components['schemas']['Webhook'];
export type WebhookChanges = components['schemas']['WebhookChanges'];
export type WebhookCreated = components['schemas']['WebhookCreated'];
export type WebhookDelivery = components['schemas']['WebhookDelivery'];
export type WebhookDeliveryPage = components['schemas']['WebhookDeliveryPage'];
export type WebhookIn = components['schemas']['WebhookIn'];
export type WebhookPage = components['schemas']['WebhookPage'];
export type WeightsInfo = components['schemas']['WeightsInfo'];
export type YearlyClosure = components['schemas']['YearlyClosure'];
export type ParameterRequestId = components['parameters']['RequestId'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type HeaderIdempotencyReplayed = components['headers']['IdempotencyReplayed'];
export type HeaderRateLimit = components['headers']['RateLimit'];
export type HeaderRateLimitPolicy = components['headers']['RateLimitPolicy'];
export type HeaderRequestId = components['headers']['RequestId'];
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. `queue_unavailable`: The queue cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDatasets: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPage"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createDataset: {
        parameters: {
            query?: {
                /** @description For people; default: one that is made up. */
                name?: string;
                /** @description `long`: a row for each series and time; `wide`: a column for each series; `ohlcv`: one series of prices; `auto`: by the columns. */
                layout?: "auto" | "ohlcv" | "long" | "wide";
                /** @description Column with series ids; default: `unique_id`, `series_id`, `id`, `symbol` or `ticker`. */
                id_column?: string;
                /** @description Column with times; default: found by name, then by content. */
                time_column?: string;
                /** @description Column to forecast; default: `close`, `y`, `value`, `target`, or the only numeric one. */
                target?: string;
                /** @description Comma-separated columns to keep beside the target; default: all other numeric ones. */
                covariates?: string;
                /** @description IANA zone of times without an offset. */
                time_zone?: string;
                /** @description `XNYS`, or closed days with commas between, in the place of the holidays that are learnt. */
                calendar?: string;
                /** @description Aggregates to a coarser step, an ISO 8601 duration: an observation for each period, at its start (weeks start on Monday). Periods begin and end by the clock of the zone; the last one may be incomplete. */
                resample?: string;
                /** @description How the numbers of a period become one, for all columns; missing ones take no part. Default: `last`. */
                aggregate?: "last" | "mean" | "sum";
                /** @description Order of day and month in dates with slashes or dots. */
                date_order?: "auto" | "ymd" | "mdy" | "dmy";
                /** @description What a CSV table holds: `symbols` is an event log. A text is always symbols. */
                kind?: "numeric" | "symbols";
                /** @description What a symbol of a text is: a `character` (a Unicode code point), or a `word` between white space. */
                unit?: "character" | "word";
                /** @description Of a text: each line is a sequence (default), or the whole of it is one. */
                split?: "lines" | "none";
                /** @description Keeps so many of the most frequent symbols; the others become the unknown one. */
                vocabulary_size?: number;
                /** @description Of an event log: the column with the ids of the sequences. */
                sequence_column?: string;
                /** @description Of an event log: the column with the symbols. */
                symbol_column?: string;
            };
            header?: {
                /** @description A name for this call. The same call with the same key is made once: its first good answer is given again for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetUpload"];
                "text/csv": string;
                "text/tab-separated-values": string;
                "application/gzip": string;
                "application/vnd.apache.parquet": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description The dataset, with warnings that say what was done to it. */
            201: {
                headers: {
                    /** @description Path of what was created. */
                    Location?: string;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `csv_invalid`: The body is not a CSV table. `parquet_invalid`: The body is not a Parquet file that can be read. `time_column_missing`: No column holds times. `value_column_missing`: No column holds values. `column_unknown`: A named column is not in the header. `column_duplicate`: A column name stands twice in the header. `cell_invalid`: Some cells could not be read. `time_duplicate`: A time stands twice in a series. `series_duplicate`: A series id stands twice. `series_empty`: A series has no values. `series_too_many`: There are more series than the limit. `points_too_many`: There are more points than the limit. `text_invalid`: The body is not a text in UTF-8. `sequence_empty`: A sequence has no symbols. `sequence_too_long`: A sequence is longer than the limit. `vocabulary_too_large`: There are more different symbols than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: The service has too much to do. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDataset: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a dataset. */
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dataset. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_not_found`: There is no such dataset. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDataset: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a dataset. */
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_not_found`: There is no such dataset. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_in_use`: A job is using the dataset. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSeries: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a dataset. */
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesPage"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_not_found`: There is no such dataset. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSeries: {
        parameters: {
            query?: {
                /** @description Observations in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description First time wanted (included). */
                from?: string;
                /** @description Last time wanted (included). */
                to?: string;
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a dataset. */
                dataset_id: string;
                /** @description Id of a series of the dataset. */
                series_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Observations in the order of time. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesPoints"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_not_found`: There is no such dataset. `series_not_found`: There is no such series. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_kind_mismatch`: The call is for the other kind of dataset. */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDatasetExport: {
        parameters: {
            query?: {
                /** @description Of the table. */
                format?: "csv" | "parquet";
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a dataset. */
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table. */
            200: {
                headers: {
                    /** @description A name for the file. */
                    "Content-Disposition"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/vnd.apache.parquet": string;
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_not_found`: There is no such dataset. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_kind_mismatch`: The call is for the other kind of dataset. */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. `request_invalid`: The request does not fit its schema. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVocabulary: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a dataset. */
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The vocabulary. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vocabulary"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_not_found`: There is no such dataset. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_kind_mismatch`: The call is for the other kind of dataset. */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSequence: {
        parameters: {
            query?: {
                /** @description Symbols in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a dataset. */
                dataset_id: string;
                /** @description Id of a sequence of the dataset, as the list of its series gives it. */
                series_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Symbols in order. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SequencePage"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_not_found`: There is no such dataset. `series_not_found`: There is no such series. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_kind_mismatch`: The call is for the other kind of dataset. */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createObservations: {
        parameters: {
            query?: {
                /** @description For people; default: one that is made up. */
                name?: string;
                /** @description `long`: a row for each series and time; `wide`: a column for each series; `ohlcv`: one series of prices; `auto`: by the columns. */
                layout?: "auto" | "ohlcv" | "long" | "wide";
                /** @description Column with series ids; default: `unique_id`, `series_id`, `id`, `symbol` or `ticker`. */
                id_column?: string;
                /** @description Column with times; default: found by name, then by content. */
                time_column?: string;
                /** @description Column to forecast; default: `close`, `y`, `value`, `target`, or the only numeric one. */
                target?: string;
                /** @description Comma-separated columns to keep beside the target; default: all other numeric ones. */
                covariates?: string;
                /** @description IANA zone of times without an offset. */
                time_zone?: string;
                /** @description Order of day and month in dates with slashes or dots. */
                date_order?: "auto" | "ymd" | "mdy" | "dmy";
            };
            header?: {
                /** @description A name for this call. The same call with the same key is made once: its first good answer is given again for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a dataset. */
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ObservationsIn"];
                "text/csv": string;
                "text/tab-separated-values": string;
                "application/gzip": string;
                "application/vnd.apache.parquet": string;
            };
        };
        responses: {
            /** @description What has changed. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ObservationsAdded"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_not_found`: There is no such dataset. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_kind_mismatch`: The call is for the other kind of dataset. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `csv_invalid`: The body is not a CSV table. `parquet_invalid`: The body is not a Parquet file that can be read. `time_column_missing`: No column holds times. `value_column_missing`: No column holds values. `column_unknown`: A named column is not in the header. `column_duplicate`: A column name stands twice in the header. `cell_invalid`: Some cells could not be read. `time_duplicate`: A time stands twice in a series. `series_duplicate`: A series id stands twice. `series_empty`: A series has no values. `series_too_many`: There are more series than the limit. `points_too_many`: There are more points than the limit. `id_malformed`: The id is not one of this kind. `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: The service has too much to do. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDatasetVersions: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a dataset. */
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetVersionPage"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_not_found`: There is no such dataset. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Id of a dataset. */
                dataset_id?: string;
                /** @description Only models with this tag. */
                tag?: string;
                /** @description Only models with this status. */
                status?: "training" | "ready" | "failed" | "cancelled";
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelPage"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name for this call. The same call with the same key is made once: its first good answer is given again for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelIn"];
            };
        };
        responses: {
            /** @description The model to come, and the job that trains it. */
            202: {
                headers: {
                    /** @description Path of the job. */
                    Location?: string;
                    /** @description Seconds after which to look at the job. */
                    "Retry-After"?: number;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelCreated"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_not_found`: There is no such dataset. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_empty`: The dataset has no observations yet. `dataset_kind_mismatch`: The call is for the other kind of dataset. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `target_unknown`: The dataset has no such column. `covariate_unknown`: There is no such covariate. `horizon_too_long`: The horizon is over its bound. `series_too_short`: A series is too short. `sequences_too_short`: No sequence has two symbols to learn from. `vocabulary_too_large`: There are more different symbols than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retrainModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name for this call. The same call with the same key is made once: its first good answer is given again for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a model, or an alias. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Retrain"];
            };
        };
        responses: {
            /** @description The model to come, and the job that trains it. */
            202: {
                headers: {
                    /** @description Path of the job. */
                    Location?: string;
                    /** @description Seconds after which to look at the job. */
                    "Retry-After"?: number;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelCreated"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. `dataset_not_found`: There is no such dataset. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model ended without weights. `model_outdated`: The weights of the model were written by another version. `dataset_empty`: The dataset has no observations yet. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `series_too_short`: A series is too short. `sequences_too_short`: No sequence has two symbols to learn from. `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a model, or an alias. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The model. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a model, or an alias. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_in_use`: A job is using the model. `model_aliased`: An alias stands for the model. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a model, or an alias. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelChange"];
            };
        };
        responses: {
            /** @description The model. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_kind_mismatch`: The call is for the other kind of model. */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelWeights: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a model, or an alias. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A safetensors file. */
            200: {
                headers: {
                    /** @description SHA-256 of the file, quoted. */
                    ETag?: string;
                    /** @description A name for the file. */
                    "Content-Disposition"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The file is the one that `If-None-Match` names. */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model ended without weights. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelOnnx: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a model, or an alias. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An ONNX file (opset 17). */
            200: {
                headers: {
                    /** @description A name for the file. */
                    "Content-Disposition"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model ended without weights. `model_outdated`: The weights of the model were written by another version. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: The service has too much to do. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelBundle: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a model, or an alias. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A tar archive; the same model gives the same bytes. */
            200: {
                headers: {
                    /** @description A name for the file. */
                    "Content-Disposition"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-tar": string;
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model ended without weights. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name for this call. The same call with the same key is made once: its first good answer is given again for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-tar": string;
            };
        };
        responses: {
            /** @description The model. */
            201: {
                headers: {
                    /** @description Path of what was created. */
                    Location?: string;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `bundle_invalid`: The body is not a model bundle that can be used. `bundle_version_unsupported`: The bundle has a version that is not known here. `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: The service has too much to do. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAlias: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Name of an alias. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alias. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alias"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `alias_not_found`: There is no such alias. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAlias: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Name of an alias. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AliasIn"];
            };
        };
        responses: {
            /** @description The alias, which has another model now. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alias"];
                };
            };
            /** @description The alias, which is new. */
            201: {
                headers: {
                    /** @description Path of what was created. */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alias"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAlias: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Name of an alias. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `alias_not_found`: There is no such alias. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAliases: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AliasPage"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createForecast: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name for this call. The same call with the same key is made once: its first good answer is given again for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a model, or an alias. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelForecastRequest"];
            };
        };
        responses: {
            /** @description The forecasts. */
            200: {
                headers: {
                    /** @description Path under which the forecast can be read again. */
                    Location?: string;
                    /** @description The answer depends on `Accept`. */
                    Vary?: string;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastAnswer"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `accept_unsupported`: No accepted content type is offered. */
            406: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model ended without weights. `model_outdated`: The weights of the model were written by another version. `dataset_empty`: The dataset has no observations yet. `model_kind_mismatch`: The call is for the other kind of model. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `points_too_many`: There are more points than the limit. `all_series_failed`: No series could be forecast. `sequence_empty`: A sequence has no symbols. `sequence_too_long`: A sequence is longer than the limit. `covariate_unknown`: There is no such covariate. `horizon_too_long`: The horizon is over its bound. `forecast_too_large`: The answer would have more numbers than the limit. `explanation_too_large`: The explanation would take more work than the limit. `explanation_inexact`: The contributions do not sum to the forecast. `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: The service has too much to do. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAnomalies: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name for this call. The same call with the same key is made once: its first good answer is given again for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a model, or an alias. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnomaliesIn"];
            };
        };
        responses: {
            /** @description The anomalies, series by series in the order of time. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Anomalies"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model ended without weights. `model_outdated`: The weights of the model were written by another version. `dataset_empty`: The dataset has no observations yet. `model_kind_mismatch`: The call is for the other kind of model. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `points_too_many`: There are more points than the limit. `all_series_failed`: No series could be forecast. `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: The service has too much to do. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listForecasts: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only those of a model: its id, or an alias. */
                model_id?: string;
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastPage"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createOneShotForecast: {
        parameters: {
            query?: {
                /** @description For people; default: one that is made up. */
                name?: string;
                /** @description `long`: a row for each series and time; `wide`: a column for each series; `ohlcv`: one series of prices; `auto`: by the columns. */
                layout?: "auto" | "ohlcv" | "long" | "wide";
                /** @description Column with series ids; default: `unique_id`, `series_id`, `id`, `symbol` or `ticker`. */
                id_column?: string;
                /** @description Column with times; default: found by name, then by content. */
                time_column?: string;
                /** @description Column to forecast; default: `close`, `y`, `value`, `target`, or the only numeric one. */
                target?: string;
                /** @description Comma-separated columns to keep beside the target; default: all other numeric ones. */
                covariates?: string;
                /** @description IANA zone of times without an offset. */
                time_zone?: string;
                /** @description `XNYS`, or closed days with commas between, in the place of the holidays that are learnt. */
                calendar?: string;
                /** @description Aggregates to a coarser step, an ISO 8601 duration: an observation for each period, at its start (weeks start on Monday). Periods begin and end by the clock of the zone; the last one may be incomplete. */
                resample?: string;
                /** @description How the numbers of a period become one, for all columns; missing ones take no part. Default: `last`. */
                aggregate?: "last" | "mean" | "sum";
                /** @description Order of day and month in dates with slashes or dots. */
                date_order?: "auto" | "ymd" | "mdy" | "dmy";
                /** @description Steps ahead; needed with a table. */
                horizon?: number;
                /** @description A model to forecast with, by its id or an alias; default: a small one is trained on the series of the call. */
                model?: string;
                /** @description How long to wait for the training; then the answer is the job. */
                timeout_seconds?: number;
                /** @description Columns that the trained model reads, known up to the last observation; with commas between. */
                covariates_past?: string;
                /** @description Columns that the trained model reads, known in advance: the table goes on over the horizon with them, and the target is empty there. With commas between. */
                covariates_future?: string;
                /** @description What the trained model reads off the times; with commas between. */
                time_features?: string;
                /** @description Quantiles, with commas between. */
                quantiles?: string;
                /** @description Central intervals in percent, with commas between. */
                levels?: string;
                /** @description Sample paths for each series. */
                samples?: number;
                /** @description Another name of `samples`; it counts where both are there. */
                num_samples?: number;
                /** @description Of the sample paths. */
                seed?: number;
                /** @description Forecasts as if this were the time of the last observation. */
                as_of?: string;
                /** @description Also one-step forecasts of the last observations. */
                fitted?: "true" | "false";
                /** @description Also what each observation adds to the forecast. */
                explain?: "true" | "false";
            };
            header?: {
                /** @description A name for this call. The same call with the same key is made once: its first good answer is given again for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OneShotIn"];
                "text/csv": string;
                "text/tab-separated-values": string;
                "application/gzip": string;
                "application/vnd.apache.parquet": string;
            };
        };
        responses: {
            /** @description The forecasts. */
            200: {
                headers: {
                    /** @description Path under which the forecast can be read again. */
                    Location?: string;
                    /** @description The answer depends on `Accept`. */
                    Vary?: string;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Forecast"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            /** @description The model to come, and the job that trains it. */
            202: {
                headers: {
                    /** @description Path of the job. */
                    Location?: string;
                    /** @description Seconds after which to look at the job. */
                    "Retry-After"?: number;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelCreated"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `accept_unsupported`: No accepted content type is offered. */
            406: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model ended without weights. `model_outdated`: The weights of the model were written by another version. `model_kind_mismatch`: The call is for the other kind of model. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `csv_invalid`: The body is not a CSV table. `parquet_invalid`: The body is not a Parquet file that can be read. `time_column_missing`: No column holds times. `value_column_missing`: No column holds values. `column_unknown`: A named column is not in the header. `column_duplicate`: A column name stands twice in the header. `cell_invalid`: Some cells could not be read. `time_duplicate`: A time stands twice in a series. `series_duplicate`: A series id stands twice. `series_empty`: A series has no values. `series_too_many`: There are more series than the limit. `points_too_many`: There are more points than the limit. `id_malformed`: The id is not one of this kind. `series_too_short`: A series is too short. `covariate_unknown`: There is no such covariate. `horizon_too_long`: The horizon is over its bound. `forecast_too_large`: The answer would have more numbers than the limit. `all_series_failed`: No series could be forecast. `training_too_large`: The training would take more memory than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `training_diverged`: The training loss stopped being a finite number. `worker_lost`: The job lost its worker too often. `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: The service has too much to do. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getForecast: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a forecast. */
                forecast_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The forecast as it was given. */
            200: {
                headers: {
                    /** @description Path under which the forecast can be read again. */
                    Location?: string;
                    /** @description The answer depends on `Accept`. */
                    Vary?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Forecast"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forecast_not_found`: There is no such forecast. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `accept_unsupported`: No accepted content type is offered. */
            406: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteForecast: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a forecast. */
                forecast_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forecast_not_found`: There is no such forecast. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getForecastAccuracy: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a forecast. */
                forecast_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The scores, and how many steps are known. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accuracy"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forecast_not_found`: There is no such forecast. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: The service has too much to do. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelMemory: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a model, or an alias. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gradients by lag, network by network. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Memory"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model ended without weights. `model_outdated`: The weights of the model were written by another version. `dataset_empty`: The dataset has no observations yet. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. `series_too_short`: A series is too short. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: The service has too much to do. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelTrace: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name for this call. The same call with the same key is made once: its first good answer is given again for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a model, or an alias. */
                model_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelTraceRequest"];
            };
        };
        responses: {
            /** @description What each layer did, step by step. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceAnswer"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. `series_not_found`: There is no such series. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model ended without weights. `model_outdated`: The weights of the model were written by another version. `dataset_empty`: The dataset has no observations yet. `model_kind_mismatch`: The call is for the other kind of model. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `series_too_short`: A series is too short. `value_out_of_domain`: A value is outside what the model was trained on. `points_too_many`: There are more points than the limit. `network_unknown`: The model has no such network. `trace_too_large`: The trace would have more numbers than the limit. `sequence_empty`: A sequence has no symbols. `sequence_too_long`: A sequence is longer than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: The service has too much to do. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBacktests: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only those of a model: its id, or an alias. */
                model_id?: string;
                /** @description Only backtests in this status. */
                status?: "running" | "ready" | "failed" | "cancelled";
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestPage"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createBacktest: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name for this call. The same call with the same key is made once: its first good answer is given again for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BacktestIn"];
            };
        };
        responses: {
            /** @description The backtest to come, and the job that runs it. */
            202: {
                headers: {
                    /** @description Path of the job. */
                    Location?: string;
                    /** @description Seconds after which to look at the job. */
                    "Retry-After"?: number;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestCreated"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. `dataset_not_found`: There is no such dataset. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model ended without weights. `model_outdated`: The weights of the model were written by another version. `model_kind_mismatch`: The call is for the other kind of model. `dataset_kind_mismatch`: The call is for the other kind of dataset. `dataset_empty`: The dataset has no observations yet. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `horizon_too_long`: The horizon is over its bound. `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBacktest: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a backtest. */
                backtest_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The backtest. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backtest"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `backtest_not_found`: There is no such backtest. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteBacktest: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a backtest. */
                backtest_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `backtest_not_found`: There is no such backtest. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `backtest_in_use`: The job of the backtest has not ended. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBacktestWindows: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description `text/csv` gives all windows as a table, a line for each target or symbol. */
                accept?: string;
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a backtest. */
                backtest_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page, or a table. */
            200: {
                headers: {
                    /** @description A name for the file. */
                    "Content-Disposition"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestWindowPage"];
                    "text/csv": string;
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `backtest_not_found`: There is no such backtest. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `backtest_not_ready`: The backtest has no result. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only jobs in this status. */
                status?: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                /** @description Only jobs of this kind. */
                kind?: "train" | "backtest";
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: {
                /** @description Seconds to wait for news: until the status changes, or with `If-None-Match` until anything in the answer does. A job that has ended is answered at once. */
                wait?: number;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 where nothing has changed since. */
                "if-none-match"?: string;
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    /** @description Changes with the answer. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description The job is still as `If-None-Match` knows it. */
            304: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: There is no such job. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. `request_invalid`: The request does not fit its schema. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `watchers_too_many`: Too many calls wait for jobs. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `id` of the last event seen: the stream goes on after it. */
                "last-event-id"?: number;
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events. */
            200: {
                headers: {
                    /** @description `no-store`. */
                    "Cache-Control"?: string;
                    /** @description `no`: nginx passes on each event at once. */
                    "X-Accel-Buffering"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The job has ended, and all its events have been seen. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: There is no such job. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. `request_invalid`: The request does not fit its schema. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `watchers_too_many`: Too many calls wait for jobs. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobLogs: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobLogPage"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: There is no such job. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job, queued again. */
            202: {
                headers: {
                    /** @description Path of the job. */
                    Location?: string;
                    /** @description Seconds after which to look at the job. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: There is no such job. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_retryable`: The job neither failed nor was cancelled. */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job, cancelled or about to be. */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: There is no such job. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_finished`: The job has already ended. */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSchedules: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePage"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name for this call. The same call with the same key is made once: its first good answer is given again for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleIn"];
            };
        };
        responses: {
            /** @description The schedule. */
            201: {
                headers: {
                    /** @description Path of what was created. */
                    Location?: string;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: There is no such model. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_kind_mismatch`: The call is for the other kind of model. `schedules_too_many`: There are as many schedules as the limit allows. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a schedule. */
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `schedule_not_found`: There is no such schedule. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a schedule. */
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `schedule_not_found`: There is no such schedule. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a schedule. */
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleChanges"];
            };
        };
        responses: {
            /** @description The schedule as it is now. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `schedule_not_found`: There is no such schedule. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookPage"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name for this call. The same call with the same key is made once: its first good answer is given again for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookIn"];
            };
        };
        responses: {
            /** @description The webhook with its secret. */
            201: {
                headers: {
                    /** @description Path of what was created. */
                    Location?: string;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookCreated"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhooks_too_many`: There are as many webhooks as the limit allows. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `webhook_target_refused`: The service may not call this address. `idempotency_key_reused`: The idempotency key was used for another request. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a webhook. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook_not_found`: There is no such webhook. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a webhook. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook_not_found`: There is no such webhook. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a webhook. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChanges"];
            };
        };
        responses: {
            /** @description The webhook as it is now. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook_not_found`: There is no such webhook. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `webhook_target_refused`: The service may not call this address. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only deliveries in this status. */
                status?: "pending" | "delivered" | "failed";
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a webhook. */
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryPage"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook_not_found`: There is no such webhook. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a webhook. */
                webhook_id: string;
                /** @description Id of a delivery. */
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery, pending again. */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook_not_found`: There is no such webhook. `delivery_not_found`: There is no such delivery. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Default: that of the calling key. Only an admin key of the service may name another. */
                tenant?: string;
            };
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyPage"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_forbidden`: The API key may not act for this tenant. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyIn"];
            };
        };
        responses: {
            /** @description The key and its secret. */
            201: {
                headers: {
                    /** @description Path of what was created. */
                    Location?: string;
                    /** @description `no-store`: a secret is not for caches. */
                    "Cache-Control"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyCreated"];
                };
            };
            /** @description `body_incomplete`: The body ended before it was complete. `body_invalid_json`: The body is not valid JSON. `gzip_invalid`: The body is not valid gzip. `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tenant_forbidden`: The API key may not act for this tenant. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a key. */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key_not_found`: There is no such key. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id of the caller for this request; it appears in the logs, also in those of a job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a key. */
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `url_malformed`: The address is not a valid URL. */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and with which scope. */
                    "WWW-Authenticate"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key_not_found`: There is no such key. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not one of this kind. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: The API key has made too many requests. */
            429: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The header fields are larger than the limit. */
            431: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something went wrong in the service. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds after which to try again, where that can help. */
                    "Retry-After"?: number;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
