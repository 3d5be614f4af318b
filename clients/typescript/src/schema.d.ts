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
         * Check whether the process is alive
         * @description Does not check the database or the queue.
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
         * Check whether the process can serve requests
         * @description Checks every part of the service that the process needs.
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
         * Read metrics for Prometheus
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
    "/v1/datasets/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload time series, or sequences of symbols, from a file
         * @description Time series are JSON, CSV or Parquet. Symbols are JSON with `kind: "symbols"`, the lines of a text, or an event log: CSV with `kind=symbols` in the query and a row `sequence_id,time,symbol` for each event. If any part of the upload is invalid, nothing is stored. With `dry_run=true` nothing is stored either, and the answer says what was read. Needs a key with the scope `write`.
         */
        post: operations["createDatasetFromFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload time series, or sequences of symbols, from a form
         * @description Time series are JSON, CSV or Parquet. Symbols are JSON with `kind: "symbols"`, the lines of a text, or an event log: CSV with `kind=symbols` in the query and a row `sequence_id,time,symbol` for each event. If any part of the upload is invalid, nothing is stored. With `dry_run=true` nothing is stored either, and the answer says what was read. Needs a key with the scope `write`.
         */
        post: operations["createDatasetFromForm"];
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
         * @description Time series are JSON, CSV or Parquet. Symbols are JSON with `kind: "symbols"`, the lines of a text, or an event log: CSV with `kind=symbols` in the query and a row `sequence_id,time,symbol` for each event. If any part of the upload is invalid, nothing is stored. With `dry_run=true` nothing is stored either, and the answer says what was read. Needs a key with the scope `write`.
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
        /**
         * Rename a dataset
         * @description The version does not change, because the data do not. Needs a key with the scope `write`.
         */
        patch: operations["updateDataset"];
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
        /**
         * Delete a series of a dataset
         * @description Makes a new version of the dataset; an earlier one can be restored. Needs a key with the scope `write`.
         */
        delete: operations["deleteSeries"];
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
         * @description A table in the long layout: `unique_id`, `ds`, the target, the covariates, and `static.NAME` for each static attribute. The table can be uploaded again. It is streamed, and it is one version of the dataset, also if observations are added meanwhile. Needs a key with the scope `read`.
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
         * Read the vocabulary of a dataset
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
    "/v1/datasets/{dataset_id}/observations/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add observations to a dataset, or replace some, from a file
         * @description Observations are matched by time: an observation at a stored time replaces the stored one, column by column. Sending the same body twice changes nothing. A table is read as the upload of the dataset was, unless the query says otherwise. New series, times far from those of their series, and times between its steps are refused unless the query allows them. In JSON, null makes a stored value missing; an empty cell of a table does not change it. The frequency and the calendar do not change after the upload of the dataset. Each change makes a new version of the dataset. A running training continues with the version that it started with. Needs a key with the scope `write`.
         */
        post: operations["createObservationsFromFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset_id}/observations/form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add observations to a dataset, or replace some, from a form
         * @description Observations are matched by time: an observation at a stored time replaces the stored one, column by column. Sending the same body twice changes nothing. A table is read as the upload of the dataset was, unless the query says otherwise. New series, times far from those of their series, and times between its steps are refused unless the query allows them. In JSON, null makes a stored value missing; an empty cell of a table does not change it. The frequency and the calendar do not change after the upload of the dataset. Each change makes a new version of the dataset. A running training continues with the version that it started with. Needs a key with the scope `write`.
         */
        post: operations["createObservationsFromForm"];
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
         * @description Observations are matched by time: an observation at a stored time replaces the stored one, column by column. Sending the same body twice changes nothing. A table is read as the upload of the dataset was, unless the query says otherwise. New series, times far from those of their series, and times between its steps are refused unless the query allows them. In JSON, null makes a stored value missing; an empty cell of a table does not change it. The frequency and the calendar do not change after the upload of the dataset. Each change makes a new version of the dataset. A running training continues with the version that it started with. Needs a key with the scope `write`.
         */
        post: operations["createObservations"];
        /**
         * Delete the observations of a range of times
         * @description Makes a new version of the dataset; an earlier one can be restored. A series without any observation left is deleted. Needs a key with the scope `write`.
         */
        delete: operations["deleteObservations"];
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
         * List the changes of a dataset, the newest first
         * @description Versions with `is_kept` can be read and restored. The oldest entries of the list are deleted after some time. Needs a key with the scope `read`.
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
    "/v1/datasets/{dataset_id}/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Return a dataset to an earlier version
         * @description Makes a new version with the observations of the earlier one. Nothing of the versions between is lost while they are kept. Restoring the newest version changes nothing. Needs a key with the scope `write`.
         */
        post: operations["restoreDatasetVersion"];
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
         * Train a model again on the current data of its dataset
         * @description Creates a new model. The old model does not change. Needs a key with the scope `write`.
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
         * Change the name, the tags or the anomaly watch of a model
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
         * @description The file has every network of the model, from scaled inputs to scaled quantiles. It does not have the scaling of the inputs or the averaging of the networks; the metadata have the specs. For a model of symbols, the inputs are `symbols` (codes; the vocabulary is in the metadata) and the initial state `h0`, for an LSTM also `c0`. The outputs are the `logits` of the next symbol at every step, and the final state. Needs a key with the scope `read`.
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
         * @description A tar archive of the weights, the settings, the card, and a description of the data: frequency, calendar and columns, or the vocabulary of the symbols. It does not have the data. Its `README.md` describes the files. Needs a key with the scope `read`.
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
         * Import a model from a bundle
         * @description Creates a model that is ready at once, and an empty dataset with the same frequency and columns. Calls that send their own series give the same forecasts and anomalies as the original model. All other calls need observations in the dataset. For a model of symbols, the dataset has the vocabulary but no sequences, and calls with a `context` work. The service tests a bundle before it stores it. Needs a key with the scope `write`.
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
         * Point an alias to a model
         * @description Creates the alias, or atomically points an existing alias to another model: each call uses either the old model or the new one. Needs a key with the scope `write`.
         */
        put: operations["putAlias"];
        post?: never;
        /**
         * Delete an alias
         * @description The model is not deleted. Needs a key with the scope `write`.
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
         * List aliases, sorted by name
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
         * Forecast the next steps of stored or inline series, or the next symbols of a sequence
         * @description A series that cannot be forecast is listed in `errors`; the call fails only if every series fails. The forecast is stored unless `store` is false; the oldest forecasts are deleted when there are too many. A model of symbols takes a `context` and returns a `SymbolForecast` as JSON, which is not stored. Needs a key with the scope `write`.
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
         * Find observations outside their forecast interval
         * @description Each observation is compared with the one-step forecast that the model makes from the observations before it. Needs a key with the scope `write`.
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
         * @description Forecasts each series without training, and keeps nothing unless `store` is true. The series come with the call, or are those of a dataset: `dataset_id`. With `model`, that model makes the forecast. With `method` `train`, a small model is trained on the series of the call. If the training takes longer than `timeout_seconds`, it continues in the background and the response is 202 with its job. The series and the new model are stored as a dataset and a model with the tag `one-shot`. They are deleted 30 days after the last forecast, unless observations, another model or a schedule were added. Needs a key with the scope `write`.
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
         * Score a stored forecast against later observations
         * @description If the forecast used inline series, only those are scored whose ids are in the dataset of the model. An instant forecast of the series of a call has no dataset and is not scored. Needs a key with the scope `read`.
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
         * Measure how far back a model looks
         * @description Gradients of the forecast and of the loss by lag, and the share of each step in the gradient of each shared weight. They are computed by backpropagation through time over the last windows whose targets are known; for a model of symbols, over windows at the ends of sequences. Needs a key with the scope `read`.
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
         * Read the hidden states, cell states and gates of a network while it reads a series or a sequence of symbols
         * @description Needs a key with the scope `write`.
         */
        post: operations["getModelTrace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecasts/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forecast series in one call, from a file
         * @description Forecasts each series without training, and keeps nothing unless `store` is true. The series come with the call, or are those of a dataset: `dataset_id`. With `model`, that model makes the forecast. With `method` `train`, a small model is trained on the series of the call. If the training takes longer than `timeout_seconds`, it continues in the background and the response is 202 with its job. The series and the new model are stored as a dataset and a model with the tag `one-shot`. They are deleted 30 days after the last forecast, unless observations, another model or a schedule were added. Needs a key with the scope `write`.
         */
        post: operations["createOneShotForecastFromFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecasts/form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forecast series in one call, from a form
         * @description Forecasts each series without training, and keeps nothing unless `store` is true. The series come with the call, or are those of a dataset: `dataset_id`. With `model`, that model makes the forecast. With `method` `train`, a small model is trained on the series of the call. If the training takes longer than `timeout_seconds`, it continues in the background and the response is 202 with its job. The series and the new model are stored as a dataset and a model with the tag `one-shot`. They are deleted 30 days after the last forecast, unless observations, another model or a schedule were added. Needs a key with the scope `write`.
         */
        post: operations["createOneShotForecastFromForm"];
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
         * Test a model in the background on data that its training did not use
         * @description Tests the weights of the model at rolling origins in observations that its training did not use. With `refit`, it tests the settings of the model instead: they are trained again before each origin, on the data before it. If the data have fewer windows than requested, fewer are tested. A model of symbols is tested on the held-out sequences, or on another dataset. Needs a key with the scope `write`.
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
         * Read a backtest: metrics in total and by series, with those of the baselines
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
         * Read the forecasts of a backtest with the observed values
         * @description The response is one page of JSON, or all windows as one CSV table with `Accept: text/csv`. Needs a key with the scope `read`.
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
         * Read a job: its status, its progress and its estimated remaining time
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
         * @description A stream of server-sent events: all events of the job, or those after `Last-Event-ID`. The stream closes after the event that ends the job. A client that has already received this event gets 204, so that it does not reconnect. Needs a key with the scope `read`.
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
         * Read the log of a job, the oldest line first
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
         * Retry a job that failed or was cancelled
         * @description The job keeps its id. It continues from its last checkpoint if that checkpoint is still stored, and otherwise starts again. Needs a key with the scope `write`.
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
         * @description A queued job is cancelled at once. A running job is cancelled by its worker within seconds. Needs a key with the scope `write`.
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
         * Create a schedule that retrains a model, or forecasts with it, on the newest data
         * @description A run of `retrain` trains a new model with the requested settings of the named model. It is skipped if the previous run has not ended. A run of `forecast` forecasts the stored series, as a forecast call without a body does. It stores the forecast and sends `forecast.created` to the webhooks. Needs a key with the scope `write`.
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
         * Read a schedule: the time of its next run, and the result of its last run
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSchedule"];
        put?: never;
        post?: never;
        /**
         * Delete a schedule, but not its models and forecasts
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
         * Create a webhook that receives events as signed POST requests
         * @description Only this response contains the signing secret. Messages are signed as in Standard Webhooks. A delivery that is not answered with 2xx is retried for days, with growing pauses. Needs a key with the scope `write`.
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
         * @description Pending deliveries are sent to the new address. While the webhook is disabled, they wait. Needs a key with the scope `write`.
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
         * List the deliveries of a webhook, the newest first
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
         * @description The message keeps its `webhook-id` and gets a new signature. Needs a key with the scope `write`.
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
         * @description Only this response contains the secret. Needs a key with the scope `admin`.
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
         * @description Requests with the key are refused from now on. Other API processes refuse it within 5 seconds. Needs a key with the scope `admin`.
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
        /** @description Comparison of a stored forecast with the observations since. */
        Accuracy: {
            /**
             * @description Id of a forecast.
             * @example fc_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            forecast_id: string;
            /** @description Version of the data with which the forecast was compared. */
            dataset_version: number;
            /** @description Number of forecast steps per series. */
            horizon: number;
            /** @description Number of observed steps, over all series. */
            known_steps: number;
            /** @description Metrics over all series. The weighted quantile loss uses the quantiles of the forecast, and coverage its intervals. MASE divides by the error of the seasonal naive forecast before the forecast was made. */
            metrics: components["schemas"]["Metrics"] | null;
            /** @description Accuracy by series, in the order of the forecast. */
            series: components["schemas"]["SeriesAccuracy"][];
        };
        /** @description A name that can be used instead of the id of a model. */
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
             * @description When the alias was last pointed at a model.
             */
            updated_at: string;
        };
        /**
         * @description The model that the alias points to.
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
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description Anomalies: observations that the model did not expect. */
        Anomalies: {
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /** @description The central interval in percent. */
            level: number;
            /** @description Number of checked observations. At level 99, one in a hundred is outside by chance. */
            tested: number;
            /** @description The anomalies by series, in the order of time. */
            anomalies: components["schemas"]["Anomaly"][];
            /** @description Series that could not be checked. */
            errors: components["schemas"]["SeriesError"][];
        };
        /**
         * @description The observations to check for anomalies; `{}` is enough.
         * @example {
         *       "level": 99
         *     }
         */
        AnomaliesIn: {
            /** @description Ids of stored series; default: all series of the dataset, up to 1000. */
            series_ids?: string[];
            /** @description Inline series instead. */
            series?: components["schemas"]["SeriesIn"][];
            /**
             * @description Central interval in percent. An observation outside of it is an anomaly.
             * @default 99
             * @example 99
             */
            level?: number;
            /** @description First time to check; default: the last 1000 observations of each series, fewer if there are many series. */
            from?: components["schemas"]["Time"];
            /** @description Last time that is looked at; default: the last. */
            to?: components["schemas"]["Time"];
        };
        /** @description An observation outside of its forecast interval. */
        Anomaly: {
            /** @description Id of the series. */
            series_id: string;
            time: components["schemas"]["Time"];
            /** @description The observed value. */
            value: number;
            /** @description Lower end of the interval of the one-step forecast. */
            lower: number;
            /** @description Upper end of the interval. */
            upper: number;
            /** @description Distance from the median, divided by the distance of the interval’s end on the same side: 1 is on the end, 2 is twice as far. */
            score: number;
        };
        /** @description Encoding of a static attribute. */
        AttributeEncoding: {
            /** @description Values with a one-hot input; null for a numeric attribute. */
            classes: string[] | null;
            /** @description Mean over the series, of a numeric attribute. */
            center: number;
            /** @description Standard deviation over the series, of a numeric attribute. */
            scale: number;
        };
        /** @description A test of a model on data that were not used for training. */
        Backtest: {
            /**
             * @description Id of a backtest.
             * @example bt_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /**
             * @description `running` until its job has ended. The job has the progress.
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
            /** @description Version of the dataset when the backtest was created. */
            dataset_version: number;
            /**
             * @description Id of a job.
             * @example job_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            job_id: string;
            plan: components["schemas"]["SymbolBacktestPlan"] | components["schemas"]["BacktestPlan"];
            /** @description Null until the backtest is ready. */
            report: components["schemas"]["SymbolBacktestReport"] | components["schemas"]["BacktestReport"] | null;
            /** @description Reason why it failed. */
            error: components["schemas"]["Problem"] | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /** @description When it became ready; null before that. */
            ready_at: string | null;
        };
        /** @description The new backtest, and the job that runs it. */
        BacktestCreated: {
            backtest: components["schemas"]["Backtest"];
            job: components["schemas"]["Job"];
        };
        /**
         * @description The backtest to run; `model_id` is enough.
         * @example {
         *       "model_id": "mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70",
         *       "windows": 2
         *     }
         */
        BacktestIn: {
            /**
             * @description The model to test: an id or an alias.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /**
             * @description Maximum number of forecast origins per series, counted from the end. Default: as in the backtest of the training. Without `refit`, origins in the training data are skipped; with `refit`, origins with too little data before them. If there are many series, fewer are tested, at even distances.
             * @example 20
             */
            windows?: number;
            /**
             * @description Number of observations between origins. Default: as in the backtest of the training.
             * @example 1
             */
            step?: number;
            /**
             * @description Number of steps ahead. Default and maximum: the horizon of the model.
             * @example 5
             */
            horizon?: number;
            /**
             * @description `false` tests the weights of the model, on data that were not used for training. `true` tests its settings: before an origin, a new network is trained on the data known at that time, and settings that depend on the data are decided again.
             * @default false
             */
            refit?: boolean;
            /**
             * @description Number of origins per training, if `refit` is true.
             * @default 1
             * @example 4
             */
            refit_every?: number;
            /**
             * @description For models of symbols: another dataset to test. Default: the held-out part of its own dataset.
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
             * @description `running` until its job has ended. The job has the progress.
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
            /** @description Version of the dataset when the backtest was created. */
            dataset_version: number;
            /**
             * @description Id of a job.
             * @example job_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            job_id: string;
            plan: components["schemas"]["SymbolBacktestPlan"] | components["schemas"]["BacktestPlan"];
            /** @description Reason why it failed. */
            error: components["schemas"]["Problem"] | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /** @description When it became ready; null before that. */
            ready_at: string | null;
            /** @description Null until the backtest is ready. */
            summary: components["schemas"]["SymbolBacktestSummary"] | components["schemas"]["BacktestSummary"] | null;
            /** @description Null until the backtest is ready, or if there are too few windows. */
            skill: components["schemas"]["SymbolSkill"] | components["schemas"]["Skill"] | null;
        };
        /** @description A page of a list. */
        BacktestPage: {
            /** @description The items of this page. */
            data: components["schemas"]["BacktestOverview"][];
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description The options of the backtest, including defaults. */
        BacktestPlan: {
            /** @description Maximum number of forecast origins per series. */
            windows: number;
            /** @description Number of observations between origins. */
            step: number;
            /** @description Number of steps ahead. */
            horizon: number;
            /** @description `false` tests the weights of the model, on data that were not used for training. `true` tests its settings: before an origin, a new network is trained on the data known at that time, and settings that depend on the data are decided again. */
            refit: boolean;
            /**
             * @description Number of origins per training, if `refit` is true.
             * @example 4
             */
            refit_every?: number;
        };
        /** @description Result of a backtest: metrics in total, by series and by step. */
        BacktestReport: {
            summary: components["schemas"]["BacktestSummary"];
            /** @description Null if there are too few windows. */
            skill: components["schemas"]["Skill"] | null;
            /** @description Skill on the first quarter, the first half and all of the horizon, over the naive baseline that is hardest to beat there. Empty if there are too few windows. */
            leads?: components["schemas"]["LeadSkill"][];
            /** @description Metrics by method: `auto` is the model; the others are baselines. */
            metrics: {
                [key: string]: components["schemas"]["Metrics"];
            };
            /** @description Comparison of the model with each baseline. */
            comparisons?: components["schemas"]["Comparison"][];
            /** @description Metrics by series, the largest MASE first, at most 100 series. The windows have all series. */
            series: components["schemas"]["BacktestSeries"][];
            /** @description Metrics by step of the horizon. */
            steps: components["schemas"]["BacktestStep"][];
        };
        /** @description Metrics of one series. */
        BacktestSeries: {
            /** @description Id of the series. */
            series_id: string;
            /** @description Number of forecast origins in the series. */
            windows: number;
            /** @description Number of compared observations. */
            points: number;
            /** @description Metrics by method: `auto` is the model; the others are baselines. */
            metrics: {
                [key: string]: components["schemas"]["Metrics"];
            };
        };
        /** @description Metrics of one step ahead. */
        BacktestStep: {
            /** @description Step ahead, from 1. */
            step: number;
            /** @description Number of compared observations. */
            points: number;
            /** @description Metrics by method: `auto` is the model; the others are baselines. */
            metrics: {
                [key: string]: components["schemas"]["Metrics"];
            };
        };
        /** @description Rolling-origin evaluation on data that were not used for training. */
        BacktestSummary: {
            /** @description Number of forecast origins. */
            windows: number;
            /** @description Observations between origins. */
            step: number;
            /** @description Number of steps ahead. */
            horizon: number;
            /** @description Number of tested series. */
            series: number;
            /** @description Number of compared observations. */
            points: number;
        };
        /** @description One forecast with the observed values. */
        BacktestWindow: {
            /** @description Id of the series. */
            series_id: string;
            /** @description Time of the last observation that the forecast used. */
            origin: string | number;
            /** @description Forecast times. */
            times: (string | number)[];
            /** @description Observed values; null is a missing value. */
            actual: (number | null)[];
            /** @description Medians of the model. */
            median: number[];
            /** @description Quantiles of the model by level: 0.025, 0.1, 0.9 and 0.975. */
            quantiles: {
                [key: string]: number[];
            };
            /** @description Point forecasts of each baseline. */
            baselines: {
                [key: string]: number[];
            };
        };
        /** @description A page of a list. */
        BacktestWindowPage: {
            /** @description The items of this page. */
            data: (components["schemas"]["SymbolBacktestWindow"] | components["schemas"]["BacktestWindow"])[];
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description A statistical forecast that the network can believe. */
        BankMember: {
            /**
             * @description Name of the statistical forecast.
             * @example seasonal_naive
             */
            name: string;
            /** @description Its weight at each step. The weights of all members sum to 1 at each step. */
            weights: number[];
            /** @description Its own forecast, step by step, in the units of the series. */
            path: number[];
        };
        /** @description Bounds of the values, as the caller gave them. */
        Bounds: {
            /** @description No forecast is below it. */
            lower: number | null;
            /** @description No forecast is above it. */
            upper: number | null;
            /** @description Whether values are whole numbers. */
            integer: boolean;
        };
        /** @description Bounds of the values. Default: none, but 0 as the lower bound if no value in the data is negative. */
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
             * @description Whether values are counts. Quantiles, intervals and sample paths are then whole numbers.
             * @default false
             */
            integer?: boolean;
        };
        /** @description Replaces the holidays that are learnt from the data: `XNYS`, the calendar of the New York Stock Exchange, or a list of closed days. Default: the learnt holidays. */
        CalendarIn: "XNYS" | string[];
        /** @description Comparison of the model with one baseline, on the same windows. */
        Comparison: {
            /** @description The baseline. */
            baseline: string;
            /** @description 1 − loss / loss of the baseline (`wql`); null if the baseline has no loss. */
            skill: number | null;
            /** @description Lower end of the 90 % interval; null if there are too few windows. */
            lower: number | null;
            /** @description Upper end of the interval. */
            upper: number | null;
            /** @description Null if there are too few origins and series, or if there is no difference. */
            diebold_mariano: components["schemas"]["DieboldMariano"] | null;
        };
        /** @description A possible continuation of the sequence. */
        Continuation: {
            /** @description The symbols as a text. Words are separated by spaces. */
            text: string;
            /** @description The symbols as a list. */
            symbols: string[];
            /** @description Whether the sequence ends after these symbols; if not, the maximum length was reached. */
            ended: boolean;
            /** @description Its surprise in bits: −log₂ of its probability, given the context. */
            bits: number;
        };
        /** @description Contribution of one input to the forecast, step by step. */
        Contribution: {
            /**
             * @description `lag`: an observation in the context; `context`: a property of the whole context, such as its roughness; `covariate`: another column or an attribute of the series, over context and horizon together.
             * @enum {string}
             */
            source: "lag" | "context" | "covariate";
            /** @description Lag of the observation; 1 is the last observation. Null for other sources. */
            lag: number | null;
            /** @description Time of the observation. Null before the series begins, and for other sources. */
            time: components["schemas"]["Time"] | null;
            /** @description Name of the covariate. Null for other sources. */
            name: string | null;
            /** @description Contribution to each step of the horizon, in the units of the series. */
            values: number[];
        };
        /** @description Scaling of the covariates, in the order of their names. It is learnt without the held-out data. */
        CovariateEncoding: {
            /** @description Number of past covariates. Each is scaled by its values in the context. */
            past: number;
            /** @description Scales of the known-future covariates, then of the time features. */
            future: components["schemas"]["CovariateScale"][];
            /** @description Encodings of the static attributes. */
            static: components["schemas"]["AttributeEncoding"][];
        };
        /** @description Scale of a known-future covariate. */
        CovariateScale: {
            /** @description Number that is subtracted. */
            center: number;
            /** @description Divisor: an absolute size, or a share of the level if `is_relative`. */
            scale: number;
            /** @description Whether the covariate is scaled by its level in each series, because the levels differ much. */
            is_relative: boolean;
        };
        /** @description Covariates that the model reads in addition to the target. */
        Covariates: {
            /** @description Columns whose values are known up to the last observation. */
            past: string[];
            /** @description Columns whose values are known over the whole horizon. */
            future: string[];
            /** @description Static attributes of the series. */
            static: string[];
            /** @description Features that are computed from the times; absent: none. */
            time_features?: ("minute_of_hour" | "hour_of_day" | "day_of_week" | "day_of_month" | "day_of_year" | "week_of_year" | "month_of_year" | "is_weekend" | "is_month_start" | "is_month_end")[];
        };
        /** @description Covariates that the model reads in addition to the target. Default: none. */
        CovariatesIn: {
            /**
             * @description Columns whose values are known up to the last observation.
             * @default []
             * @example [
             *       "visitors"
             *     ]
             */
            past?: string[];
            /**
             * @description Columns whose values are known in advance, over the whole horizon: promotions, holidays, planned prices. A forecast needs these values.
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
             * @description Features that the service computes from the times, in the time zone of the dataset. The caller gives no values. A position in a cycle becomes sine and cosine; start and end of a month are its first and last open day.
             * @default []
             * @example [
             *       "day_of_week",
             *       "is_month_end"
             *     ]
             */
            time_features?: ("minute_of_hour" | "hour_of_day" | "day_of_week" | "day_of_month" | "day_of_year" | "week_of_year" | "month_of_year" | "is_weekend" | "is_month_start" | "is_month_end")[];
        };
        /** @description Time series with one frequency, or sequences of symbols. */
        Dataset: {
            /**
             * @description Id of a dataset.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /** @description Name for people. */
            name: string;
            /**
             * @description Kind of the data: numeric series, or sequences of symbols.
             * @enum {string}
             */
            kind: "numeric" | "symbols";
            /** @description Increases with each change of the observations. */
            version: number;
            /** @description Number of series. */
            series_count: number;
            /** @description Number of observations of the target over all series, including missing values. */
            point_count: number;
            /** @description Number of missing values of the target. */
            missing_count: number;
            /**
             * @description Notation of the times.
             * @enum {string}
             */
            time_kind: "date" | "instant" | "integer";
            /** @description IANA time zone of the times; null if there is none. */
            time_zone: string | null;
            frequency: components["schemas"]["Frequency"];
            /** @description First time; null if there are no observations. */
            start: components["schemas"]["Time"] | null;
            /** @description Last time; null if there are no observations. */
            end: components["schemas"]["Time"] | null;
            /** @description Column to forecast, unless a model names another column. */
            target: string;
            /** @description The other columns. */
            covariates: string[];
            /** @description Information about the symbols, if the dataset has sequences of symbols. Their times are 0, 1, 2 … */
            symbols: components["schemas"]["SymbolsInfo"] | null;
            /** @description How the table of the upload was read. Tables that are added later are read in the same way. Null if the upload was JSON. */
            reading: components["schemas"]["Reading"] | null;
            /** @description Warnings about the uploaded data. */
            warnings: components["schemas"]["Warning"][];
            /**
             * Format: date-time
             * @description When it was uploaded.
             */
            created_at: string;
        };
        /**
         * @description The fields to change.
         * @example {
         *       "name": "shop 2024"
         *     }
         */
        DatasetChange: {
            /**
             * @description Name for people; default: a generated name.
             * @example spx
             */
            name: string;
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
             * @description Numeric series, the default.
             * @constant
             */
            kind?: "numeric";
            /**
             * @description Name for people; default: a generated name.
             * @example spx
             */
            name?: string;
            /**
             * @description `auto`, or an ISO 8601 duration (`P1D`, `PT1H`, `P1M`). A duration is needed if a series has only a `start` and is not daily.
             * @default auto
             */
            frequency?: string;
            /**
             * @description IANA time zone of times without an offset.
             * @default null
             * @example America/New_York
             */
            time_zone?: string | null;
            calendar?: components["schemas"]["CalendarIn"];
            /**
             * @description Aggregates the data to a coarser step, an ISO 8601 duration: one observation per period, at its start. Weeks start on Monday. Periods follow the clock of the time zone; the last one may be incomplete.
             * @example P1W
             */
            resample?: string;
            /** @description How the numbers of a period become one number: `first`, `last`, `mean`, `median`, `sum`, `min` or `max`. Missing values are ignored. Default: `last`; in tables of prices `open` is `first`, `high` is `max`, `low` is `min` and `volume` is `sum`. One for all columns, or an object with one by column; `*` is for the other columns. */
            aggregate?: ("first" | "last" | "mean" | "median" | "sum" | "min" | "max") | {
                [key: string]: "first" | "last" | "mean" | "median" | "sum" | "min" | "max";
            };
            /** @description Whether date-times move to the nearest time of the grid around which they jitter: hourly data whose times are seconds or minutes off. Of several observations at one time the last is kept, with a warning. Default: false. */
            snap?: boolean;
            /** @description The series; each has a different id. */
            series: components["schemas"]["SeriesIn"][];
        };
        /** @description A page of a list. */
        DatasetPage: {
            /** @description The items of this page. */
            data: components["schemas"]["DatasetSummary"][];
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description The dataset that the upload would make. */
        DatasetPreview: {
            /**
             * @description An id of zeros, which no dataset has.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /** @description Name for people. */
            name: string;
            /**
             * @description Kind of the data: numeric series, or sequences of symbols.
             * @enum {string}
             */
            kind: "numeric" | "symbols";
            /** @description Increases with each change of the observations. */
            version: number;
            /** @description Number of series. */
            series_count: number;
            /** @description Number of observations of the target over all series, including missing values. */
            point_count: number;
            /** @description Number of missing values of the target. */
            missing_count: number;
            /**
             * @description Notation of the times.
             * @enum {string}
             */
            time_kind: "date" | "instant" | "integer";
            /** @description IANA time zone of the times; null if there is none. */
            time_zone: string | null;
            frequency: components["schemas"]["Frequency"];
            /** @description First time; null if there are no observations. */
            start: components["schemas"]["Time"] | null;
            /** @description Last time; null if there are no observations. */
            end: components["schemas"]["Time"] | null;
            /** @description Column to forecast, unless a model names another column. */
            target: string;
            /** @description The other columns. */
            covariates: string[];
            /** @description Information about the symbols, if the dataset has sequences of symbols. Their times are 0, 1, 2 … */
            symbols: components["schemas"]["SymbolsInfo"] | null;
            /** @description How the table of the upload was read. Tables that are added later are read in the same way. Null if the upload was JSON. */
            reading: components["schemas"]["Reading"] | null;
            /** @description Warnings about the uploaded data. */
            warnings: components["schemas"]["Warning"][];
            /**
             * Format: date-time
             * @description When it was uploaded.
             */
            created_at: string;
            /**
             * @description Nothing was stored.
             * @constant
             */
            dry_run: true;
            /** @description The first 5 observations of the first 5 series. */
            preview: components["schemas"]["SeriesPreview"][];
            /** @description The first sequences of an upload of symbols; else empty. */
            sequences: components["schemas"]["SequencePreview"][];
        };
        /** @description A dataset without its calendar, its reading and its warnings. `GET /v1/datasets/{dataset_id}` has them. */
        DatasetSummary: {
            /**
             * @description Id of a dataset.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /** @description Name for people. */
            name: string;
            /**
             * @description Kind of the data: numeric series, or sequences of symbols.
             * @enum {string}
             */
            kind: "numeric" | "symbols";
            /** @description Increases with each change of the observations. */
            version: number;
            /** @description Number of series. */
            series_count: number;
            /** @description Number of observations of the target over all series, including missing values. */
            point_count: number;
            /** @description Number of missing values of the target. */
            missing_count: number;
            /**
             * @description Notation of the times.
             * @enum {string}
             */
            time_kind: "date" | "instant" | "integer";
            /** @description IANA time zone of the times; null if there is none. */
            time_zone: string | null;
            /** @description First time; null if there are no observations. */
            start: components["schemas"]["Time"] | null;
            /** @description Last time; null if there are no observations. */
            end: components["schemas"]["Time"] | null;
            /** @description Column to forecast, unless a model names another column. */
            target: string;
            /** @description The other columns. */
            covariates: string[];
            /** @description Information about the symbols, if the dataset has sequences of symbols. Their times are 0, 1, 2 … */
            symbols: components["schemas"]["SymbolsInfo"] | null;
            /**
             * Format: date-time
             * @description When it was uploaded.
             */
            created_at: string;
            /**
             * @description One step: an ISO 8601 duration, or an integer if the times are integers.
             * @example P1D
             */
            step: string;
            /** @description Number of warnings about the uploaded data. */
            warning_count: number;
        };
        /**
         * @description Numeric series, or sequences of symbols with `kind: "symbols"`.
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
        /** @description A version of the dataset, and the change that made it. */
        DatasetVersion: {
            /** @description The version after the change. */
            version: number;
            /**
             * @description Kind of the change that made it.
             * @enum {string}
             */
            change: "upload" | "observations" | "deletion" | "restore";
            /** @description Number of observations at new times. */
            added: number;
            /** @description Number of observations whose values changed. */
            replaced: number;
            /** @description Number of observations that were deleted. */
            deleted: number;
            /** @description The version that a restore went back to; null for other changes. */
            restored_version: number | null;
            /** @description Whether the version can be read and restored. */
            is_kept: boolean;
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
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description Observations that the call deleted, or would delete. */
        Deletion: {
            /** @description Version of the dataset after the call. It is unchanged if nothing was deleted. */
            version: number;
            /** @description Number of deleted observations. */
            deleted: number;
            /** @description Ids of the series that have no observation left and were deleted, at most 1000. */
            deleted_series: string[];
            /** @description Whether the call only said what it would do. */
            dry_run: boolean;
        };
        /** @description Diebold–Mariano test of equal loss, with the small-sample correction of Harvey, Leybourne and Newbold (1997). */
        DieboldMariano: {
            /** @description Test statistic; negative if the model has the smaller loss. */
            statistic: number;
            /** @description Two-sided p-value: probability of a difference at least this large by chance. */
            p_value: number;
            /** @description Degrees of freedom of the Student’s t distribution of the test. */
            degrees_of_freedom: number;
            /**
             * @description `origins`: one mean loss per origin, corrected for correlation within the horizon. `series`: one mean loss per series, used if there are few origins and more series.
             * @enum {string}
             */
            over: "origins" | "series";
        };
        /** @description A day at a fixed distance from Easter Sunday. */
        EasterClosure: {
            /**
             * @description A distance in days from Easter Sunday.
             * @constant
             */
            rule: "easter";
            /** @description Days after Easter Sunday; -2 is Good Friday. */
            offset_days: number;
            /** @description The first year of the rule; null: every year. */
            since_year?: number | null;
        };
        /** @description Contribution of each input to the forecast, by integrated gradients from a neutral context (Sundararajan, Taly & Yan 2017), averaged over the networks. */
        Explanation: {
            /**
             * @description The explained quantity: `median`, or `interval_width`, the width of the 80 % interval. The width is explained if the median is fixed, as for prices.
             * @enum {string}
             */
            explains: "median" | "interval_width";
            /** @description Value of the explained quantity, step by step, as the mean over the networks. It is the sum of `baseline` and all `contributions`. */
            forecast: number[];
            /** @description The same quantity for a neutral context: every observation lies on the base path, at the same level and scale, and covariates have their average values. */
            baseline: number[];
            /** @description The contributions, from the last observation back in time. */
            contributions: components["schemas"]["Contribution"][];
            /** @description Statistical methods and `instant` in the mixture of the forecast. They are not explained. Empty if there are none. */
            statistical_members: components["schemas"]["StatisticalMember"][];
        };
        /** @description One fault of the request. */
        Fault: {
            /** @description JSON pointer into the body, `?name` for a query parameter, or `{name}` for a path parameter. */
            path?: string;
            /** @description Line of the upload. The header is line 1. */
            line?: number;
            /** @description The series with the fault. */
            series_id?: string;
            /** @description What was found there. */
            message: string;
            /** @description What would be accepted there. */
            accepted?: string;
        };
        /** @description One-step forecasts of past observations. */
        Fitted: {
            /** @description Times of the observations. */
            times: components["schemas"]["Time"][];
            /** @description The observed values. */
            values: (number | null)[];
            /** @description Medians of the one-step forecasts; null if too few observations were known. */
            median: (number | null)[];
        };
        /** @description The forecasts of a model for one or more series. */
        Forecast: {
            /** @description Id of the stored forecast; null if it was not stored. */
            id: string | null;
            /**
             * @description A trained model made the forecast.
             * @constant
             */
            method: "trained";
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
            /** @description Version of the data that the forecast used. */
            dataset_version: number;
            /** @description Number of steps ahead. */
            horizon: number;
            request: components["schemas"]["ForecastRequest"];
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description Forecasts by series. */
            forecasts: components["schemas"]["SeriesForecast"][];
            /** @description Series that could not be forecast. */
            errors: components["schemas"]["SeriesError"][];
            /** @description Warnings about the data of the call. Absent if the series are stored ones. */
            warnings?: components["schemas"]["Warning"][];
        };
        /** @description A forecast of numeric series, or of a sequence of symbols. It is an instant forecast only while the model is in training, if the call allows that. */
        ForecastAnswer: components["schemas"]["SymbolForecast"] | components["schemas"]["InstantForecast"] | components["schemas"]["Forecast"];
        /**
         * @description The series to forecast, and options; `{}` is enough.
         * @example {
         *       "horizon": 3,
         *       "levels": [
         *         80
         *       ]
         *     }
         */
        ForecastIn: {
            /** @description Ids of stored series; default: all series of the dataset, up to 1000. */
            series_ids?: string[];
            /** @description Inline series instead. The model may never have seen them. One with at most 3 observations is forecast from the series of the dataset that are like it, by its `static` attributes. */
            series?: components["schemas"]["ForecastSeriesIn"][];
            /** @description Number of steps ahead; default and maximum: the horizon of the model. */
            horizon?: number;
            /**
             * @description What a call gets while the model is in training. `refuse`: the error `model_not_ready`. `instant`: the instant forecast of the same series, with the target, covariates and bounds of the model. It is not stored.
             * @default refuse
             * @enum {string}
             */
            while_training?: "refuse" | "instant";
            /**
             * @description Whether the forecast is stored, to be read again by its id. Without it the answer is the same, `id` is null, and nothing is written.
             * @default true
             */
            store?: boolean;
            /**
             * @description Quantiles in the response.
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
             * @description Number of sample paths per series. A path is one possible future over the whole horizon. At each step, the paths have the quantiles of the forecast.
             * @default 0
             * @example 100
             */
            samples?: number;
            /** @description Alias of `samples`. If both are given, `num_samples` is used. */
            num_samples?: number;
            /**
             * @description Random seed of the sample paths. The same seed gives the same paths.
             * @default 1
             */
            seed?: number;
            /** @description Values of known-future covariates over the horizon. Values that are not given here are read from the dataset (rows after the last value of the target), or from the inline series. */
            future_covariates?: components["schemas"]["FutureCovariates"][];
            /** @description Forecasts as if this were the time of the last observation. Later data are not used, except known-future covariates. The weights do not change: if they must not know the later data either, train on older data. */
            as_of?: components["schemas"]["Time"];
            /**
             * @description Whether to add the medians of one-step forecasts of the last observations (up to 100 per series). Each uses only earlier observations.
             * @default false
             */
            fitted?: boolean;
            /**
             * @description Whether to add the contribution of each observation and covariate to each step of the horizon, by integrated gradients. An instant forecast also has the weights of the statistical forecasts that it consists of.
             * @default false
             */
            explain?: boolean;
        };
        /** @description A page of a list. */
        ForecastPage: {
            /** @description The items of this page. */
            data: components["schemas"]["NumericForecastSummary"][];
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description The options of the forecast, including defaults. */
        ForecastRequest: {
            /**
             * @description `stored`: series of the dataset; `inline`: series of the call.
             * @enum {string}
             */
            history: "stored" | "inline";
            /** @description Quantiles, ascending. */
            quantiles: number[];
            /** @description Central intervals in percent, ascending. */
            levels: number[];
            /** @description Number of sample paths per series. */
            samples: number;
            /** @description Random seed of the sample paths. */
            seed: number;
            /** @description Time after which no observation was used; null: all were used. */
            as_of: components["schemas"]["Time"] | null;
            /** @description Whether one-step forecasts of past observations were requested. */
            fitted: boolean;
            /**
             * @description Whether explanations were requested.
             * @default false
             */
            explain: boolean;
            /** @description The choice of the service, if the method of the call was `auto`. */
            choice?: components["schemas"]["MethodChoice"];
        };
        /** @description One series to forecast: values and their times. */
        ForecastSeriesIn: {
            /** @description Default: its position: `series_0`, `series_1` … */
            id?: string;
            /** @description Time of the first value; the other times follow from the frequency. Not together with `times`. */
            start?: components["schemas"]["Time"];
            /** @description One time per value. Without `start` and `times`, the times are 0, 1, 2 … */
            times?: (string | number)[];
            /** @description One value per time; null is a missing value. Empty for a new series: then `start` is the first time that is forecast. */
            values: (number | null)[];
            /** @description Other columns, with as many items as `values`. At the end, values may be null while covariates are given: these covariates are known in advance. */
            covariates?: {
                [key: string]: (number | null)[];
            };
            /** @description Attributes of the series that do not change over time. */
            static?: {
                [key: string]: string | number | boolean;
            };
        };
        /** @description A stored forecast without its numbers. */
        ForecastSummary: {
            /**
             * @description Id of a forecast.
             * @example fc_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /**
             * @description A trained model made the forecast.
             * @constant
             */
            method: "trained";
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
            /** @description Version of the data that the forecast used. */
            dataset_version: number;
            /** @description Number of steps ahead. */
            horizon: number;
            request: components["schemas"]["ForecastRequest"];
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description Number of forecast series. */
            series_count: number;
        };
        /** @description Step and calendar of the times. They are learnt from the data. */
        Frequency: {
            /**
             * @description `calendar`: steps of days, weeks, months or years, without closed days; `fixed`: equal steps of clock time; `index`: integers.
             * @enum {string}
             */
            kind: "calendar" | "fixed" | "index";
            /**
             * @description One step: an ISO 8601 duration, or an integer if the times are integers.
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
            /** @description Holidays. They are learnt from the data unless a calendar is given. */
            closures: components["schemas"]["YearlyClosure"][];
            /** @description Name of the calendar that defines the closed weekdays and holidays. */
            calendar?: "XNYS" | null;
            /** @description Closed days, as the caller listed them. */
            closed_days?: string[] | null;
            /** @description Times of day with observations, `HH:MM:SS`; null if the whole day has observations. */
            open_times: string[] | null;
            /** @description Day of the month for steps of months; 31 is the last day of each month. A closed day moves towards the middle of the month. Absent: the day of the previous time. */
            day_of_month?: number | null;
        };
        /** @description Values of known-future covariates. */
        FutureCovariates: {
            /** @description Series of the values; default: every series of the call. */
            series_id?: string;
            /** @description Time of each value; default: the steps of the horizon in order. */
            times?: (string | number)[];
            /**
             * @description Values by covariate, one for each time or each step of the horizon; null is an unknown value.
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
        /** @description Means over the windows, in scaled units. For symbols in nats: the forecast is the log-probability of the most likely next symbol, the loss that of the observed symbol. */
        InputMemory: {
            /** @description Norm of the gradient of the forecast with respect to the inputs of each observation (the vector of a symbol), the last one first. */
            forecast: number[];
            /** @description Norm of the gradient of the loss with respect to the inputs of each observation (the vector of a symbol), the last one first. */
            loss: number[];
        };
        /** @description Contribution of some inputs of the network to its median, step by step. */
        InstantContribution: {
            /**
             * @description `lag`: one of the last observations; `season`: one of the last seasons; `statistics`: numbers about the whole series, such as its trend; `past_errors`: errors of the statistical forecasts from earlier origins; `step`: what is known about the step, such as how far the statistical forecasts are apart; `bank`: the statistical forecasts in their weighted mean.
             * @enum {string}
             */
            source: "lag" | "season" | "statistics" | "past_errors" | "step" | "bank";
            /** @description Lag of the observation or season; 1 is the last one. Null for other sources. */
            lag: number | null;
            /** @description Time of the observation, or of the last one of the season; null elsewhere. */
            time: components["schemas"]["Time"] | null;
            /** @description Contribution to each step, in the units of the series. */
            values: number[];
        };
        /** @description How an instant forecast came about: weights of the statistical forecasts, the correction of the network, and the contributions of its inputs by integrated gradients (Sundararajan, Taly & Yan 2017). */
        InstantExplanation: {
            /**
             * @description The same as a sentence.
             * @example Mostly seasonal_mean (41 %), theta (22 %) and drift (11 %).
             */
            summary: string;
            /** @description The median of the forecast, step by step, before bounds and rounding: the sum over `parts` of `share` · `median`, and `covariates`. */
            forecast: number[];
            /** @description The forecasts that are averaged: two if two seasons are about equally likely, or if the values move like prices. */
            parts: (components["schemas"]["NetworkPart"] | components["schemas"]["StatisticalPart"])[];
            /** @description Effect of the known-future covariates at each step; null if none is used. */
            covariates: number[] | null;
        };
        /** @description Forecasts of the series of a call or a dataset, made without training. */
        InstantForecast: {
            /** @description Id of the stored forecast; null if it was not stored. */
            id: string | null;
            /**
             * @description An instant forecast: no model was trained.
             * @constant
             */
            method: "instant";
            /** @description Null: there is no model. */
            model_id: null;
            /** @description Dataset of the series; null: they came with the call and are not kept. */
            dataset_id: string | null;
            /**
             * @description Version of the data that the forecast used; null for series of the call.
             * @default null
             */
            dataset_version: number | null;
            /** @description Number of steps ahead. */
            horizon: number;
            request: components["schemas"]["InstantRequest"];
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description Forecasts by series. */
            forecasts: components["schemas"]["InstantSeriesForecast"][];
            /** @description Series that could not be forecast. */
            errors: components["schemas"]["SeriesError"][];
            /** @description Warnings about the data of the call. */
            warnings: components["schemas"]["Warning"][];
            /**
             * @description `cursor` of the call that forecasts the next series of the dataset; null: there are none.
             * @default null
             */
            next_cursor: string | null;
        };
        /** @description A stored instant forecast without its numbers. */
        InstantForecastSummary: {
            /**
             * @description Id of a forecast.
             * @example fc_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /**
             * @description An instant forecast: no model was trained.
             * @constant
             */
            method: "instant";
            /** @description Null: there is no model. */
            model_id: null;
            /** @description Dataset of the series; null: they came with the call and are not kept. */
            dataset_id: string | null;
            /**
             * @description Version of the data that the forecast used; null for series of the call.
             * @default null
             */
            dataset_version: number | null;
            /** @description Number of steps ahead. */
            horizon: number;
            request: components["schemas"]["InstantRequest"];
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description Number of forecast series. */
            series_count: number;
        };
        /** @description The options of an instant forecast, including defaults. */
        InstantRequest: {
            /**
             * @description `stored`: series of the dataset; `inline`: series of the call.
             * @enum {string}
             */
            history: "stored" | "inline";
            /** @description Quantiles, ascending. */
            quantiles: number[];
            /** @description Central intervals in percent, ascending. */
            levels: number[];
            /** @description Number of sample paths per series. */
            samples: number;
            /** @description Random seed of the sample paths. */
            seed: number;
            /** @description Time after which no observation was used; null: all were used. */
            as_of: components["schemas"]["Time"] | null;
            /** @description Whether one-step forecasts of past observations were requested. */
            fitted: boolean;
            /**
             * @description Whether explanations were requested.
             * @default false
             */
            explain: boolean;
            /** @description The choice of the service, if the method of the call was `auto`. */
            choice?: components["schemas"]["MethodChoice"];
            /**
             * @description The method that the call named.
             * @enum {string}
             */
            method: "instant" | "auto";
            /** @description Covariates that the call named; null: none. */
            covariates: components["schemas"]["Covariates"] | null;
            /** @description Bounds of the values; null: none. */
            bounds: components["schemas"]["Bounds"] | null;
            /** @description Seasons that the call named; null: they were found in the data. */
            season_lengths?: number[] | null;
        };
        /** @description The instant forecast of one series. */
        InstantSeriesForecast: {
            /** @description Id of the series. */
            series_id: string;
            /** @description The next times of the series, step by step. */
            times: components["schemas"]["Time"][];
            /** @description Mean of the forecast distribution, step by step. */
            mean: number[];
            /** @description Median of the forecast distribution, step by step: the point forecast. */
            median: number[];
            /** @description Quantiles by level. They never cross. */
            quantiles: {
                [key: string]: number[];
            };
            /** @description Central intervals by level in percent. */
            intervals: {
                [key: string]: components["schemas"]["Interval"];
            };
            /** @description Sample paths with one value per step, if the call requested them. */
            samples?: number[][];
            fitted?: components["schemas"]["Fitted"];
            explanation?: components["schemas"]["InstantExplanation"];
            /** @description Known-future covariates as they were used, step by step; null is a missing value. Absent if the model has none. */
            future_covariates?: {
                [key: string]: (number | null)[];
            };
            /** @description Remarks on the forecast. */
            warnings: string[];
            /** @description Number of observations in the season with which the network forecast; 1: no season. Where two seasons were about as likely, the forecast is the mean of both, and this is the likelier one. */
            season_length: number;
        };
        /** @description Lower and upper end of an interval, step by step. */
        Interval: {
            /** @description Lower end, step by step. */
            lower: number[];
            /** @description Upper end, step by step. */
            upper: number[];
        };
        /** @description A training or a backtest that runs in the background. */
        Job: {
            /**
             * @description Id of a job.
             * @example job_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /**
             * @description Kind of work.
             * @enum {string}
             */
            kind: "train" | "backtest";
            /**
             * @description `succeeded`, `failed` and `cancelled` are final, but a failed or cancelled job can be retried.
             * @enum {string}
             */
            status: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** @description How many times a worker has started the job. Each attempt continues from the last checkpoint. */
            attempt: number;
            /** @description Whether a caller asked to cancel the job. Its worker ends it within seconds. */
            cancel_requested: boolean;
            subject: components["schemas"]["JobSubject"];
            progress: components["schemas"]["JobProgress"] | null;
            /** @description Position in the queue; 1 is next. Null unless the job is queued. */
            queue_position: number | null;
            /** @description Estimated seconds until the job ends. While it runs, the estimate uses its progress. While it waits, it counts the rest of the running jobs, the jobs before it in the queue, and its own duration; typical durations are those of recent jobs of the same kind and preset. Null if unknown. */
            eta_seconds: number | null;
            error: components["schemas"]["Problem"] | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /** @description When a worker first started it; null before that. */
            started_at: string | null;
            /** @description When it ended; null before that. */
            finished_at: string | null;
            links: components["schemas"]["JobLinks"];
        };
        /** @description Paths of the job and of related resources. */
        JobLinks: {
            /** @description Path of the job. */
            self: string;
            /** @description Path of the resource that it works on. */
            subject: string;
            /** @description Path of its events, as a stream. */
            events: string;
            /** @description Path of its log lines. */
            logs: string;
        };
        /** @description A log line of a job. */
        JobLogLine: {
            /** @description Increases from line to line, with gaps. */
            sequence: number;
            /**
             * @description Severity.
             * @enum {string}
             */
            level: "info" | "warn" | "error";
            /** @description The attempt that wrote it. */
            attempt: number;
            /** @description Text of the line. */
            message: string;
            /** @description Values that belong to the message. */
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
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description A page of a list. */
        JobPage: {
            /** @description The items of this page. */
            data: components["schemas"]["Job"][];
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description Progress of a job. */
        JobProgress: {
            /**
             * @description Share of the work that is done, from 0 to 1.
             * @example 0.42
             */
            fraction: number;
            /**
             * @description Current phase of the work.
             * @enum {string}
             */
            phase: "preparing" | "training" | "backtest" | "publishing";
            /** @description Passes over the training windows: windows seen, divided by windows in the data. */
            epoch: number;
            /** @description Training steps done; for a backtest, series tested. */
            step: number;
            /** @description Maximum number of steps; for a backtest, number of series. */
            steps: number;
            /** @description Smoothed training loss. */
            loss: number | null;
            /** @description Loss on the validation data. */
            validation_loss: number | null;
            /** @description Seconds of work, over all attempts. */
            elapsed_seconds: number;
            /** @description Seconds of work that are left; null if unknown. */
            eta_seconds: number | null;
        };
        /** @description The resource that the job works on. */
        JobSubject: {
            /**
             * @description Type of the resource.
             * @enum {string}
             */
            type: "model" | "backtest";
            /** @description Id of the resource. */
            id: string;
        };
        /** @description An API key, without its secret. */
        Key: {
            /**
             * @description Id of a key.
             * @example key_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /** @description Name for people. */
            name: string | null;
            /**
             * @description The tenant whose data the key can access. Tenants cannot see each other’s data.
             * @example default
             */
            tenant: string;
            /**
             * @description `read`: GET calls; `write`: calls that create, change or delete; `admin`: all calls, including keys and metrics.
             * @example [
             *       "read",
             *       "write"
             *     ]
             */
            scopes: ("read" | "write" | "admin")[];
            /**
             * @description The first characters of the secret.
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
             * @description The secret that callers send. It is shown only once: the service stores only its SHA-256.
             * @example gck_x7QmVbq0cS1uTtV8Zk3nYw2LrEoJ5aHdPi9fGg4MxNs
             */
            secret: string;
        };
        /**
         * @description The key to create.
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
             * @description Name for people.
             * @example nightly import
             */
            name?: string;
            /**
             * @description Default: the tenant of the calling key. Only an admin key of the service may name another tenant.
             * @example default
             */
            tenant?: string;
            /**
             * @description `read`: GET calls; `write`: calls that create, change or delete; `admin`: all calls, including keys and metrics.
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
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description States and gates of one recurrent layer. */
        LayerTrace: {
            /** @description Hidden state after each step. [steps][hidden units] */
            h: number[][];
            /** @description Cell state of an LSTM after each step; null for other cells. */
            c: number[][] | null;
            /** @description Gates at each step: `i`, `f`, `g`, `o` for an LSTM; `r`, `z`, `n` for a GRU; none for an RNN. */
            gates: {
                [key: string]: number[][];
            };
        };
        /** @description Skill on the first steps of the horizon. */
        LeadSkill: {
            /**
             * @description The first steps of the horizon, from 1 to this one.
             * @example 5
             */
            steps: number;
            /**
             * @description The naive baseline with the smallest loss on these steps in the backtest.
             * @enum {string}
             */
            baseline: "naive" | "seasonal_naive" | "mean" | "seasonal_mean" | "rw_empirical";
            /** @description 1 − loss / loss of the baseline on these steps. */
            skill: number;
            /** @description Lower end of the 90 % interval. */
            lower: number;
            /** @description Upper end of the interval. */
            upper: number;
            /** @description Whether the skill is at least 1 %, and beyond chance over every naive baseline, at 5 % for all leads together. */
            has_skill: boolean;
        };
        /** @description How far back in time a model looks. */
        LookBack: {
            /** @description Observations that the network reads; for a model of symbols, symbols in the longest window that was measured. */
            context: number;
            /** @description Number of last observations, or symbols, that make 95 % of the contributions. */
            looks_back: number;
            /** @description Number of last observations that make 80 % of the contributions. */
            most: number;
            /**
             * @description The same as a sentence.
             * @example Looks back about 14 steps; 80 % of what it adds to the last value comes from the last 5
             */
            sentence: string;
        };
        /** @description The losses at one step of the training. */
        LossPoint: {
            /** @description Number of training steps so far. */
            step: number;
            /** @description Loss on training windows. */
            loss: number;
            /** @description Loss on held-out windows. */
            validation_loss: number | null;
        };
        /** @description How far back in time a model looks, measured by the gradients of its forecast and of its loss. */
        Memory: {
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /** @description Version of the data from which the windows were taken. */
            dataset_version: number;
            /** @description Number of windows in the averages: the last windows whose targets are known; for symbols, windows at even distances in the last sequences. */
            windows: number;
            /** @description Null if the network adds nothing to the base path, or, for symbols, if no symbol contributes to the next one. */
            look_back: components["schemas"]["LookBack"] | null;
            /** @description The networks, in the order of the weights file. */
            networks: components["schemas"]["NetworkMemory"][];
            /** @description Statistical methods and `instant` in the mixture of the forecast. They are not explained. Empty if there are none. */
            statistical_members: components["schemas"]["StatisticalMember"][];
        };
        /** @description The method that `auto` chose, and the reason. */
        MethodChoice: {
            /**
             * @description The method that was taken.
             * @enum {string}
             */
            method: "instant" | "train";
            /**
             * @description Why it was taken.
             * @example On the last 3 steps of 1 series the instant forecast has the error 0.71, and the best plain method, theta, 0.71.
             */
            reason: string;
            /**
             * @description Mean absolute scaled errors on the last observations, by method: `instant`, `naive`, `seasonal_naive`, `theta`. Null if nothing was compared.
             * @example {
             *       "instant": 0.71,
             *       "naive": 0.9,
             *       "theta": 0.71
             *     }
             */
            errors: {
                [key: string]: number;
            } | null;
        };
        /** @description Metrics of a method over the windows of a backtest. */
        Metrics: {
            /** @description Mean of 200·|y−f|/(|y|+|f|) for the median, in percent. Over several series: the mean of their means. */
            smape: number | null;
            /** @description Mean absolute error of the median, divided by the in-sample error of the seasonal naive forecast. */
            mase: number | null;
            /** @description Mean of sMAPE and MASE, each divided by that of `naive2` in the same windows; below 1 is better than Naive2. Null if Naive2 makes no error. */
            owa?: number | null;
            /** @description Weighted quantile loss: 2·Σ pinball / Σ|y|, averaged over the quantiles. */
            wql: number | null;
            /** @description Mean scaled interval score: width of the 95 % interval, plus 40 times the distance of observations outside of it, divided by the in-sample error. */
            msis?: number | null;
            /** @description Σ(f−y) / Σ|y| for the median; 0.02 means 2 % too high in total. */
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
             * @description Share of observations in each tenth of the forecast distribution, the lowest first. Each share is 0.1 if the distribution is right. The first and last are larger if it is too narrow. Only over all windows.
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
        /** @description Weights of the methods in a forecast, chosen by validation; they sum to 1. A series has its own, or those of its kind, or those of all series. */
        Mixture: {
            /**
             * @description Mean weights over all series, for each method: `network` is all networks together, `instant` the pre-trained network.
             * @example {
             *       "network": 0.4,
             *       "instant": 0.35,
             *       "ets": 0.25
             *     }
             */
            overall: {
                [key: string]: number;
            };
            /** @description Weights of the series of one kind: `seasonal`, `walk` (moves like a random walk), `intermittent` (many zeros) and `level` (others). Empty if all series are of one kind. */
            kinds: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /** @description Weights of single series: the 20 that differ most from `overall`, the largest difference first. */
            series: components["schemas"]["SeriesWeights"][];
            /** @description Number of series with weights of their own. */
            series_count: number;
        };
        /** @description A model that is trained on a dataset. */
        Model: {
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /** @description Name for people. */
            name: string;
            /** @description Tags, to find models. */
            tags: string[];
            /**
             * @description Status. Only a `ready` model can forecast.
             * @enum {string}
             */
            status: "training" | "ready" | "failed" | "cancelled";
            /**
             * @description Id of a dataset.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            dataset_id: string;
            /** @description Version of the dataset on which it was trained; 0 if it was imported. */
            dataset_version: number;
            /** @description The job that trained it; null if it was imported. */
            job_id: string | null;
            /** @description The model from which it was trained again, while that model exists. */
            parent_id: string | null;
            spec: components["schemas"]["SymbolSpec"] | components["schemas"]["ModelSpec"];
            /** @description Number of trained parameters. */
            parameter_count: number | null;
            card: components["schemas"]["SymbolCard"] | components["schemas"]["ModelCard"] | null;
            weights: components["schemas"]["WeightsInfo"] | null;
            error: components["schemas"]["Problem"] | null;
            /** @description Central interval of the anomaly watch, in percent: webhooks get new observations outside of it. Null: no watch. */
            anomaly_level: number | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /** @description When it became ready; null before that. */
            ready_at: string | null;
        };
        /** @description Performance of the model, measured on data that were not used for training. */
        ModelCard: {
            /**
             * @description What to expect of the model, in one sentence.
             * @example 9 % better than the last value (6–12 %)
             */
            summary: string;
            /** @description Whether the model is at least 1 % better than each naive baseline, and beyond chance: on all steps of the horizon, or on its first ones. `leads` says on which. */
            has_skill: boolean;
            /** @description Null if the data are too short for a backtest. */
            skill: components["schemas"]["Skill"] | null;
            /** @description Skill on the first quarter, the first half and all of the horizon, over the naive baseline that is hardest to beat there. Empty if there are too few windows. */
            leads?: components["schemas"]["LeadSkill"][];
            backtest: components["schemas"]["BacktestSummary"] | null;
            /**
             * @description How far back the network looks; null if it adds nothing to the base path.
             * @default null
             */
            look_back: components["schemas"]["LookBack"] | null;
            /** @description Metrics by method: `auto` is the model; the others are baselines. */
            metrics: {
                [key: string]: components["schemas"]["Metrics"];
            };
            /** @description Comparison of the model with each baseline. */
            comparisons?: components["schemas"]["Comparison"][];
            /** @description Metrics by step of the horizon: all steps, or 48 steps at even distances if there are more. A backtest has all steps. */
            steps?: components["schemas"]["BacktestStep"][];
            /** @description Metrics of the 20 series with the largest MASE, the largest first. A backtest has every window as CSV. */
            series?: components["schemas"]["BacktestSeries"][];
            mixture?: components["schemas"]["Mixture"];
            training: components["schemas"]["TrainingSummary"];
            /** @description Remarks on the numbers. */
            notes: string[];
        };
        /**
         * @description The fields to change; omitted fields stay the same.
         * @example {
         *       "name": "shop, nightly",
         *       "tags": [
         *         "nightly"
         *       ]
         *     }
         */
        ModelChange: {
            /**
             * @description Name for people; default: the names of the dataset and the cell.
             * @example shop gru
             */
            name?: string;
            /**
             * @description Tags, to find models.
             * @example [
             *       "nightly"
             *     ]
             */
            tags?: string[];
            /**
             * @description Starts the anomaly watch of new observations: webhooks get `anomaly.detected` for each observation outside of this central interval, in percent, of its one-step forecast. Each anomaly is reported once. Null ends the watch.
             * @example 99
             */
            anomaly_level?: number | null;
        };
        /** @description The new model, and the job that trains it. */
        ModelCreated: {
            model: components["schemas"]["Model"];
            job: components["schemas"]["Job"];
        };
        /**
         * @description The request for a numeric model, or the request with a `context` for a model of symbols.
         * @example {
         *       "horizon": 3,
         *       "levels": [
         *         80
         *       ]
         *     }
         */
        ModelForecastRequest: components["schemas"]["SymbolForecastIn"] | components["schemas"]["ForecastIn"];
        /**
         * @description The model to train. `dataset_id` and `horizon` are enough; for a dataset of symbols `dataset_id` alone.
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
             * @description Number of steps ahead that the model forecasts. Required for numeric series.
             * @example 20
             */
            horizon?: number;
            /**
             * @description Family of the model. `seasonal` starts from the same phase of earlier seasons, `prices` from the last value and volatility, `short` from the Theta path of a few observations. `symbols` is for datasets of symbols. `auto`: chosen from the data.
             * @default auto
             * @enum {string}
             */
            family?: "auto" | "seasonal" | "prices" | "short" | "symbols";
            /**
             * @description For models of symbols: encoding of a symbol. Default: `embedding`.
             * @enum {string}
             */
            input?: "embedding" | "one_hot";
            /** @description For models of symbols: size of the vector of a symbol. */
            embedding_size?: number;
            /**
             * @description Number of observations in a season, such as 12 for months or 24 for hours; 1: no season. A list has candidates: training takes the one with the smallest error of the last season on past observations. Default: found in the data.
             * @example 12
             */
            season_length?: number | number[];
            /** @description Column to forecast; default: the target of the dataset. */
            target?: string;
            /**
             * @description Name for people; default: the names of the dataset and the cell.
             * @example shop gru
             */
            name?: string;
            /**
             * @description Tags, to find models.
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
             * @description Defaults for sizes and steps.
             * @default balanced
             * @enum {string}
             */
            preset?: "fast" | "balanced" | "accurate";
            /** @description Number of networks whose forecasts are averaged. */
            members?: number;
            /** @description Number of observations that the network reads. */
            context_length?: number;
            /** @description Number of recurrent layers. */
            layers?: number;
            /** @description Units per layer. */
            hidden_size?: number;
            /** @description Maximum number of training steps. Training ends earlier if validation no longer improves. */
            steps?: number;
            /**
             * @description Maximum number of passes over the training windows, instead of `steps`.
             * @example 20
             */
            epochs?: number;
            /** @description Maximum learning rate of the optimizer. */
            learning_rate?: number;
            /** @description Units of the decoder, which computes quantiles from the hidden state. */
            decoder_size?: number;
            /**
             * @description Dropout: share of units that a training step ignores.
             * @example 0.1
             */
            dropout?: number;
            /**
             * @description Windows per training step.
             * @example 64
             */
            batch_size?: number;
            /**
             * @description Weight decay: pulls the weights towards zero.
             * @example 0.01
             */
            weight_decay?: number;
            /** @description Weight of the median in the loss. The other quantiles have weight 1. */
            median_weight?: number;
            /**
             * @description Loss that training minimises. `quantile` is the mean pinball loss over the quantiles.
             * @default quantile
             * @enum {string}
             */
            loss?: "quantile";
            /** @description Quantiles that the network is trained for; 0.5 is always added. */
            quantiles?: number[];
            covariates?: components["schemas"]["CovariatesIn"];
            bounds?: components["schemas"]["BoundsIn"];
            calendar?: components["schemas"]["CalendarIn"];
            /**
             * @description Random seed. The same seed gives the same weights.
             * @default 1
             */
            seed?: number;
            /** @description Number of forecast origins of the backtest, and of observations between them. */
            validation?: components["schemas"]["ValidationIn"];
        };
        /** @description A page of a list. */
        ModelPage: {
            /** @description The items of this page. */
            data: components["schemas"]["ModelSummary"][];
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description All settings as used. Settings that depend on the data are null until the training begins. */
        ModelSpec: {
            /** @description Column to forecast. */
            target: string;
            /**
             * @description Number of steps ahead that the model forecasts.
             * @example 20
             */
            horizon: number;
            /**
             * @description The recurrent cell.
             * @enum {string}
             */
            cell: "rnn" | "lstm" | "gru";
            /**
             * @description Defaults for sizes and steps.
             * @enum {string}
             */
            preset: "fast" | "balanced" | "accurate";
            context_length: number | null;
            layers: number | null;
            hidden_size: number | null;
            dropout: number | null;
            steps: number | null;
            /** @description Requested passes over the data, from which `steps` was computed; null: not requested. */
            epochs?: number | null;
            batch_size: number | null;
            learning_rate: number | null;
            weight_decay: number | null;
            /** @description Family of the model; see `ModelIn`. */
            family?: ("seasonal" | "prices" | "short") | null;
            members?: number | null;
            /** @description Ensemble weights, chosen by validation: the weight of the `network`, for all members together, of `instant`, the pre-trained network, and of statistical methods. */
            shares?: {
                [key: string]: number;
            } | null;
            decoder_size?: number | null;
            median_weight?: number | null;
            /** @description Loss that training minimises; absent: `quantile`. */
            loss?: "quantile" | null;
            /** @description Quantiles that the network is trained for. */
            quantiles: number[];
            /** @description Random seed. The same seed gives the same weights. */
            seed: number;
            validation: components["schemas"]["Validation"];
            /** @description `log`: values are transformed to logarithms if all values in the context are positive; `identity`: never. */
            transform: ("log" | "identity") | null;
            /** @description The base path. The network forecasts the difference from it. */
            base: ("naive" | "seasonal_naive" | "theta") | null;
            /** @description Number of observations in a season; 1: no season. */
            season_length: number | null;
            /** @description Seasons that the request named, from which `season_length` is chosen; null: it is found in the data. */
            season_lengths?: number[] | null;
            /** @description All seasons of the series, ascending, such as a day and a week of hours. Methods that read several seasons use them; absent: `season_length` alone. */
            seasons?: number[] | null;
            /** @description 0 if no training value is negative: then no quantile, mean or interval is negative. Null: no bound. */
            lower_bound?: 0 | null;
            /** @description Calendar of closed days for the forecasts; null: the calendar of the dataset. */
            calendar?: components["schemas"]["CalendarIn"] | null;
            covariates?: components["schemas"]["Covariates"] | null;
            encoding?: components["schemas"]["CovariateEncoding"] | null;
            bounds?: components["schemas"]["Bounds"] | null;
            /** @description Whether the median may differ from the base path. `fixed`: it may not, because the data move like a random walk, as prices do. */
            location?: ("fixed" | "learnt") | null;
        };
        /** @description A model without its settings and its card. `GET /v1/models/{model_id}` has them. */
        ModelSummary: {
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /** @description Name for people. */
            name: string;
            /** @description Tags, to find models. */
            tags: string[];
            /**
             * @description Status. Only a `ready` model can forecast.
             * @enum {string}
             */
            status: "training" | "ready" | "failed" | "cancelled";
            /**
             * @description Id of a dataset.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            dataset_id: string;
            /** @description Version of the dataset on which it was trained; 0 if it was imported. */
            dataset_version: number;
            /** @description The job that trained it; null if it was imported. */
            job_id: string | null;
            /** @description The model from which it was trained again, while that model exists. */
            parent_id: string | null;
            /** @description Number of trained parameters. */
            parameter_count: number | null;
            error: components["schemas"]["Problem"] | null;
            /** @description Central interval of the anomaly watch, in percent: webhooks get new observations outside of it. Null: no watch. */
            anomaly_level: number | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /** @description When it became ready; null before that. */
            ready_at: string | null;
            /**
             * @description Kind of the data that it forecasts.
             * @enum {string}
             */
            kind: "numeric" | "symbols";
            /**
             * @description The recurrent cell.
             * @enum {string}
             */
            cell: "rnn" | "lstm" | "gru";
            /** @description Steps ahead; null for a model of symbols. */
            horizon: number | null;
            /** @description What to expect of the model, in one sentence; null until it is ready. */
            summary: string | null;
            /** @description Whether the model is better than each naive baseline, at least on its first steps; null until it is ready. */
            has_skill: boolean | null;
            /** @description Null until it is ready, or if there are too few data for a backtest. */
            skill: components["schemas"]["SymbolSkill"] | components["schemas"]["Skill"] | null;
        };
        /**
         * @description The request for a numeric model, or the request with a `context` for a model of symbols.
         * @example {
         *       "last_steps": 5
         *     }
         */
        ModelTraceRequest: components["schemas"]["SymbolTraceIn"] | components["schemas"]["TraceIn"];
        /** @description The same day of a month every year. */
        MonthDayClosure: {
            /**
             * @description A fixed day of the year.
             * @constant
             */
            rule: "month_day";
            /** @description 1 is January. */
            month: number;
            /** @description Day of the month. */
            day: number;
            /**
             * @description Where the day moves if it falls on a closed weekday. `after_weekend_only`: a Sunday moves to Monday, a Saturday does not move.
             * @enum {string}
             */
            shift: "none" | "nearest_weekday" | "next_weekday" | "after_weekend_only";
            /** @description The first year of the rule; null: every year. */
            since_year?: number | null;
        };
        /** @description Memory of one network. */
        NetworkMemory: {
            /** @description Index of the network in the weights file, from 0. */
            network: number;
            /** @description The recurrent cell. */
            cell: string;
            /** @description Observations that one recurrent step reads; 1 for symbols. */
            observations_per_step: number;
            inputs: components["schemas"]["InputMemory"];
            states: components["schemas"]["StateMemory"];
            /** @description Number of observations back from the end at which the gradient of the forecast with respect to the hidden state is halved. Null if it is never halved. */
            half_life: number | null;
            /** @description The weight tensors of the recurrent layers. */
            weights: components["schemas"]["StepShares"][];
        };
        /** @description A forecast of the pre-trained network, and how it came about. */
        NetworkPart: {
            /**
             * @description The pre-trained network.
             * @constant
             */
            method: "network";
            /** @description Share of this part in the forecast. All shares sum to 1. */
            share: number;
            /** @description Median of this part, step by step. */
            median: number[];
            /** @description Observations in the season with which it read; 1: none. */
            season_length: number;
            /** @description Observations in a longer season, such as a week of hours; null: none. */
            second_season_length: number | null;
            /**
             * @description How the members are averaged. `geometric`: the network reads logarithms, because all values are positive.
             * @enum {string}
             */
            mean: "arithmetic" | "geometric";
            /** @description The statistical forecasts and their weights. */
            members: components["schemas"]["BankMember"][];
            /** @description Mean of the paths of the members by their weights. */
            weighted_mean: number[];
            /** @description What the network adds to it: `median` − `weighted_mean`. */
            correction: number[];
            /** @description Its median for a constant series of the same length, season and missing values, at the level of the series. */
            baseline: number[];
            /** @description Their sum is `median` − `baseline`, by integrated gradients. */
            contributions: components["schemas"]["InstantContribution"][];
        };
        /** @description A possible next symbol. */
        NextSymbol: {
            /** @description The symbol; null for `end` and `unknown`. */
            symbol: string | null;
            /**
             * @description A symbol of the vocabulary, the end of the sequence, or any other symbol.
             * @enum {string}
             */
            kind: "symbol" | "end" | "unknown";
            /** @description Its probability. The probabilities of all symbols sum to 1. */
            probability: number;
        };
        /** @description The n-th weekday of a month every year. */
        NthWeekdayClosure: {
            /**
             * @description The n-th weekday of a month.
             * @constant
             */
            rule: "nth_weekday";
            /** @description 1 is January. */
            month: number;
            /** @description ISO weekday: 1 is Monday. */
            weekday: number;
            /** @description 1 is the first one of the month, -1 the last. */
            nth: number;
            /** @description The first year of the rule; null: every year. */
            since_year?: number | null;
        };
        /** @description Forecasts of series: an instant forecast, or the forecast of a trained model. */
        NumericForecast: components["schemas"]["InstantForecast"] | components["schemas"]["Forecast"];
        /** @description A stored forecast without its numbers. */
        NumericForecastSummary: components["schemas"]["InstantForecastSummary"] | components["schemas"]["ForecastSummary"];
        /** @description One observation. */
        ObservationRecord: {
            /** @description Id of the series; default: all records are one series. */
            unique_id?: string | number;
            ds: components["schemas"]["Time"];
            /** @description The value; null is a missing value. */
            y: number | null;
        };
        /** @description Changes that the call made, or would make. */
        ObservationsAdded: {
            /** @description Version of the dataset after the call. It is unchanged if no observation changed. */
            version: number;
            /** @description Number of observations at new times. */
            added: number;
            /** @description Number of observations whose values changed. */
            replaced: number;
            /** @description Ids of the series that the call added, at most 1000. */
            new_series: string[];
            /** @description Warnings about the sent data. */
            warnings: components["schemas"]["Warning"][];
            /** @description Whether the call only said what it would do. */
            dry_run: boolean;
            /** @description How the table was read, in a dry run; null if the body is JSON. */
            reading?: components["schemas"]["Reading"] | null;
            /** @description The first 5 observations of the first 5 series. */
            preview?: components["schemas"]["SeriesPreview"][];
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
            /** @description Observations by series, with `times` or a `start`. The id may be omitted if the dataset has one series. A new id needs `new_series=allow`. */
            series: components["schemas"]["SeriesIn"][];
        };
        /**
         * @description Series to forecast. `horizon` and either `series`, `records` or `dataset_id` are enough.
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
            /** @description Series as records, one per observation; instead of `series`. */
            records?: components["schemas"]["ObservationRecord"][];
            /**
             * @description A dataset whose stored series are forecast; instead of `series`. The method is `instant`.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            dataset_id?: string;
            /** @description Ids of stored series; default: all series of the dataset, up to 1000. */
            series_ids?: string[];
            /** @description `next_cursor` of the previous answer, for the next series of a dataset that has more than one answer holds. */
            cursor?: string;
            /**
             * @description Number of steps ahead.
             * @example 12
             */
            horizon: number;
            /**
             * @description The model to use: an id or an alias. Default: none, and `method` says how to forecast.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model?: string;
            /**
             * @description `instant`, the default: a forecast without training. `train`: a small model is trained on the series of the call. `auto`: `instant`, unless its error on the last observations is larger than that of a plain method; then `train`. Not together with `model`.
             * @enum {string}
             */
            method?: "instant" | "train" | "auto";
            /** @description Whether the forecast is stored, to be read again by its id. Default: false for an instant forecast, whose series are not stored, and true for the forecast of a model. */
            store?: boolean;
            /**
             * @description `auto`, or an ISO 8601 duration (`P1D`, `PT1H`, `P1M`). A duration is needed if a series has only a `start` and is not daily.
             * @default auto
             */
            frequency?: string;
            /**
             * @description IANA time zone of times without an offset.
             * @default null
             * @example America/New_York
             */
            time_zone?: string | null;
            /**
             * @description Name of the dataset that is stored if a model is trained.
             * @example spx
             */
            name?: string;
            /**
             * @description Maximum seconds to wait for the training. After that the response is the job.
             * @default 60
             */
            timeout_seconds?: number;
            /** @description Covariates to read; default: the covariates of `future_covariates`, as known in advance. An instant forecast reads those that are known in advance. */
            covariates?: components["schemas"]["CovariatesIn"];
            bounds?: components["schemas"]["BoundsIn"];
            /**
             * @description Family of the model that `train` or `auto` trains: `seasonal`, `prices`, `short`, or `auto`, the default: chosen from the data.
             * @enum {string}
             */
            family?: "auto" | "seasonal" | "prices" | "short";
            /**
             * @description Number of observations in a season, such as 12 for months or 24 for hours; 1: no season. Default: found in the data. A list has several: an instant forecast is the mean of the forecasts with each, and a training takes the one with the smallest error. Not together with `model`.
             * @example 12
             */
            season_length?: number | number[];
            /**
             * @description Quantiles in the response.
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
             * @description Number of sample paths per series. A path is one possible future over the whole horizon. At each step, the paths have the quantiles of the forecast.
             * @default 0
             * @example 100
             */
            samples?: number;
            /** @description Alias of `samples`. If both are given, `num_samples` is used. */
            num_samples?: number;
            /**
             * @description Random seed of the sample paths. The same seed gives the same paths.
             * @default 1
             */
            seed?: number;
            /** @description Values of known-future covariates over the horizon. Values that are not given here are read from the dataset (rows after the last value of the target), or from the inline series. */
            future_covariates?: components["schemas"]["FutureCovariates"][];
            /** @description Forecasts as if this were the time of the last observation. Later data are not used, except known-future covariates. The weights do not change: if they must not know the later data either, train on older data. */
            as_of?: components["schemas"]["Time"];
            /**
             * @description Whether to add the medians of one-step forecasts of the last observations (up to 100 per series). Each uses only earlier observations.
             * @default false
             */
            fitted?: boolean;
            /**
             * @description Whether to add the contribution of each observation and covariate to each step of the horizon, by integrated gradients. An instant forecast also has the weights of the statistical forecasts that it consists of.
             * @default false
             */
            explain?: boolean;
        };
        /** @description One series: values and their times. */
        OneShotSeries: {
            /** @description Default: its position: `series_0`, `series_1` … */
            id?: string;
            /** @description Time of the first value; the other times follow from the frequency. Not together with `times`. */
            start?: components["schemas"]["Time"];
            /** @description One time per value. Without `start` and `times`, the times are 0, 1, 2 … */
            times?: (string | number)[];
            /** @description One value per time; null is a missing value. */
            values: (number | null)[];
            /** @description Other columns, with as many items as `values`. At the end, values may be null while covariates are given: these covariates are known in advance. */
            covariates?: {
                [key: string]: (number | null)[];
            };
            /** @description Attributes of the series that do not change over time. */
            static?: {
                [key: string]: string | number | boolean;
            };
            /** @description Alias of `times`. */
            timestamps?: (string | number)[];
            /**
             * @description Step between the times, if there is only a `start`: an ISO 8601 duration such as `PT1H`, or an alias of pandas: `D`, `B`, `W`, `M`, `Q`, `Y`, `h`, `min`.
             * @example P1D
             */
            freq?: string;
        };
        /** @description The model to come, and the job that trains it. */
        OneShotStarted: {
            model: components["schemas"]["Model"];
            job: components["schemas"]["Job"];
            /** @description Why a model is trained, if the call left the method to the service. */
            choice?: components["schemas"]["MethodChoice"];
            /**
             * @description Warnings about the data of the call.
             * @default []
             */
            warnings: components["schemas"]["Warning"][];
        };
        /** @description RFC 9457 problem details. */
        Problem: {
            /**
             * @description Path of a page that explains the code.
             * @example /problems/series_too_short
             */
            type: string;
            /** @description Short description of the code. */
            title: string;
            /**
             * @description HTTP status of the response.
             * @example 422
             */
            status: number;
            /**
             * @description Stable code; programs may depend on it.
             * @enum {string}
             */
            code: "body_empty" | "body_incomplete" | "body_invalid_json" | "json_too_complex" | "body_too_large" | "content_type_unsupported" | "content_encoding_unsupported" | "request_invalid" | "id_malformed" | "gzip_invalid" | "headers_too_large" | "request_malformed" | "request_too_slow" | "url_malformed" | "host_refused" | "origin_refused" | "route_not_found" | "method_not_allowed" | "accept_unsupported" | "cursor_invalid" | "unauthorized" | "scope_missing" | "tenant_forbidden" | "rate_limited" | "idempotency_key_in_use" | "idempotency_key_reused" | "csv_invalid" | "parquet_invalid" | "xlsx_invalid" | "zip_invalid" | "form_invalid" | "format_unsupported" | "reading_ambiguous" | "time_column_missing" | "value_column_missing" | "column_unknown" | "column_duplicate" | "cell_invalid" | "series_unknown" | "series_id_missing" | "times_distant" | "times_off_grid" | "reading_differs" | "time_duplicate" | "series_duplicate" | "series_empty" | "series_too_many" | "points_too_many" | "text_invalid" | "sequence_empty" | "sequence_too_long" | "vocabulary_too_large" | "dataset_not_found" | "version_not_found" | "version_expired" | "deletion_too_large" | "series_not_found" | "model_not_found" | "alias_not_found" | "key_not_found" | "forecast_not_found" | "forecast_without_dataset" | "job_not_found" | "backtest_not_found" | "backtest_in_use" | "backtest_not_ready" | "webhook_not_found" | "delivery_not_found" | "schedule_not_found" | "webhooks_too_many" | "webhook_target_refused" | "schedules_too_many" | "dataset_kind_mismatch" | "model_kind_mismatch" | "dataset_in_use" | "dataset_empty" | "bundle_invalid" | "bundle_version_unsupported" | "model_not_ready" | "model_failed" | "model_outdated" | "model_in_use" | "model_aliased" | "job_not_retryable" | "watchers_too_many" | "job_finished" | "target_unknown" | "covariate_unknown" | "covariates_missing" | "series_too_short" | "sequences_too_short" | "horizon_too_long" | "value_out_of_domain" | "value_out_of_range" | "forecast_too_large" | "explanation_inexact" | "explanation_too_large" | "trace_too_large" | "network_unknown" | "all_series_failed" | "training_diverged" | "training_too_large" | "worker_lost" | "database_unavailable" | "queue_unavailable" | "computation_too_slow" | "call_abandoned" | "overloaded" | "internal";
            /** @description Description of this occurrence in one sentence. */
            detail: string;
            /** @description Path of the request. */
            instance?: string;
            /** @description Whether the same request may succeed later. */
            retryable: boolean;
            /** @description What to do about errors of this code. Absent in problems that an older version stored. */
            remedy?: string;
            /** @description The faults of the request. */
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
        /** @description The reading of a table: columns, notations of times and numbers. */
        Reading: {
            /**
             * @description Layout of the table. `periods`: months, quarters or hours across the columns.
             * @enum {string}
             */
            layout: "long" | "wide" | "single" | "ohlcv" | "periods";
            /** @description Column of the times. */
            time_column: string;
            /** @description Column of the time of day; null if the times have one column. */
            clock_column: string | null;
            /**
             * @description Notation of the times: a format of strptime such as `%d/%m/%Y`, or `iso`, `excel`, `unix_s`, `unix_ms`, `unix_us`, `unix_ns`, `year`, `integer`.
             * @example %d/%m/%Y
             */
            time_format: string;
            /** @description IANA time zone of times without an offset. */
            time_zone: string | null;
            /** @description Columns whose values together name a series; none: the table has one series. */
            id_columns: string[];
            /** @description Column of the target; null in the layouts `wide` and `periods`. */
            target: string | null;
            /** @description Columns of the covariates. */
            covariates: string[];
            /** @description Decimal mark of the numbers; null if no number of the table shows it. */
            decimal: ("." | ",") | null;
            /** @description Cells that mean a missing value, in addition to those that are always known. */
            missing: string[];
            /**
             * @description Unit after the numbers of a column, by the name of the column. Absent if there is none.
             * @example {
             *       "load": "kW"
             *     }
             */
            units?: {
                [key: string]: string;
            };
            /** @description Columns and series that are left out. Absent if there are none. */
            exclude?: string[];
            /** @description Whether times move to the nearest step, as `snap` of the upload said. Absent if they do not. */
            snap?: boolean;
        };
        /**
         * @description How to train again.
         * @example {
         *       "mode": "warm"
         *     }
         */
        Retrain: {
            /**
             * @description `warm` continues from the weights, with the same settings. `scratch` starts with random weights, and decides the settings that depend on the data again.
             * @default warm
             * @enum {string}
             */
            mode?: "warm" | "scratch";
        };
        /** @description A training or a forecast that starts at regular times. */
        Schedule: {
            /**
             * @description Id of a schedule.
             * @example sch_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /** @description Name for people. */
            name: string | null;
            /**
             * @description `retrain` trains a new model with the requested settings of the named model, on the newest data. `forecast` forecasts the stored series with the named model, over its horizon, and stores the forecast.
             * @enum {string}
             */
            kind: "retrain" | "forecast";
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /** @description Time between two runs, as an ISO 8601 duration; null if the schedule uses `cron`. */
            every: string | null;
            /** @description Times of the runs as a cron expression; null if the schedule uses `every`. */
            cron: string | null;
            /**
             * @description IANA name of the time zone of `cron`.
             * @example America/New_York
             */
            time_zone: string;
            /** @description Whether the schedule is active. */
            enabled: boolean;
            /** @description Increases with every change of the schedule. */
            revision: number;
            /** @description Time of the next run; null if the schedule is not enabled. */
            next_run_at: string | null;
            last_run: components["schemas"]["ScheduleRun"] | null;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was changed last. `every` counts from this time.
             */
            changed_at: string;
        };
        /**
         * @description The fields to change; omitted fields stay the same. `every` replaces `cron`, and `cron` replaces `every`.
         * @example {
         *       "enabled": false
         *     }
         */
        ScheduleChanges: {
            /**
             * @description Name for people.
             * @example Every night
             */
            name?: string;
            /**
             * @description Time between two runs: an ISO 8601 duration without years and months. A day has 24 hours.
             * @example P1D
             */
            every?: string;
            /**
             * @description Times of the runs as a cron expression (minute, hour, day of month, month, day of week), in `time_zone`.
             * @example 0 6 * * 1-5
             */
            cron?: string;
            /**
             * @description IANA name of the time zone of `cron`.
             * @example America/New_York
             */
            time_zone?: string;
            /** @description Whether the schedule is active. */
            enabled?: boolean;
        };
        /**
         * @description The schedule to create, with either `every` or `cron`.
         * @example {
         *       "kind": "retrain",
         *       "model_id": "mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70",
         *       "cron": "0 6 * * 1",
         *       "time_zone": "Europe/Berlin"
         *     }
         */
        ScheduleIn: {
            /**
             * @description Name for people.
             * @example Every night
             */
            name?: string;
            /**
             * @description `retrain` trains a new model with the requested settings of the named model, on the newest data. `forecast` forecasts the stored series with the named model, over its horizon, and stores the forecast.
             * @enum {string}
             */
            kind: "retrain" | "forecast";
            /**
             * @description The model that is trained again, or that forecasts: an id or an alias.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /**
             * @description Time between two runs: an ISO 8601 duration without years and months. A day has 24 hours.
             * @example P1D
             */
            every?: string;
            /**
             * @description Times of the runs as a cron expression (minute, hour, day of month, month, day of week), in `time_zone`.
             * @example 0 6 * * 1-5
             */
            cron?: string;
            /**
             * @description IANA name of the time zone of `cron`.
             * @default UTC
             * @example America/New_York
             */
            time_zone?: string;
            /**
             * @description Whether the schedule is active.
             * @default true
             */
            enabled?: boolean;
        };
        /** @description A page of a list. */
        SchedulePage: {
            /** @description The items of this page. */
            data: components["schemas"]["Schedule"][];
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description Result of the last run of a schedule. */
        ScheduleRun: {
            /**
             * @description `started`: a training was created; `forecast`: a forecast was stored; `skipped`: the previous training had not ended; `refused`: the run was not possible.
             * @enum {string}
             */
            outcome: "started" | "forecast" | "skipped" | "refused";
            /** @description Reason why the run was skipped or refused. */
            detail: string | null;
            /** @description The new model. */
            model_id: string | null;
            /** @description The stored forecast. */
            forecast_id: string | null;
            /** @description The job that the run created, or the previous job that had not ended. */
            job_id: string | null;
            /**
             * Format: date-time
             * @description Time of the run.
             */
            at: string;
        };
        /** @description One sequence of symbols. */
        SequenceIn: {
            /** @description Default: its position: `sequence_0`, `sequence_1` … */
            id?: string;
            /** @description A text, which is split into symbols by `unit`. Not together with `symbols`. */
            text?: string;
            /** @description A list of symbols. Not together with `text`. */
            symbols?: string[];
        };
        /** @description A page of the symbols of a sequence. */
        SequencePage: {
            /** @description Id of the sequence in its dataset. */
            id: string;
            /** @description Position of the first symbol of the page in the sequence, from 0. */
            start: number;
            /** @description The symbols in order; null is a symbol that is not in the vocabulary. */
            symbols: (string | null)[];
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description The first symbols of a sequence. */
        SequencePreview: {
            /** @description Id of the sequence. */
            id: string;
            /** @description Its first symbols. */
            symbols: (string | null)[];
        };
        /** @description Accuracy of the forecast of one series. */
        SeriesAccuracy: {
            /** @description Id of the series. */
            series_id: string;
            /** @description Number of steps of the horizon that are observed by now. */
            known_steps: number;
            /** @description Null if no step is observed yet. */
            metrics: components["schemas"]["Metrics"] | null;
        };
        /** @description A series that could not be forecast, and the reason. */
        SeriesError: {
            /** @description Id of the series. */
            series_id: string;
            problem: components["schemas"]["Problem"];
        };
        /** @description The forecast of one series. */
        SeriesForecast: {
            /** @description Id of the series. */
            series_id: string;
            /** @description The next times of the series, step by step. */
            times: components["schemas"]["Time"][];
            /** @description Mean of the forecast distribution, step by step. */
            mean: number[];
            /** @description Median of the forecast distribution, step by step: the point forecast. */
            median: number[];
            /** @description Quantiles by level. They never cross. */
            quantiles: {
                [key: string]: number[];
            };
            /** @description Central intervals by level in percent. */
            intervals: {
                [key: string]: components["schemas"]["Interval"];
            };
            /** @description Sample paths with one value per step, if the call requested them. */
            samples?: number[][];
            fitted?: components["schemas"]["Fitted"];
            explanation?: components["schemas"]["Explanation"];
            /** @description Known-future covariates as they were used, step by step; null is a missing value. Absent if the model has none. */
            future_covariates?: {
                [key: string]: (number | null)[];
            };
            /** @description Remarks on the forecast. */
            warnings: string[];
        };
        /** @description One series: values and their times. */
        SeriesIn: {
            /** @description Default: its position: `series_0`, `series_1` … */
            id?: string;
            /** @description Time of the first value; the other times follow from the frequency. Not together with `times`. */
            start?: components["schemas"]["Time"];
            /** @description One time per value. Without `start` and `times`, the times are 0, 1, 2 … */
            times?: (string | number)[];
            /** @description One value per time; null is a missing value. */
            values: (number | null)[];
            /** @description Other columns, with as many items as `values`. At the end, values may be null while covariates are given: these covariates are known in advance. */
            covariates?: {
                [key: string]: (number | null)[];
            };
            /** @description Attributes of the series that do not change over time. */
            static?: {
                [key: string]: string | number | boolean;
            };
        };
        /** @description A page of a list. */
        SeriesPage: {
            /** @description The items of this page. */
            data: components["schemas"]["SeriesSummary"][];
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description A page of the observations of a series. */
        SeriesPoints: {
            /** @description Id of the series in its dataset. */
            id: string;
            /** @description Times of the observations, in order. */
            times: components["schemas"]["Time"][];
            /** @description Values of the target; null is a missing value. */
            values: (number | null)[];
            /** @description Values of the other columns, by name; null is a missing value. */
            covariates: {
                [key: string]: (number | null)[];
            };
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description The first observations of a series, as they were read. */
        SeriesPreview: {
            /** @description Id of the series. */
            id: string;
            /** @description The first times, as they were read. */
            times: components["schemas"]["Time"][];
            /** @description The first values of the target; null is a missing value. */
            values: (number | null)[];
            /** @description The first values of the other columns. */
            covariates: {
                [key: string]: (number | null)[];
            };
        };
        /** @description A series without its observations. */
        SeriesSummary: {
            /** @description Id of the series in its dataset. */
            id: string;
            start: components["schemas"]["Time"];
            end: components["schemas"]["Time"];
            /** @description Number of observations, including missing values. */
            point_count: number;
            /** @description Number of missing values. */
            missing_count: number;
            /** @description Attributes of the series that do not change over time. */
            static: {
                [key: string]: string | number | boolean;
            };
        };
        /** @description Weights of one series. */
        SeriesWeights: {
            /** @description Id of the series. */
            series_id: string;
            /** @description Weight of each method. */
            weights: {
                [key: string]: number;
            };
        };
        /** @description How much better the model is than the best naive forecast. */
        Skill: {
            /** @description 1 − loss / loss of the baseline; 0.09 means 9 % better. */
            value: number;
            /** @description Lower end of the 90 % interval: block bootstrap over origins and series; Student’s t over separate stretches of time with fewer than eight series. */
            lower: number;
            /** @description Upper end of the interval. */
            upper: number;
            /**
             * @description The compared loss.
             * @enum {string}
             */
            metric: "wql" | "mase";
            /**
             * @description The naive baseline with the smallest loss before the backtest: the last value, the last season, the mean, the mean of the last ten seasons, or the last value with the distribution of past changes.
             * @enum {string}
             */
            baseline: "naive" | "seasonal_naive" | "mean" | "seasonal_mean" | "rw_empirical";
        };
        /** @description Means over the windows, in scaled units. For symbols in nats: the forecast is the log-probability of the most likely next symbol, the loss that of the observed symbol. */
        StateMemory: {
            /** @description Norm of the gradient of the forecast with respect to the hidden state after each recurrent step, the last step first. */
            forecast: number[];
            /** @description Norm of the gradient of the loss with respect to the hidden state after each recurrent step, the last step first. */
            loss: number[];
        };
        /** @description A statistical method, or `instant`, that is part of the model. */
        StatisticalMember: {
            /**
             * @description Name of the method.
             * @example theta
             */
            name: string;
            /** @description Its weight in the forecast. All weights, including that of the networks, sum to 1. */
            weight: number;
        };
        /** @description A forecast without the network. */
        StatisticalPart: {
            /**
             * @description The last value, which continues equal values, and is the median of prices.
             * @constant
             */
            method: "last_value";
            /** @description Share of this part in the forecast. All shares sum to 1. */
            share: number;
            /** @description Median of this part, step by step. */
            median: number[];
        };
        /** @description The recurrent steps from which the gradient of a weight tensor comes. */
        StepShares: {
            /**
             * @description Name of the tensor in the weights file.
             * @example encoder.weight_hh_l0
             */
            name: string;
            /** @description Norm of its gradient, on these windows. */
            norm: number;
            /** @description Share of each recurrent step in the gradient, the last step first. The shares sum to 1, or to 0 if the gradient is zero. A share is negative if the step has the opposite direction. */
            shares: number[];
        };
        /** @description The data on which a model of symbols is tested. */
        SymbolBacktestPlan: {
            /**
             * @description The dataset to test.
             * @example ds_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            dataset_id: string;
        };
        /** @description Result of a backtest of a model of symbols: metrics in total and by sequence. */
        SymbolBacktestReport: {
            summary: components["schemas"]["SymbolBacktestSummary"];
            /** @description Skill against the best chain; null for `in_sample`, or if there are too few symbols. */
            skill: components["schemas"]["SymbolSkill"] | null;
            /** @description Metrics by method: `auto` is the model; the baselines are `uniform`, `unigram`, `markov_1` … `markov_5`. */
            metrics: {
                [key: string]: components["schemas"]["SymbolMetrics"];
            };
            /** @description Comparison of the model with each chain; empty for `in_sample`. */
            comparisons: components["schemas"]["SymbolComparison"][];
            /** @description Metrics by sequence, the most bits per symbol first, at most 100 sequences. The windows have all sequences. */
            series: components["schemas"]["SymbolBacktestSeries"][];
        };
        /** @description Metrics of one sequence. */
        SymbolBacktestSeries: {
            /** @description Id of the sequence. */
            series_id: string;
            /** @description Number of compared symbols. */
            symbols: number;
            /** @description Metrics by method: `auto` is the model; the baselines are `uniform`, `unigram`, `markov_1` … `markov_5`. */
            metrics: {
                [key: string]: components["schemas"]["SymbolMetrics"];
            };
        };
        /** @description The data on which a model of symbols was tested. */
        SymbolBacktestSummary: {
            /**
             * @description The tested data. `held_out`: the part of its own dataset that was not used for training; `in_sample`: all of its own dataset, because there was too little to hold out; `dataset`: another dataset.
             * @enum {string}
             */
            on: "held_out" | "in_sample" | "dataset";
            /** @description Number of sequences, or ends of sequences. */
            sequences: number;
            /** @description Number of compared symbols. */
            symbols: number;
            /** @description Number of compared symbols that are not in the vocabulary. They count as the unknown symbol. */
            unknown: number;
            /** @description Number of symbols at the end that were not compared: only the first 500000 are, in the order of the sequences. */
            left_out: number;
        };
        /** @description A part of a sequence, at most 500 symbols. */
        SymbolBacktestWindow: {
            /** @description Id of the sequence. */
            series_id: string;
            /** @description Position of the first symbol in the sequence, from 0. */
            start: number;
            /** @description The observed symbols; null is a symbol that is not in the vocabulary. */
            symbols: (string | null)[];
            /** @description Surprise of each symbol in bits, given the earlier symbols: its anomaly score. */
            bits: number[];
            /**
             * @description The same for the best chain.
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
        /** @description Performance of a model of symbols, compared with Markov chains. */
        SymbolCard: {
            /**
             * @description What to expect of the model, in one sentence.
             * @example 12 % fewer bits than a chain of order 5 (11–13 %)
             */
            summary: string;
            /** @description Whether the 90 % interval of the skill is above zero, on symbols that were not used for training. */
            has_skill: boolean;
            /** @description Null if too few symbols are held out. */
            skill: components["schemas"]["SymbolSkill"] | null;
            evaluation: components["schemas"]["SymbolEvaluation"];
            /**
             * @description How far back the network looks; null if no symbol contributes to the next one.
             * @default null
             */
            look_back: components["schemas"]["LookBack"] | null;
            /** @description Metrics by method: `auto` is the model; the baselines are `uniform`, `unigram`, `markov_1` … `markov_5`. */
            metrics: {
                [key: string]: components["schemas"]["SymbolMetrics"];
            };
            training: components["schemas"]["TrainingSummary"];
            /** @description Remarks on the numbers. */
            notes: string[];
        };
        /** @description Comparison of a model of symbols with one Markov chain, on the same symbols. */
        SymbolComparison: {
            /**
             * @description The baseline, a Markov chain.
             * @enum {string}
             */
            baseline: "uniform" | "unigram" | "markov_1" | "markov_2" | "markov_3" | "markov_4" | "markov_5";
            /** @description 1 − bits / bits of the chain; null if the chain makes no error. */
            skill: number | null;
            /** @description Lower end of the 90 % interval; null if there are too few symbols. */
            lower: number | null;
            /** @description Upper end of the interval. */
            upper: number | null;
        };
        /** @description Contribution of one symbol of the context. */
        SymbolContribution: {
            /** @description Position in the context, from 0. */
            position: number;
            /** @description The symbol at this position. */
            symbol: string;
            /** @description Its contribution in bits; positive if it makes the next symbol more likely. */
            value: number;
        };
        /** @description The symbols on which the metrics of the card were measured. */
        SymbolEvaluation: {
            /**
             * @description `held_out`: symbols that were not used for training. `in_sample`: training symbols, because there were too few to hold out.
             * @enum {string}
             */
            on: "held_out" | "in_sample";
            /** @description Number of sequences, or ends of sequences. */
            sequences: number;
            /** @description Number of compared symbols. */
            symbols: number;
        };
        /** @description Contribution of each symbol to the log-probability of the most likely next symbol, by integrated gradients from a neutral context (Sundararajan, Taly & Yan 2017). */
        SymbolExplanation: {
            /** @description The explained symbol, the most likely one after the context; null for `end` and `unknown`. */
            symbol: string | null;
            /**
             * @description A symbol of the vocabulary, the end of the sequence, or any other symbol.
             * @enum {string}
             */
            kind: "symbol" | "end" | "unknown";
            /** @description The log₂ of its probability. It is the sum of `baseline` and all `contributions`. */
            forecast: number;
            /** @description The same for a neutral context of the same length, in which the mean vector of all symbols replaces each symbol. */
            baseline: number;
            /** @description The contributions, in the order of the context. */
            contributions: components["schemas"]["SymbolContribution"][];
        };
        /** @description Forecast of a sequence of symbols. It is not stored. */
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
            /** @description Version of the data on which the model was trained. */
            dataset_version: number;
            /** @description The symbols of the context. */
            context: string[];
            /** @description Symbols of the context that are read as the unknown symbol. */
            unknown: components["schemas"]["UnknownSymbol"][];
            /** @description Possible next symbols, the most likely first. */
            next: components["schemas"]["NextSymbol"][];
            /** @description The most likely continuation that the beam search found; null if `length` is 0. */
            continuation: components["schemas"]["Continuation"] | null;
            /** @description Random continuations. */
            samples: components["schemas"]["Continuation"][];
            /** @description Surprise of each symbol of the context in bits, given the earlier symbols. It is high for unusual symbols. */
            bits: number[];
            /** @description Mean of `bits`. */
            bits_per_symbol: number;
            explanation?: components["schemas"]["SymbolExplanation"];
        };
        /**
         * @description The sequence of symbols to continue; `context` is enough.
         * @example {
         *       "context": "TRI",
         *       "top": 3,
         *       "length": 8
         *     }
         */
        SymbolForecastIn: {
            /**
             * @description The sequence so far, from its beginning: a text, which is split like the texts of the dataset, or a list of symbols.
             * @example TRI
             */
            context: string | string[];
            /**
             * @description Number of most likely next symbols to list.
             * @default 10
             */
            top?: number;
            /**
             * @description Maximum number of symbols in the continuation and in each sample. They are shorter if the sequence is expected to end.
             * @default 0
             * @example 8
             */
            length?: number;
            /**
             * @description Width of the beam search for the most likely continuation; 1 takes the most likely symbol at each step.
             * @default 8
             */
            beams?: number;
            /**
             * @description Number of random continuations.
             * @default 0
             * @example 2
             */
            samples?: number;
            /**
             * @description Temperature of the samples: below 1 they prefer likely symbols more, above 1 less.
             * @default 1
             */
            temperature?: number;
            /**
             * @description Random seed of the samples. The same seed gives the same samples.
             * @default 1
             */
            seed?: number;
            /**
             * @description Whether to add the contribution of each symbol of the context to the log-probability of the most likely next symbol.
             * @default false
             */
            explain?: boolean;
        };
        /** @description How well a method predicts the next symbol. */
        SymbolMetrics: {
            /** @description Mean surprise: −log₂ of the predicted probability of the observed symbol. */
            bits_per_symbol: number;
            /** @description 2 to the power of `bits_per_symbol`: the equivalent number of equally likely symbols. */
            perplexity: number;
            /** @description Share of positions at which the most likely symbol was observed. */
            top1_accuracy: number;
        };
        /** @description How much better the model is than the best Markov chain. */
        SymbolSkill: {
            /** @description 1 − bits / bits of the baseline; 0.09 means 9 % better. */
            value: number;
            /** @description Lower end of the 90 % interval (block bootstrap over the sequences). */
            lower: number;
            /** @description Upper end of the interval. */
            upper: number;
            /**
             * @description The compared metric.
             * @constant
             */
            metric: "bits_per_symbol";
            /**
             * @description The best Markov chain on the same symbols.
             * @enum {string}
             */
            baseline: "uniform" | "unigram" | "markov_1" | "markov_2" | "markov_3" | "markov_4" | "markov_5";
        };
        /** @description All settings of a model of symbols, as used. Settings that depend on the data are null until the training begins. */
        SymbolSpec: {
            /**
             * @description The model is one of symbols.
             * @constant
             */
            family: "symbols";
            /**
             * @description Unit of a text that is one symbol: a `character` (a Unicode code point), or a `word` between white space.
             * @enum {string}
             */
            unit: "character" | "word";
            /**
             * @description The recurrent cell.
             * @enum {string}
             */
            cell: "rnn" | "lstm" | "gru";
            /**
             * @description Defaults for sizes and steps.
             * @enum {string}
             */
            preset: "fast" | "balanced" | "accurate";
            /**
             * @description Encoding of a symbol for the network: a learnt vector (`embedding`), or one input per symbol (`one_hot`).
             * @enum {string}
             */
            input: "embedding" | "one_hot";
            embedding_size: number | null;
            /** @description Number of symbols through which gradients flow back. The hidden state continues beyond. */
            context_length: number | null;
            layers: number | null;
            hidden_size: number | null;
            /** @description Dropout: share of units that a training step ignores. */
            dropout: number | null;
            steps: number | null;
            /** @description Sequences per training step. */
            batch_size: number | null;
            learning_rate: number | null;
            /** @description Weight decay: pulls the weights towards zero. */
            weight_decay: number | null;
            /** @description Random seed. The same seed gives the same weights. */
            seed: number;
            /** @description Number of different symbols, without the unknown symbol. */
            vocabulary_size: number | null;
            /** @description Whether the model was trained with the beginnings and ends of sequences. It is not for a single long text. */
            boundary: boolean | null;
        };
        /** @description States and gates of a network while it reads a sequence of symbols. */
        SymbolTrace: {
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /** @description The recurrent cell. */
            cell: string;
            /** @description The symbol that each step reads; null is the beginning of the sequence. */
            symbols: (string | null)[];
            /** @description Input vector of the symbol at each step. [steps][inputs] */
            inputs: number[][];
            /** @description The recurrent layers; the first one reads the inputs. */
            layers: components["schemas"]["LayerTrace"][];
        };
        /**
         * @description The sequence to trace, for a model of symbols.
         * @example {
         *       "context": "TRI"
         *     }
         */
        SymbolTraceIn: {
            /**
             * @description The sequence so far, from its beginning: a text, which is split like the texts of the dataset, or a list of symbols.
             * @example TRI
             */
            context: string | string[];
            /** @description Number of steps to return, counted from the end; default: all. */
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
             * @description Sequences of symbols.
             * @constant
             */
            kind: "symbols";
            /**
             * @description Name for people; default: a generated name.
             * @example words
             */
            name?: string;
            /**
             * @description How texts are split into symbols. Default: `character` if a sequence has a `text`, else `word`.
             * @enum {string}
             */
            unit?: "character" | "word";
            /** @description Keeps only this many of the most frequent symbols; the others become the unknown symbol. By default all symbols are kept, and more than 10000 are refused. */
            vocabulary_size?: number;
            /** @description The sequences; each has a different id. */
            sequences: components["schemas"]["SequenceIn"][];
        };
        /** @description Information about the symbols of a dataset. */
        SymbolsInfo: {
            /**
             * @description Unit of a text that is one symbol: a `character` (a Unicode code point), or a `word` between white space.
             * @enum {string}
             */
            unit: "character" | "word";
            /** @description Number of different symbols, without the unknown symbol. `…/vocabulary` lists them. */
            vocabulary_size: number;
            /** @description Number of symbols in the sequences that are not in the vocabulary. */
            unknown_count: number;
        };
        /** @description A date (`2020-04-20`), an RFC 3339 date-time with offset, or an integer: the same kind as in the uploaded series. */
        Time: string | number;
        /** @description States and gates of a network while it reads a series, for plots and debugging. */
        Trace: {
            /**
             * @description Id of a model.
             * @example mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            model_id: string;
            /** @description Id of the series. */
            series_id: string;
            /** @description Index of the network in the weights file. */
            network: number;
            /** @description The recurrent cell. */
            cell: string;
            /** @description Observations that one recurrent step reads. */
            observations_per_step: number;
            /** @description Time of the last observation that each step reads; null before the series begins. */
            times: (components["schemas"]["Time"] | null)[];
            /** @description Scaled inputs of the network at each step. [steps][inputs] */
            inputs: number[][];
            /** @description The recurrent layers; the first one reads the inputs. */
            layers: components["schemas"]["LayerTrace"][];
        };
        /** @description States and gates of a network while it reads a series or a sequence of symbols. */
        TraceAnswer: components["schemas"]["SymbolTrace"] | components["schemas"]["Trace"];
        /**
         * @description The series to trace; `{}` is enough.
         * @example {
         *       "last_steps": 5
         *     }
         */
        TraceIn: {
            /** @description Id of a stored series; default: the first series of the dataset. */
            series_id?: string;
            /** @description An inline series instead. */
            series?: components["schemas"]["SeriesIn"];
            /** @description Time of the last observation to read; default: the last one. */
            as_of?: components["schemas"]["Time"];
            /**
             * @description Index of the network in the weights file, from 0.
             * @default 0
             */
            network?: number;
            /** @description Number of recurrent steps to return, counted from the end; default: all. */
            last_steps?: number;
        };
        /** @description Summary of the training. */
        TrainingSummary: {
            /** @description Seconds of work, over all attempts. */
            seconds: number;
            /** @description Training steps of the first network. */
            steps: number;
            /** @description Step of the weights that were kept. */
            best_step: number;
            /** @description Number of training windows in the data. */
            windows: number;
            /** @description Name of the engine’s kernel that was used. */
            kernel: string;
            /** @description Losses of the first network over its steps. */
            loss: components["schemas"]["LossPoint"][];
        };
        /** @description A symbol that is not in the vocabulary of the model. */
        UnknownSymbol: {
            /** @description Position in the context, from 0. */
            position: number;
            /** @description The symbol in the request. */
            symbol: string;
        };
        /** @description Forecast origins of the backtest. */
        Validation: {
            windows: number | null;
            step: number | null;
        };
        /** @description Forecast origins of the backtest. */
        ValidationIn: {
            /** @description Number of forecast origins of the backtest. */
            windows?: number;
            /** @description Number of observations between forecast origins. */
            step?: number;
        };
        /** @description The different symbols of a dataset. */
        Vocabulary: {
            /** @description Id of the dataset. */
            dataset_id: string;
            /**
             * @description Unit of a text that is one symbol: a `character` (a Unicode code point), or a `word` between white space.
             * @enum {string}
             */
            unit: "character" | "word";
            /** @description Number of symbols in the sequences that are not in the vocabulary. */
            unknown_count: number;
            /** @description The symbols, the most frequent first. */
            symbols: components["schemas"]["VocabularyEntry"][];
        };
        /** @description A symbol and its count. */
        VocabularyEntry: {
            /** @description The symbol. */
            symbol: string;
            /** @description How often it occurs in the sequences. */
            count: number;
        };
        /** @description Something unusual in the uploaded data, and how it was handled. */
        Warning: {
            /**
             * @description Stable code; programs may depend on it.
             * @enum {string}
             */
            code: "times_sorted" | "gaps" | "values_missing" | "series_constant" | "columns_ignored" | "date_order_assumed" | "decimal_assumed" | "layout_assumed" | "frequency_irregular" | "rows_without_time" | "time_zone_unknown" | "last_line_unfinished" | "line_breaks_mixed" | "lines_blank" | "symbols_rare" | "columns_missing" | "times_off_grid" | "times_distant" | "series_added" | "encoding_assumed" | "format_differs" | "sheet_chosen" | "times_snapped" | "times_jittered" | "times_nonexistent" | "lines_skipped" | "missing_suspected" | "totals_suspected";
            /** @description What was found, and how it was handled. */
            message: string;
            /** @description The series of the warning; null: all. */
            series_id: string | null;
            /** @description Line of the upload. The header is line 1. */
            line: number | null;
        };
        /** @description A webhook without its secret. */
        Webhook: {
            /**
             * @description Id of a webhook.
             * @example whk_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /** @description Address that receives the events. */
            url: string;
            /** @description Types of events that are posted. */
            events: ("job.succeeded" | "job.failed" | "job.cancelled" | "model.ready" | "forecast.created" | "anomaly.detected")[];
            /**
             * @description Description for people.
             * @example Nightly forecasts
             */
            description: string;
            /** @description Whether events are posted. */
            enabled: boolean;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
        };
        /**
         * @description The fields to change; omitted fields stay the same.
         * @example {
         *       "enabled": false
         *     }
         */
        WebhookChanges: {
            /**
             * @description Address that receives the events: http or https, without user and password. Addresses in private networks are refused unless the operator allows them.
             * @example https://example.org/hook
             */
            url?: string;
            /**
             * @description Types of events to post.
             * @example [
             *       "job.succeeded",
             *       "job.failed"
             *     ]
             */
            events?: ("job.succeeded" | "job.failed" | "job.cancelled" | "model.ready" | "forecast.created" | "anomaly.detected")[];
            /**
             * @description Description for people.
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
            /** @description Address that receives the events. */
            url: string;
            /** @description Types of events that are posted. */
            events: ("job.succeeded" | "job.failed" | "job.cancelled" | "model.ready" | "forecast.created" | "anomaly.detected")[];
            /**
             * @description Description for people.
             * @example Nightly forecasts
             */
            description: string;
            /** @description Whether events are posted. */
            enabled: boolean;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * @description Secret for the signatures: `whsec_` and the key in base64. It is shown only once.
             * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
             */
            secret: string;
        };
        /** @description The delivery of an event to a webhook. */
        WebhookDelivery: {
            /**
             * @description Id of the delivery. It is also the `webhook-id` header of every attempt.
             * @example dlv_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            id: string;
            /**
             * @description Id of a webhook.
             * @example whk_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            webhook_id: string;
            /**
             * @description Type of the event.
             * @enum {string}
             */
            event: "job.succeeded" | "job.failed" | "job.cancelled" | "model.ready" | "forecast.created" | "anomaly.detected";
            /**
             * @description `failed`: no attempt of the last round got a 2xx response.
             * @enum {string}
             */
            status: "pending" | "delivered" | "failed";
            /** @description Number of attempts since the delivery was created or requested again. */
            attempts: number;
            /** @description HTTP status of the last response; null if there was none. */
            response_status: number | null;
            /** @description First part of the last response body. */
            response_body: string | null;
            /** @description Reason why the last attempt failed. */
            error: string | null;
            /** @description Time of the next attempt; null unless the delivery is pending. */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @description When the event happened.
             */
            created_at: string;
            /** @description Time of the last attempt. */
            last_attempt_at: string | null;
        };
        /** @description A page of a list. */
        WebhookDeliveryPage: {
            /** @description The items of this page. */
            data: components["schemas"]["WebhookDelivery"][];
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /**
         * @description The webhook to create.
         * @example {
         *       "url": "https://hooks.example.com/gatecast",
         *       "events": [
         *         "job.succeeded"
         *       ]
         *     }
         */
        WebhookIn: {
            /**
             * @description Address that receives the events: http or https, without user and password. Addresses in private networks are refused unless the operator allows them.
             * @example https://example.org/hook
             */
            url: string;
            /**
             * @description Types of events to post.
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
             * @description Description for people.
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
            /** @description Pass it as `cursor` to get the next page; null on the last page. */
            next_cursor: string | null;
        };
        /** @description Size and hash of the weights file. */
        WeightsInfo: {
            /** @description Size of the file in bytes. */
            bytes: number;
            /** @description SHA-256 of the file, in hexadecimal. */
            sha256: string;
        };
        /** @description A day of the year without observations. It is learnt from the data, or comes from a named calendar. */
        YearlyClosure: components["schemas"]["MonthDayClosure"] | components["schemas"]["NthWeekdayClosure"] | components["schemas"]["EasterClosure"];
    };
    responses: never;
    parameters: {
        /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
        RequestId: string;
        /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
        IfNoneMatch: string;
        /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description `true` if this is the stored response of an earlier call with the same `Idempotency-Key`. */
        IdempotencyReplayed: "true";
        /** @description Remaining requests of the key (`r`), and seconds until there are more (`t`). */
        RateLimit: string;
        /** @description Requests that a key may make (`q`) in a window of seconds (`w`). */
        RateLimitPolicy: string;
        /** @description The id of the request: the one that the caller sent, or a new one. */
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
export type BankMember = components['schemas']['BankMember'];
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
export type DatasetChange = components['schemas']['DatasetChange'];
export type DatasetIn = components['schemas']['DatasetIn'];
export type DatasetPage = components['schemas']['DatasetPage'];
export type DatasetPreview = components['schemas']['DatasetPreview'];
export type DatasetSummary = components['schemas']['DatasetSummary'];
export type DatasetUpload = components['schemas']['DatasetUpload'];
export type DatasetVersion = components['schemas']['DatasetVersion'];
export type DatasetVersionPage = components['schemas']['DatasetVersionPage'];
export type Deletion = components['schemas']['Deletion'];
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
export type ForecastSeriesIn = components['schemas']['ForecastSeriesIn'];
export type ForecastSummary = components['schemas']['ForecastSummary'];
export type Frequency = components['schemas']['Frequency'];
export type FutureCovariates = components['schemas']['FutureCovariates'];
export type Health = components['schemas']['Health'];
export type InputMemory = components['schemas']['InputMemory'];
export type InstantContribution = components['schemas']['InstantContribution'];
export type InstantExplanation = components['schemas']['InstantExplanation'];
export type InstantForecast = components['schemas']['InstantForecast'];
export type InstantForecastSummary = components['schemas']['InstantForecastSummary'];
export type InstantRequest = components['schemas']['InstantRequest'];
export type InstantSeriesForecast = components['schemas']['InstantSeriesForecast'];
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
export type LeadSkill = components['schemas']['LeadSkill'];
export type LookBack = components['schemas']['LookBack'];
export type LossPoint = components['schemas']['LossPoint'];
export type Memory = components['schemas']['Memory'];
export type MethodChoice = components['schemas']['MethodChoice'];
export type Metrics = components['schemas']['Metrics'];
export type Mixture = components['schemas']['Mixture'];
export type Model = components['schemas']['Model'];
export type ModelCard = components['schemas']['ModelCard'];
export type ModelChange = components['schemas']['ModelChange'];
export type ModelCreated = components['schemas']['ModelCreated'];
export type ModelForecastRequest = components['schemas']['ModelForecastRequest'];
export type ModelIn = components['schemas']['ModelIn'];
export type ModelPage = components['schemas']['ModelPage'];
export type ModelSpec = components['schemas']['ModelSpec'];
export type ModelSummary = components['schemas']['ModelSummary'];
export type ModelTraceRequest = components['schemas']['ModelTraceRequest'];
export type MonthDayClosure = components['schemas']['MonthDayClosure'];
export type NetworkMemory = components['schemas']['NetworkMemory'];
export type NetworkPart = components['schemas']['NetworkPart'];
export type NextSymbol = components['schemas']['NextSymbol'];
export type NthWeekdayClosure = components['schemas']['NthWeekdayClosure'];
export type NumericForecast = components['schemas']['NumericForecast'];
export type NumericForecastSummary = components['schemas']['NumericForecastSummary'];
export type ObservationRecord = components['schemas']['ObservationRecord'];
export type ObservationsAdded = components['schemas']['ObservationsAdded'];
export type ObservationsIn = components['schemas']['ObservationsIn'];
export type OneShotIn = components['schemas']['OneShotIn'];
export type OneShotSeries = components['schemas']['OneShotSeries'];
export type OneShotStarted = components['schemas']['OneShotStarted'];
export type Problem = components['schemas']['Problem'];
export type Readiness = components['schemas']['Readiness'];
export type Reading = components['schemas']['Reading'];
export type Retrain = components['schemas']['Retrain'];
export type Schedule = components['schemas']['Schedule'];
export type ScheduleChanges = components['schemas']['ScheduleChanges'];
export type ScheduleIn = components['schemas']['ScheduleIn'];
export type SchedulePage = components['schemas']['SchedulePage'];
export type ScheduleRun = components['schemas']['ScheduleRun'];
export type SequenceIn = components['schemas']['SequenceIn'];
export type SequencePage = components['schemas']['SequencePage'];
export type SequencePreview = components['schemas']['SequencePreview'];
export type SeriesAccuracy = components['schemas']['SeriesAccuracy'];
export type SeriesError = components['schemas']['SeriesError'];
export type SeriesForecast = components['schemas']['SeriesForecast'];
export type SeriesIn = components['schemas']['SeriesIn'];
export type SeriesPage = components['schemas']['SeriesPage'];
export type SeriesPoints = components['schemas']['SeriesPoints'];
export type SeriesPreview = components['schemas']['SeriesPreview'];
export type SeriesSummary = components['schemas']['SeriesSummary'];
export type SeriesWeights = components['schemas']['SeriesWeights'];
export type Skill = components['schemas']['Skill'];
export type StateMemory = components['schemas']['StateMemory'];
export type StatisticalMember = components['schemas']['StatisticalMember'];
export type StatisticalPart = components['schemas']['StatisticalPart'];
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
export type ParameterIfNoneMatch = components['parameters']['IfNoneMatch'];
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
                    "WWW-Authenticate"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
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
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
                    "WWW-Authenticate"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description How to send a key, and which scope it needs. */
                    "WWW-Authenticate"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
                    "WWW-Authenticate"?: string;
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
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
            /** @description `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
    createDatasetFromFile: {
        parameters: {
            query?: {
                /** @description Name for people; default: a generated name. */
                name?: string;
                /** @description `long`: one row per series and time; `wide`: one column per series; `single`: one series, a target and its covariates; `ohlcv`: the same for prices; `periods`: one row per year or day, and a column for each of its months, quarters or hours; `auto`: found from the columns. */
                layout?: "auto" | "long" | "wide" | "single" | "ohlcv" | "periods";
                /** @description Column with series ids; default: `unique_id`, `series_id`, `id`, `symbol` or `ticker`, or columns such as `sku` and `store` if times repeat without them. */
                id_column?: string;
                /** @description Column with times; default: found by name, else by content. */
                time_column?: string;
                /** @description Columns whose values together name a series, separated by commas. The id of a series joins the values with `|`. Not together with `id_column`. */
                id_columns?: string;
                /** @description Notation of the times: a format of strptime such as `%d/%m/%Y`, or `iso`, `excel`, `unix_s`, `unix_ms`, `unix_us`, `unix_ns`, `year`, `integer`. Default: found from all rows. */
                time_format?: string;
                /** @description Decimal mark of the numbers. Default: found from all rows. */
                decimal?: "." | ",";
                /** @description Cells that mean a missing value, separated by commas, in addition to those that are always known. */
                missing?: string;
                /** @description Columns and ids of series to leave out, separated by commas. A part of an id that joins several columns leaves out all its series. */
                exclude?: string;
                /** @description Column to forecast; default: `close`, `y`, `value`, `target`, the only numeric one, or a name such as `sales`. */
                target?: string;
                /** @description Covariates: columns to keep in addition to the target, separated by commas. Default: all other numeric columns. */
                covariates?: string;
                /** @description IANA time zone of times without an offset. */
                time_zone?: string;
                /** @description Replaces the learnt holidays: `XNYS`, or closed days separated by commas. */
                calendar?: string;
                /** @description Aggregates the data to a coarser step, an ISO 8601 duration: one observation per period, at its start. Weeks start on Monday. Periods follow the clock of the time zone; the last one may be incomplete. */
                resample?: string;
                /** @description How the numbers of a period become one number: `first`, `last`, `mean`, `median`, `sum`, `min` or `max`. Missing values are ignored. Default: `last`; in tables of prices `open` is `first`, `high` is `max`, `low` is `min` and `volume` is `sum`. One for all columns, or one by column, separated by commas: `high:max,low:min,volume:sum`. One without a column is for the other columns. */
                aggregate?: string;
                /** @description Whether date-times move to the nearest time of the grid around which they jitter: hourly data whose times are seconds or minutes off. Of several observations at one time the last is kept, with a warning. Default: false. */
                snap?: "true" | "false";
                /** @description Sheet of an xlsx workbook: its name, or its position from 1 on. Default: the first one. */
                sheet?: string;
                /** @description Order of year, month and day in dates of three numbers; `auto`: found from all rows. */
                date_order?: "auto" | "ymd" | "mdy" | "dmy";
                /** @description Content of a CSV table: numeric series, or an event log of `symbols`. A plain text always has symbols. */
                kind?: "numeric" | "symbols";
                /** @description Unit of a text that is one symbol: a `character` (a Unicode code point), or a `word` between white space. */
                unit?: "character" | "word";
                /** @description For a text: each line is a sequence (default), or the whole text is one sequence. */
                split?: "lines" | "none";
                /** @description Keeps only this many of the most frequent symbols; the others become the unknown symbol. */
                vocabulary_size?: number;
                /** @description For an event log: the column with the ids of the sequences. */
                sequence_column?: string;
                /** @description For an event log: the column with the symbols. */
                symbol_column?: string;
                /** @description `true`: the answer says what the call would do, and nothing is stored. */
                dry_run?: "true" | "false";
            };
            header?: {
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "text/tab-separated-values": string;
                "application/gzip": string;
                "application/vnd.apache.parquet": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/zip": string;
                "application/octet-stream": string;
                "text/plain": string;
            };
        };
        responses: {
            /** @description A dry run: the dataset that the upload would make. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPreview"];
                };
            };
            /** @description The dataset, with a warning for each repair that was made to the data. */
            201: {
                headers: {
                    /** @description Path of the created resource. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. `format_unsupported`: The format of the body is not read. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `csv_invalid`: The body is not a CSV table. `parquet_invalid`: The body is not a readable Parquet file. `xlsx_invalid`: The body is not a readable xlsx workbook. `zip_invalid`: The body is not a zip archive with one table. `form_invalid`: The form does not contain one file. `reading_ambiguous`: The table can be read in more than one way. `time_column_missing`: No column contains times. `value_column_missing`: No column contains values. `column_unknown`: A named column is not in the header. `column_duplicate`: A column name appears twice in the header. `cell_invalid`: Some cells could not be read. `time_duplicate`: A time appears twice in a series. `series_duplicate`: A series id appears twice. `series_empty`: A series has no values. `series_too_many`: There are more series than the limit. `points_too_many`: There are more points than the limit. `text_invalid`: The body is not UTF-8 text. `sequence_empty`: A sequence has no symbols. `sequence_too_long`: A sequence is longer than the limit. `vocabulary_too_large`: There are more different symbols than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
    createDatasetFromForm: {
        parameters: {
            query?: {
                /** @description Name for people; default: a generated name. */
                name?: string;
                /** @description `long`: one row per series and time; `wide`: one column per series; `single`: one series, a target and its covariates; `ohlcv`: the same for prices; `periods`: one row per year or day, and a column for each of its months, quarters or hours; `auto`: found from the columns. */
                layout?: "auto" | "long" | "wide" | "single" | "ohlcv" | "periods";
                /** @description Column with series ids; default: `unique_id`, `series_id`, `id`, `symbol` or `ticker`, or columns such as `sku` and `store` if times repeat without them. */
                id_column?: string;
                /** @description Column with times; default: found by name, else by content. */
                time_column?: string;
                /** @description Columns whose values together name a series, separated by commas. The id of a series joins the values with `|`. Not together with `id_column`. */
                id_columns?: string;
                /** @description Notation of the times: a format of strptime such as `%d/%m/%Y`, or `iso`, `excel`, `unix_s`, `unix_ms`, `unix_us`, `unix_ns`, `year`, `integer`. Default: found from all rows. */
                time_format?: string;
                /** @description Decimal mark of the numbers. Default: found from all rows. */
                decimal?: "." | ",";
                /** @description Cells that mean a missing value, separated by commas, in addition to those that are always known. */
                missing?: string;
                /** @description Columns and ids of series to leave out, separated by commas. A part of an id that joins several columns leaves out all its series. */
                exclude?: string;
                /** @description Column to forecast; default: `close`, `y`, `value`, `target`, the only numeric one, or a name such as `sales`. */
                target?: string;
                /** @description Covariates: columns to keep in addition to the target, separated by commas. Default: all other numeric columns. */
                covariates?: string;
                /** @description IANA time zone of times without an offset. */
                time_zone?: string;
                /** @description Replaces the learnt holidays: `XNYS`, or closed days separated by commas. */
                calendar?: string;
                /** @description Aggregates the data to a coarser step, an ISO 8601 duration: one observation per period, at its start. Weeks start on Monday. Periods follow the clock of the time zone; the last one may be incomplete. */
                resample?: string;
                /** @description How the numbers of a period become one number: `first`, `last`, `mean`, `median`, `sum`, `min` or `max`. Missing values are ignored. Default: `last`; in tables of prices `open` is `first`, `high` is `max`, `low` is `min` and `volume` is `sum`. One for all columns, or one by column, separated by commas: `high:max,low:min,volume:sum`. One without a column is for the other columns. */
                aggregate?: string;
                /** @description Whether date-times move to the nearest time of the grid around which they jitter: hourly data whose times are seconds or minutes off. Of several observations at one time the last is kept, with a warning. Default: false. */
                snap?: "true" | "false";
                /** @description Sheet of an xlsx workbook: its name, or its position from 1 on. Default: the first one. */
                sheet?: string;
                /** @description Order of year, month and day in dates of three numbers; `auto`: found from all rows. */
                date_order?: "auto" | "ymd" | "mdy" | "dmy";
                /** @description Content of a CSV table: numeric series, or an event log of `symbols`. A plain text always has symbols. */
                kind?: "numeric" | "symbols";
                /** @description Unit of a text that is one symbol: a `character` (a Unicode code point), or a `word` between white space. */
                unit?: "character" | "word";
                /** @description For a text: each line is a sequence (default), or the whole text is one sequence. */
                split?: "lines" | "none";
                /** @description Keeps only this many of the most frequent symbols; the others become the unknown symbol. */
                vocabulary_size?: number;
                /** @description For an event log: the column with the ids of the sequences. */
                sequence_column?: string;
                /** @description For an event log: the column with the symbols. */
                symbol_column?: string;
                /** @description `true`: the answer says what the call would do, and nothing is stored. */
                dry_run?: "true" | "false";
            };
            header?: {
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The table, in any of the formats.
                     */
                    file: string;
                } & {
                    [key: string]: string;
                };
            };
        };
        responses: {
            /** @description A dry run: the dataset that the upload would make. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPreview"];
                };
            };
            /** @description The dataset, with a warning for each repair that was made to the data. */
            201: {
                headers: {
                    /** @description Path of the created resource. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. `format_unsupported`: The format of the body is not read. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `csv_invalid`: The body is not a CSV table. `parquet_invalid`: The body is not a readable Parquet file. `xlsx_invalid`: The body is not a readable xlsx workbook. `zip_invalid`: The body is not a zip archive with one table. `form_invalid`: The form does not contain one file. `reading_ambiguous`: The table can be read in more than one way. `time_column_missing`: No column contains times. `value_column_missing`: No column contains values. `column_unknown`: A named column is not in the header. `column_duplicate`: A column name appears twice in the header. `cell_invalid`: Some cells could not be read. `time_duplicate`: A time appears twice in a series. `series_duplicate`: A series id appears twice. `series_empty`: A series has no values. `series_too_many`: There are more series than the limit. `points_too_many`: There are more points than the limit. `text_invalid`: The body is not UTF-8 text. `sequence_empty`: A sequence has no symbols. `sequence_too_long`: A sequence is longer than the limit. `vocabulary_too_large`: There are more different symbols than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
    listDatasets: {
        parameters: {
            query?: {
                /** @description Maximum number of items in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
                /** @description Only items with this name; with `*` at the end, items whose names begin with it. */
                name?: string;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPage"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description `true`: the answer says what the call would do, and nothing is stored. */
                dry_run?: "true" | "false";
            };
            header?: {
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetUpload"];
            };
        };
        responses: {
            /** @description A dry run: the dataset that the upload would make. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPreview"];
                };
            };
            /** @description The dataset, with a warning for each repair that was made to the data. */
            201: {
                headers: {
                    /** @description Path of the created resource. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. `format_unsupported`: The format of the body is not read. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `csv_invalid`: The body is not a CSV table. `parquet_invalid`: The body is not a readable Parquet file. `xlsx_invalid`: The body is not a readable xlsx workbook. `zip_invalid`: The body is not a zip archive with one table. `form_invalid`: The form does not contain one file. `reading_ambiguous`: The table can be read in more than one way. `time_column_missing`: No column contains times. `value_column_missing`: No column contains values. `column_unknown`: A named column is not in the header. `column_duplicate`: A column name appears twice in the header. `cell_invalid`: Some cells could not be read. `time_duplicate`: A time appears twice in a series. `series_duplicate`: A series id appears twice. `series_empty`: A series has no values. `series_too_many`: There are more series than the limit. `points_too_many`: There are more points than the limit. `text_invalid`: The body is not UTF-8 text. `sequence_empty`: A sequence has no symbols. `sequence_too_long`: A sequence is longer than the limit. `vocabulary_too_large`: There are more different symbols than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
            /** @description Done. The response has no body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
    updateDataset: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                "application/json": components["schemas"]["DatasetChange"];
            };
        };
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of items in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
                /** @description Version of the dataset; default: the newest. `…/versions` says which ones are kept. */
                version?: number;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesPage"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_not_found`: There is no such dataset. `version_not_found`: The dataset has no such version. */
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
            /** @description `version_expired`: The version of the dataset is no longer kept. */
            410: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of observations in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
                /** @description First time, included. */
                from?: string;
                /** @description Last time, included. */
                to?: string;
                /** @description Version of the dataset; default: the newest. `…/versions` says which ones are kept. */
                version?: number;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesPoints"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_not_found`: There is no such dataset. `series_not_found`: There is no such series. `version_not_found`: The dataset has no such version. */
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
            /** @description `dataset_kind_mismatch`: The call does not accept this kind of dataset. */
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
            /** @description `version_expired`: The version of the dataset is no longer kept. */
            410: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
    deleteSeries: {
        parameters: {
            query?: {
                /** @description `true`: the answer says what the call would do, and nothing is stored. */
                dry_run?: "true" | "false";
            };
            header?: {
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
            /** @description What was deleted. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletion"];
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_kind_mismatch`: The call does not accept this kind of dataset. `deletion_too_large`: The deletion would leave no observation in the dataset. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. `request_invalid`: The request does not fit its schema. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Version of the dataset; default: the newest. `…/versions` says which ones are kept. */
                version?: number;
                /** @description Texts in a CSV answer that begin with `=`, `+`, `-`, `@`, a tab or a carriage return, and are no numbers: `mark` puts a `'` before them, so that no spreadsheet runs them as formulas; `keep` leaves them as they are. An upload removes the mark again. */
                formulas?: "mark" | "keep";
                /** @description Of the table. */
                format?: "csv" | "parquet";
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    /** @description Suggested name of the file. */
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
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_not_found`: There is no such dataset. `version_not_found`: The dataset has no such version. */
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
            /** @description `dataset_kind_mismatch`: The call does not accept this kind of dataset. */
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
            /** @description `version_expired`: The version of the dataset is no longer kept. */
            410: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. `request_invalid`: The request does not fit its schema. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vocabulary"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_kind_mismatch`: The call does not accept this kind of dataset. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of symbols in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SequencePage"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_kind_mismatch`: The call does not accept this kind of dataset. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
    createObservationsFromFile: {
        parameters: {
            query?: {
                /** @description Name for people; default: a generated name. */
                name?: string;
                /** @description `long`: one row per series and time; `wide`: one column per series; `single`: one series, a target and its covariates; `ohlcv`: the same for prices; `periods`: one row per year or day, and a column for each of its months, quarters or hours; `auto`: found from the columns. */
                layout?: "auto" | "long" | "wide" | "single" | "ohlcv" | "periods";
                /** @description Column with series ids; default: `unique_id`, `series_id`, `id`, `symbol` or `ticker`, or columns such as `sku` and `store` if times repeat without them. */
                id_column?: string;
                /** @description Column with times; default: found by name, else by content. */
                time_column?: string;
                /** @description Columns whose values together name a series, separated by commas. The id of a series joins the values with `|`. Not together with `id_column`. */
                id_columns?: string;
                /** @description Notation of the times: a format of strptime such as `%d/%m/%Y`, or `iso`, `excel`, `unix_s`, `unix_ms`, `unix_us`, `unix_ns`, `year`, `integer`. Default: found from all rows. */
                time_format?: string;
                /** @description Decimal mark of the numbers. Default: found from all rows. */
                decimal?: "." | ",";
                /** @description Cells that mean a missing value, separated by commas, in addition to those that are always known. */
                missing?: string;
                /** @description Columns and ids of series to leave out, separated by commas. A part of an id that joins several columns leaves out all its series. */
                exclude?: string;
                /** @description Column to forecast; default: `close`, `y`, `value`, `target`, the only numeric one, or a name such as `sales`. */
                target?: string;
                /** @description Covariates: columns to keep in addition to the target, separated by commas. Default: all other numeric columns. */
                covariates?: string;
                /** @description IANA time zone of times without an offset. */
                time_zone?: string;
                /** @description Sheet of an xlsx workbook: its name, or its position from 1 on. Default: the first one. */
                sheet?: string;
                /** @description Order of year, month and day in dates of three numbers; `auto`: found from all rows. */
                date_order?: "auto" | "ymd" | "mdy" | "dmy";
                /** @description Whether ids that the dataset does not have add new series, or are refused. */
                new_series?: "allow" | "refuse";
                /** @description Whether times are allowed that are far before the start or after the end of their series: more than ten steps, and more than the longest gap of the series. */
                distant_times?: "allow" | "refuse";
                /** @description Whether times are allowed that lie between the steps of a regular series, such as 09:30 in daily data. */
                off_grid?: "allow" | "refuse";
                /** @description Default: as `snap` of the upload, if the upload was a table. `true`: date-times move to the nearest step from the last observation of their series, as `snap` of an upload does. Of several observations at one time the last is kept, with a warning. The dataset needs a step of minutes, hours or days. */
                snap?: "true" | "false";
                /** @description `true`: the answer says what the call would do, and nothing is stored. */
                dry_run?: "true" | "false";
            };
            header?: {
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                "text/csv": string;
                "text/tab-separated-values": string;
                "application/gzip": string;
                "application/vnd.apache.parquet": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/zip": string;
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description What has changed, or would change in a dry run. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_kind_mismatch`: The call does not accept this kind of dataset. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. `format_unsupported`: The format of the body is not read. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `csv_invalid`: The body is not a CSV table. `parquet_invalid`: The body is not a readable Parquet file. `xlsx_invalid`: The body is not a readable xlsx workbook. `zip_invalid`: The body is not a zip archive with one table. `form_invalid`: The form does not contain one file. `reading_ambiguous`: The table can be read in more than one way. `time_column_missing`: No column contains times. `value_column_missing`: No column contains values. `column_unknown`: A named column is not in the header. `column_duplicate`: A column name appears twice in the header. `cell_invalid`: Some cells could not be read. `time_duplicate`: A time appears twice in a series. `series_duplicate`: A series id appears twice. `series_empty`: A series has no values. `series_too_many`: There are more series than the limit. `points_too_many`: There are more points than the limit. `id_malformed`: The id is not an id of this kind. `series_unknown`: The dataset has no series of this id, and new series are not allowed. `series_id_missing`: It is not clear which series the rows belong to. `times_distant`: Times are far from those of their series. `times_off_grid`: Times lie between the steps of the dataset. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
    createObservationsFromForm: {
        parameters: {
            query?: {
                /** @description Name for people; default: a generated name. */
                name?: string;
                /** @description `long`: one row per series and time; `wide`: one column per series; `single`: one series, a target and its covariates; `ohlcv`: the same for prices; `periods`: one row per year or day, and a column for each of its months, quarters or hours; `auto`: found from the columns. */
                layout?: "auto" | "long" | "wide" | "single" | "ohlcv" | "periods";
                /** @description Column with series ids; default: `unique_id`, `series_id`, `id`, `symbol` or `ticker`, or columns such as `sku` and `store` if times repeat without them. */
                id_column?: string;
                /** @description Column with times; default: found by name, else by content. */
                time_column?: string;
                /** @description Columns whose values together name a series, separated by commas. The id of a series joins the values with `|`. Not together with `id_column`. */
                id_columns?: string;
                /** @description Notation of the times: a format of strptime such as `%d/%m/%Y`, or `iso`, `excel`, `unix_s`, `unix_ms`, `unix_us`, `unix_ns`, `year`, `integer`. Default: found from all rows. */
                time_format?: string;
                /** @description Decimal mark of the numbers. Default: found from all rows. */
                decimal?: "." | ",";
                /** @description Cells that mean a missing value, separated by commas, in addition to those that are always known. */
                missing?: string;
                /** @description Columns and ids of series to leave out, separated by commas. A part of an id that joins several columns leaves out all its series. */
                exclude?: string;
                /** @description Column to forecast; default: `close`, `y`, `value`, `target`, the only numeric one, or a name such as `sales`. */
                target?: string;
                /** @description Covariates: columns to keep in addition to the target, separated by commas. Default: all other numeric columns. */
                covariates?: string;
                /** @description IANA time zone of times without an offset. */
                time_zone?: string;
                /** @description Sheet of an xlsx workbook: its name, or its position from 1 on. Default: the first one. */
                sheet?: string;
                /** @description Order of year, month and day in dates of three numbers; `auto`: found from all rows. */
                date_order?: "auto" | "ymd" | "mdy" | "dmy";
                /** @description Whether ids that the dataset does not have add new series, or are refused. */
                new_series?: "allow" | "refuse";
                /** @description Whether times are allowed that are far before the start or after the end of their series: more than ten steps, and more than the longest gap of the series. */
                distant_times?: "allow" | "refuse";
                /** @description Whether times are allowed that lie between the steps of a regular series, such as 09:30 in daily data. */
                off_grid?: "allow" | "refuse";
                /** @description Default: as `snap` of the upload, if the upload was a table. `true`: date-times move to the nearest step from the last observation of their series, as `snap` of an upload does. Of several observations at one time the last is kept, with a warning. The dataset needs a step of minutes, hours or days. */
                snap?: "true" | "false";
                /** @description `true`: the answer says what the call would do, and nothing is stored. */
                dry_run?: "true" | "false";
            };
            header?: {
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The table, in any of the formats.
                     */
                    file: string;
                } & {
                    [key: string]: string;
                };
            };
        };
        responses: {
            /** @description What has changed, or would change in a dry run. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_kind_mismatch`: The call does not accept this kind of dataset. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. `format_unsupported`: The format of the body is not read. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `csv_invalid`: The body is not a CSV table. `parquet_invalid`: The body is not a readable Parquet file. `xlsx_invalid`: The body is not a readable xlsx workbook. `zip_invalid`: The body is not a zip archive with one table. `form_invalid`: The form does not contain one file. `reading_ambiguous`: The table can be read in more than one way. `time_column_missing`: No column contains times. `value_column_missing`: No column contains values. `column_unknown`: A named column is not in the header. `column_duplicate`: A column name appears twice in the header. `cell_invalid`: Some cells could not be read. `time_duplicate`: A time appears twice in a series. `series_duplicate`: A series id appears twice. `series_empty`: A series has no values. `series_too_many`: There are more series than the limit. `points_too_many`: There are more points than the limit. `id_malformed`: The id is not an id of this kind. `series_unknown`: The dataset has no series of this id, and new series are not allowed. `series_id_missing`: It is not clear which series the rows belong to. `times_distant`: Times are far from those of their series. `times_off_grid`: Times lie between the steps of the dataset. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Whether ids that the dataset does not have add new series, or are refused. */
                new_series?: "allow" | "refuse";
                /** @description Whether times are allowed that are far before the start or after the end of their series: more than ten steps, and more than the longest gap of the series. */
                distant_times?: "allow" | "refuse";
                /** @description Whether times are allowed that lie between the steps of a regular series, such as 09:30 in daily data. */
                off_grid?: "allow" | "refuse";
                /** @description Default: as `snap` of the upload, if the upload was a table. `true`: date-times move to the nearest step from the last observation of their series, as `snap` of an upload does. Of several observations at one time the last is kept, with a warning. The dataset needs a step of minutes, hours or days. */
                snap?: "true" | "false";
                /** @description `true`: the answer says what the call would do, and nothing is stored. */
                dry_run?: "true" | "false";
            };
            header?: {
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
            };
        };
        responses: {
            /** @description What has changed, or would change in a dry run. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_kind_mismatch`: The call does not accept this kind of dataset. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. `format_unsupported`: The format of the body is not read. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `csv_invalid`: The body is not a CSV table. `parquet_invalid`: The body is not a readable Parquet file. `xlsx_invalid`: The body is not a readable xlsx workbook. `zip_invalid`: The body is not a zip archive with one table. `form_invalid`: The form does not contain one file. `reading_ambiguous`: The table can be read in more than one way. `time_column_missing`: No column contains times. `value_column_missing`: No column contains values. `column_unknown`: A named column is not in the header. `column_duplicate`: A column name appears twice in the header. `cell_invalid`: Some cells could not be read. `time_duplicate`: A time appears twice in a series. `series_duplicate`: A series id appears twice. `series_empty`: A series has no values. `series_too_many`: There are more series than the limit. `points_too_many`: There are more points than the limit. `id_malformed`: The id is not an id of this kind. `series_unknown`: The dataset has no series of this id, and new series are not allowed. `series_id_missing`: It is not clear which series the rows belong to. `times_distant`: Times are far from those of their series. `times_off_grid`: Times lie between the steps of the dataset. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
    deleteObservations: {
        parameters: {
            query?: {
                /** @description Only observations of this series; default: of all series. */
                series_id?: string;
                /** @description First time, included. */
                from?: string;
                /** @description Last time, included. */
                to?: string;
                /** @description `true`: the answer says what the call would do, and nothing is stored. */
                dry_run?: "true" | "false";
            };
            header?: {
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
            /** @description What was deleted. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletion"];
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_kind_mismatch`: The call does not accept this kind of dataset. `deletion_too_large`: The deletion would leave no observation in the dataset. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. `request_invalid`: The request does not fit its schema. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of items in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetVersionPage"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
    restoreDatasetVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /** @description Id of a dataset. */
                dataset_id: string;
                /** @description The version to return to. */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new version. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetVersion"];
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_not_found`: There is no such dataset. `version_not_found`: The dataset has no such version. */
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
            /** @description `dataset_kind_mismatch`: The call does not accept this kind of dataset. */
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
            /** @description `version_expired`: The version of the dataset is no longer kept. */
            410: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. `request_invalid`: The request does not fit its schema. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of items in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
                /** @description Only items with this name; with `*` at the end, items whose names begin with it. */
                name?: string;
                /** @description Id of a dataset. */
                dataset_id?: string;
                /** @description Only models with this tag. */
                tag?: string;
                /** @description Only models with this status. */
                status?: "training" | "ready" | "failed" | "cancelled";
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelPage"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. `cursor_invalid`: The cursor was not made by this list. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Seconds to wait before reading the job. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_empty`: The dataset has no observations yet. `dataset_kind_mismatch`: The call does not accept this kind of dataset. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. `target_unknown`: The dataset has no such column. `covariate_unknown`: There is no such covariate. `horizon_too_long`: The horizon is longer than the limit. `series_too_short`: A series is too short. `sequences_too_short`: No sequence has two symbols to learn from. `vocabulary_too_large`: There are more different symbols than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Seconds to wait before reading the job. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model failed or was cancelled. `model_outdated`: Another version of the service wrote the weights of the model. `dataset_empty`: The dataset has no observations yet. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. `series_too_short`: A series is too short. `sequences_too_short`: No sequence has two symbols to learn from. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
            /** @description Done. The response has no body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `model_in_use`: A job is using the model. `model_aliased`: An alias points to the model. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `model_kind_mismatch`: The call does not accept this kind of model. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Suggested name of the file. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model failed or was cancelled. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    /** @description Suggested name of the file. */
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
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model failed or was cancelled. `model_outdated`: Another version of the service wrote the weights of the model. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `overloaded`: The service has too much to do. `computation_too_slow`: The computation took longer than the limit. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    /** @description Suggested name of the file. */
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
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model failed or was cancelled. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Path of the created resource. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `bundle_invalid`: The body is not a usable model bundle. `bundle_version_unsupported`: This service does not know the version of the bundle. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `overloaded`: The service has too much to do. `computation_too_slow`: The computation took longer than the limit. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alias"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Path of the created resource. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
            /** @description Done. The response has no body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of items in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AliasPage"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            query?: {
                /** @description Texts in a CSV answer that begin with `=`, `+`, `-`, `@`, a tab or a carriage return, and are no numbers: `mark` puts a `'` before them, so that no spreadsheet runs them as formulas; `keep` leaves them as they are. An upload removes the mark again. */
                formulas?: "mark" | "keep";
            };
            header?: {
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Path under which the forecast can be read again, if it is stored. */
                    Location?: string;
                    /** @description The response depends on `Accept`. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model failed or was cancelled. `model_outdated`: Another version of the service wrote the weights of the model. `dataset_empty`: The dataset has no observations yet. `model_kind_mismatch`: The call does not accept this kind of model. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. `points_too_many`: There are more points than the limit. `all_series_failed`: No series could be forecast. `sequence_empty`: A sequence has no symbols. `sequence_too_long`: A sequence is longer than the limit. `covariate_unknown`: There is no such covariate. `horizon_too_long`: The horizon is longer than the limit. `forecast_too_large`: The answer would have more numbers than the limit. `explanation_too_large`: The explanation would take more work than the limit. `explanation_inexact`: The contributions do not sum to the forecast. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `overloaded`: The service has too much to do. `computation_too_slow`: The computation took longer than the limit. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model failed or was cancelled. `model_outdated`: Another version of the service wrote the weights of the model. `dataset_empty`: The dataset has no observations yet. `model_kind_mismatch`: The call does not accept this kind of model. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. `points_too_many`: There are more points than the limit. `all_series_failed`: No series could be forecast. `forecast_too_large`: The answer would have more numbers than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `overloaded`: The service has too much to do. `computation_too_slow`: The computation took longer than the limit. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of items in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
                /** @description Only forecasts of this model: an id or an alias. */
                model_id?: string;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastPage"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. `cursor_invalid`: The cursor was not made by this list. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Texts in a CSV answer that begin with `=`, `+`, `-`, `@`, a tab or a carriage return, and are no numbers: `mark` puts a `'` before them, so that no spreadsheet runs them as formulas; `keep` leaves them as they are. An upload removes the mark again. */
                formulas?: "mark" | "keep";
            };
            header?: {
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OneShotIn"];
            };
        };
        responses: {
            /** @description The forecasts. */
            200: {
                headers: {
                    /** @description Path under which the forecast can be read again, if it is stored. */
                    Location?: string;
                    /** @description The response depends on `Accept`. */
                    Vary?: string;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NumericForecast"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            /** @description The model to come, and the job that trains it. */
            202: {
                headers: {
                    /** @description Path of the job. */
                    Location?: string;
                    /** @description Seconds to wait before reading the job. */
                    "Retry-After"?: number;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneShotStarted"];
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_not_found`: There is no such dataset. `model_not_found`: There is no such model. */
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
            /** @description `dataset_kind_mismatch`: The call does not accept this kind of dataset. `dataset_empty`: The dataset has no observations yet. `model_not_ready`: The model is not ready. `model_failed`: The training of the model failed or was cancelled. `model_outdated`: Another version of the service wrote the weights of the model. `model_kind_mismatch`: The call does not accept this kind of model. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. `format_unsupported`: The format of the body is not read. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `csv_invalid`: The body is not a CSV table. `parquet_invalid`: The body is not a readable Parquet file. `xlsx_invalid`: The body is not a readable xlsx workbook. `zip_invalid`: The body is not a zip archive with one table. `form_invalid`: The form does not contain one file. `reading_ambiguous`: The table can be read in more than one way. `time_column_missing`: No column contains times. `value_column_missing`: No column contains values. `column_unknown`: A named column is not in the header. `column_duplicate`: A column name appears twice in the header. `cell_invalid`: Some cells could not be read. `time_duplicate`: A time appears twice in a series. `series_duplicate`: A series id appears twice. `series_empty`: A series has no values. `series_too_many`: There are more series than the limit. `points_too_many`: There are more points than the limit. `id_malformed`: The id is not an id of this kind. `cursor_invalid`: The cursor was not made by this list. `series_too_short`: A series is too short. `covariate_unknown`: There is no such covariate. `horizon_too_long`: The horizon is longer than the limit. `forecast_too_large`: The answer would have more numbers than the limit. `explanation_too_large`: The explanation would take more work than the limit. `explanation_inexact`: The contributions do not sum to the forecast. `all_series_failed`: No series could be forecast. `training_too_large`: The training would take more memory than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `overloaded`: The service has too much to do. `computation_too_slow`: The computation took longer than the limit. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            query?: {
                /** @description Texts in a CSV answer that begin with `=`, `+`, `-`, `@`, a tab or a carriage return, and are no numbers: `mark` puts a `'` before them, so that no spreadsheet runs them as formulas; `keep` leaves them as they are. An upload removes the mark again. */
                formulas?: "mark" | "keep";
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    /** @description Path under which the forecast can be read again, if it is stored. */
                    Location?: string;
                    /** @description The response depends on `Accept`. */
                    Vary?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NumericForecast"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
            /** @description Done. The response has no body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accuracy"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `forecast_without_dataset`: The forecast has no dataset to be compared with. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `overloaded`: The service has too much to do. `computation_too_slow`: The computation took longer than the limit. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Memory"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model failed or was cancelled. `model_outdated`: Another version of the service wrote the weights of the model. `dataset_empty`: The dataset has no observations yet. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. `series_too_short`: A series is too short. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `overloaded`: The service has too much to do. `computation_too_slow`: The computation took longer than the limit. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model failed or was cancelled. `model_outdated`: Another version of the service wrote the weights of the model. `dataset_empty`: The dataset has no observations yet. `model_kind_mismatch`: The call does not accept this kind of model. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. `series_too_short`: A series is too short. `value_out_of_domain`: A value is outside the range that the model accepts. `points_too_many`: There are more points than the limit. `network_unknown`: The model has no such network. `trace_too_large`: The trace would have more numbers than the limit. `sequence_empty`: A sequence has no symbols. `sequence_too_long`: A sequence is longer than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `overloaded`: The service has too much to do. `computation_too_slow`: The computation took longer than the limit. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
    createOneShotForecastFromFile: {
        parameters: {
            query: {
                /** @description Name for people; default: a generated name. */
                name?: string;
                /** @description `long`: one row per series and time; `wide`: one column per series; `single`: one series, a target and its covariates; `ohlcv`: the same for prices; `periods`: one row per year or day, and a column for each of its months, quarters or hours; `auto`: found from the columns. */
                layout?: "auto" | "long" | "wide" | "single" | "ohlcv" | "periods";
                /** @description Column with series ids; default: `unique_id`, `series_id`, `id`, `symbol` or `ticker`, or columns such as `sku` and `store` if times repeat without them. */
                id_column?: string;
                /** @description Column with times; default: found by name, else by content. */
                time_column?: string;
                /** @description Columns whose values together name a series, separated by commas. The id of a series joins the values with `|`. Not together with `id_column`. */
                id_columns?: string;
                /** @description Notation of the times: a format of strptime such as `%d/%m/%Y`, or `iso`, `excel`, `unix_s`, `unix_ms`, `unix_us`, `unix_ns`, `year`, `integer`. Default: found from all rows. */
                time_format?: string;
                /** @description Decimal mark of the numbers. Default: found from all rows. */
                decimal?: "." | ",";
                /** @description Cells that mean a missing value, separated by commas, in addition to those that are always known. */
                missing?: string;
                /** @description Columns and ids of series to leave out, separated by commas. A part of an id that joins several columns leaves out all its series. */
                exclude?: string;
                /** @description Column to forecast; default: `close`, `y`, `value`, `target`, the only numeric one, or a name such as `sales`. */
                target?: string;
                /** @description Covariates: columns to keep in addition to the target, separated by commas. Default: all other numeric columns. */
                covariates?: string;
                /** @description IANA time zone of times without an offset. */
                time_zone?: string;
                /** @description Replaces the learnt holidays: `XNYS`, or closed days separated by commas. */
                calendar?: string;
                /** @description Aggregates the data to a coarser step, an ISO 8601 duration: one observation per period, at its start. Weeks start on Monday. Periods follow the clock of the time zone; the last one may be incomplete. */
                resample?: string;
                /** @description How the numbers of a period become one number: `first`, `last`, `mean`, `median`, `sum`, `min` or `max`. Missing values are ignored. Default: `last`; in tables of prices `open` is `first`, `high` is `max`, `low` is `min` and `volume` is `sum`. One for all columns, or one by column, separated by commas: `high:max,low:min,volume:sum`. One without a column is for the other columns. */
                aggregate?: string;
                /** @description Whether date-times move to the nearest time of the grid around which they jitter: hourly data whose times are seconds or minutes off. Of several observations at one time the last is kept, with a warning. Default: false. */
                snap?: "true" | "false";
                /** @description Sheet of an xlsx workbook: its name, or its position from 1 on. Default: the first one. */
                sheet?: string;
                /** @description Order of year, month and day in dates of three numbers; `auto`: found from all rows. */
                date_order?: "auto" | "ymd" | "mdy" | "dmy";
                /** @description Number of steps ahead; required with a table. */
                horizon: number;
                /** @description Texts in a CSV answer that begin with `=`, `+`, `-`, `@`, a tab or a carriage return, and are no numbers: `mark` puts a `'` before them, so that no spreadsheet runs them as formulas; `keep` leaves them as they are. An upload removes the mark again. */
                formulas?: "mark" | "keep";
                /** @description The model to use: an id or an alias. Default: none, and `method` says how to forecast. */
                model?: string;
                /** @description `instant`, the default: a forecast without training. `train`: a small model is trained on the series of the call. `auto`: `instant`, unless its error on the last observations is larger than that of a plain method; then `train`. Not together with `model`. */
                method?: "instant" | "train" | "auto";
                /** @description Whether the forecast is stored, to be read again by its id. Default: false for an instant forecast, whose series are not stored, and true for the forecast of a model. */
                store?: "true" | "false";
                /** @description Maximum seconds to wait for the training. After that the response is the job. */
                timeout_seconds?: number;
                /** @description Covariates that are known up to the last observation: columns, separated by commas. An instant forecast does not read them. */
                covariates_past?: string;
                /** @description Covariates that are known in advance: columns, separated by commas. The table continues over the horizon with their values, and the target is empty there. */
                covariates_future?: string;
                /** @description Time features to read, separated by commas. */
                time_features?: string;
                /** @description Family of the model that `train` or `auto` trains: `seasonal`, `prices`, `short`, or `auto`, the default: chosen from the data. */
                family?: "auto" | "seasonal" | "prices" | "short";
                /** @description Number of observations in a season, such as 12 for months or 24 for hours; 1: no season. Default: found in the data. A list has several: an instant forecast is the mean of the forecasts with each, and a training takes the one with the smallest error. Not together with `model`. Several are separated by commas. */
                season_length?: string;
                /** @description Quantiles, separated by commas. */
                quantiles?: string;
                /** @description Central intervals in percent, separated by commas. */
                levels?: string;
                /** @description Number of sample paths per series. */
                samples?: number;
                /** @description Alias of `samples`. If both are given, `num_samples` is used. */
                num_samples?: number;
                /** @description Random seed of the sample paths. */
                seed?: number;
                /** @description Forecasts as if this were the time of the last observation. */
                as_of?: string;
                /** @description Whether to add one-step forecasts of the last observations. */
                fitted?: "true" | "false";
                /** @description Whether to add the contribution of each observation to the forecast. */
                explain?: "true" | "false";
            };
            header?: {
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "text/tab-separated-values": string;
                "application/gzip": string;
                "application/vnd.apache.parquet": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/zip": string;
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description The forecasts. */
            200: {
                headers: {
                    /** @description Path under which the forecast can be read again, if it is stored. */
                    Location?: string;
                    /** @description The response depends on `Accept`. */
                    Vary?: string;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NumericForecast"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            /** @description The model to come, and the job that trains it. */
            202: {
                headers: {
                    /** @description Path of the job. */
                    Location?: string;
                    /** @description Seconds to wait before reading the job. */
                    "Retry-After"?: number;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneShotStarted"];
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_not_found`: There is no such dataset. `model_not_found`: There is no such model. */
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
            /** @description `dataset_kind_mismatch`: The call does not accept this kind of dataset. `dataset_empty`: The dataset has no observations yet. `model_not_ready`: The model is not ready. `model_failed`: The training of the model failed or was cancelled. `model_outdated`: Another version of the service wrote the weights of the model. `model_kind_mismatch`: The call does not accept this kind of model. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. `format_unsupported`: The format of the body is not read. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `csv_invalid`: The body is not a CSV table. `parquet_invalid`: The body is not a readable Parquet file. `xlsx_invalid`: The body is not a readable xlsx workbook. `zip_invalid`: The body is not a zip archive with one table. `form_invalid`: The form does not contain one file. `reading_ambiguous`: The table can be read in more than one way. `time_column_missing`: No column contains times. `value_column_missing`: No column contains values. `column_unknown`: A named column is not in the header. `column_duplicate`: A column name appears twice in the header. `cell_invalid`: Some cells could not be read. `time_duplicate`: A time appears twice in a series. `series_duplicate`: A series id appears twice. `series_empty`: A series has no values. `series_too_many`: There are more series than the limit. `points_too_many`: There are more points than the limit. `id_malformed`: The id is not an id of this kind. `cursor_invalid`: The cursor was not made by this list. `series_too_short`: A series is too short. `covariate_unknown`: There is no such covariate. `horizon_too_long`: The horizon is longer than the limit. `forecast_too_large`: The answer would have more numbers than the limit. `explanation_too_large`: The explanation would take more work than the limit. `explanation_inexact`: The contributions do not sum to the forecast. `all_series_failed`: No series could be forecast. `training_too_large`: The training would take more memory than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `overloaded`: The service has too much to do. `computation_too_slow`: The computation took longer than the limit. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
    createOneShotForecastFromForm: {
        parameters: {
            query: {
                /** @description Name for people; default: a generated name. */
                name?: string;
                /** @description `long`: one row per series and time; `wide`: one column per series; `single`: one series, a target and its covariates; `ohlcv`: the same for prices; `periods`: one row per year or day, and a column for each of its months, quarters or hours; `auto`: found from the columns. */
                layout?: "auto" | "long" | "wide" | "single" | "ohlcv" | "periods";
                /** @description Column with series ids; default: `unique_id`, `series_id`, `id`, `symbol` or `ticker`, or columns such as `sku` and `store` if times repeat without them. */
                id_column?: string;
                /** @description Column with times; default: found by name, else by content. */
                time_column?: string;
                /** @description Columns whose values together name a series, separated by commas. The id of a series joins the values with `|`. Not together with `id_column`. */
                id_columns?: string;
                /** @description Notation of the times: a format of strptime such as `%d/%m/%Y`, or `iso`, `excel`, `unix_s`, `unix_ms`, `unix_us`, `unix_ns`, `year`, `integer`. Default: found from all rows. */
                time_format?: string;
                /** @description Decimal mark of the numbers. Default: found from all rows. */
                decimal?: "." | ",";
                /** @description Cells that mean a missing value, separated by commas, in addition to those that are always known. */
                missing?: string;
                /** @description Columns and ids of series to leave out, separated by commas. A part of an id that joins several columns leaves out all its series. */
                exclude?: string;
                /** @description Column to forecast; default: `close`, `y`, `value`, `target`, the only numeric one, or a name such as `sales`. */
                target?: string;
                /** @description Covariates: columns to keep in addition to the target, separated by commas. Default: all other numeric columns. */
                covariates?: string;
                /** @description IANA time zone of times without an offset. */
                time_zone?: string;
                /** @description Replaces the learnt holidays: `XNYS`, or closed days separated by commas. */
                calendar?: string;
                /** @description Aggregates the data to a coarser step, an ISO 8601 duration: one observation per period, at its start. Weeks start on Monday. Periods follow the clock of the time zone; the last one may be incomplete. */
                resample?: string;
                /** @description How the numbers of a period become one number: `first`, `last`, `mean`, `median`, `sum`, `min` or `max`. Missing values are ignored. Default: `last`; in tables of prices `open` is `first`, `high` is `max`, `low` is `min` and `volume` is `sum`. One for all columns, or one by column, separated by commas: `high:max,low:min,volume:sum`. One without a column is for the other columns. */
                aggregate?: string;
                /** @description Whether date-times move to the nearest time of the grid around which they jitter: hourly data whose times are seconds or minutes off. Of several observations at one time the last is kept, with a warning. Default: false. */
                snap?: "true" | "false";
                /** @description Sheet of an xlsx workbook: its name, or its position from 1 on. Default: the first one. */
                sheet?: string;
                /** @description Order of year, month and day in dates of three numbers; `auto`: found from all rows. */
                date_order?: "auto" | "ymd" | "mdy" | "dmy";
                /** @description Number of steps ahead; required with a table. */
                horizon: number;
                /** @description Texts in a CSV answer that begin with `=`, `+`, `-`, `@`, a tab or a carriage return, and are no numbers: `mark` puts a `'` before them, so that no spreadsheet runs them as formulas; `keep` leaves them as they are. An upload removes the mark again. */
                formulas?: "mark" | "keep";
                /** @description The model to use: an id or an alias. Default: none, and `method` says how to forecast. */
                model?: string;
                /** @description `instant`, the default: a forecast without training. `train`: a small model is trained on the series of the call. `auto`: `instant`, unless its error on the last observations is larger than that of a plain method; then `train`. Not together with `model`. */
                method?: "instant" | "train" | "auto";
                /** @description Whether the forecast is stored, to be read again by its id. Default: false for an instant forecast, whose series are not stored, and true for the forecast of a model. */
                store?: "true" | "false";
                /** @description Maximum seconds to wait for the training. After that the response is the job. */
                timeout_seconds?: number;
                /** @description Covariates that are known up to the last observation: columns, separated by commas. An instant forecast does not read them. */
                covariates_past?: string;
                /** @description Covariates that are known in advance: columns, separated by commas. The table continues over the horizon with their values, and the target is empty there. */
                covariates_future?: string;
                /** @description Time features to read, separated by commas. */
                time_features?: string;
                /** @description Family of the model that `train` or `auto` trains: `seasonal`, `prices`, `short`, or `auto`, the default: chosen from the data. */
                family?: "auto" | "seasonal" | "prices" | "short";
                /** @description Number of observations in a season, such as 12 for months or 24 for hours; 1: no season. Default: found in the data. A list has several: an instant forecast is the mean of the forecasts with each, and a training takes the one with the smallest error. Not together with `model`. Several are separated by commas. */
                season_length?: string;
                /** @description Quantiles, separated by commas. */
                quantiles?: string;
                /** @description Central intervals in percent, separated by commas. */
                levels?: string;
                /** @description Number of sample paths per series. */
                samples?: number;
                /** @description Alias of `samples`. If both are given, `num_samples` is used. */
                num_samples?: number;
                /** @description Random seed of the sample paths. */
                seed?: number;
                /** @description Forecasts as if this were the time of the last observation. */
                as_of?: string;
                /** @description Whether to add one-step forecasts of the last observations. */
                fitted?: "true" | "false";
                /** @description Whether to add the contribution of each observation to the forecast. */
                explain?: "true" | "false";
            };
            header?: {
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The table, in any of the formats.
                     */
                    file: string;
                } & {
                    [key: string]: string;
                };
            };
        };
        responses: {
            /** @description The forecasts. */
            200: {
                headers: {
                    /** @description Path under which the forecast can be read again, if it is stored. */
                    Location?: string;
                    /** @description The response depends on `Accept`. */
                    Vary?: string;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NumericForecast"];
                    "text/csv": string;
                    "application/x-ndjson": string;
                };
            };
            /** @description The model to come, and the job that trains it. */
            202: {
                headers: {
                    /** @description Path of the job. */
                    Location?: string;
                    /** @description Seconds to wait before reading the job. */
                    "Retry-After"?: number;
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneShotStarted"];
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `dataset_not_found`: There is no such dataset. `model_not_found`: There is no such model. */
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
            /** @description `dataset_kind_mismatch`: The call does not accept this kind of dataset. `dataset_empty`: The dataset has no observations yet. `model_not_ready`: The model is not ready. `model_failed`: The training of the model failed or was cancelled. `model_outdated`: Another version of the service wrote the weights of the model. `model_kind_mismatch`: The call does not accept this kind of model. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `content_encoding_unsupported`: The content encoding is not supported. `content_type_unsupported`: The content type is not supported. `format_unsupported`: The format of the body is not read. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `csv_invalid`: The body is not a CSV table. `parquet_invalid`: The body is not a readable Parquet file. `xlsx_invalid`: The body is not a readable xlsx workbook. `zip_invalid`: The body is not a zip archive with one table. `form_invalid`: The form does not contain one file. `reading_ambiguous`: The table can be read in more than one way. `time_column_missing`: No column contains times. `value_column_missing`: No column contains values. `column_unknown`: A named column is not in the header. `column_duplicate`: A column name appears twice in the header. `cell_invalid`: Some cells could not be read. `time_duplicate`: A time appears twice in a series. `series_duplicate`: A series id appears twice. `series_empty`: A series has no values. `series_too_many`: There are more series than the limit. `points_too_many`: There are more points than the limit. `id_malformed`: The id is not an id of this kind. `cursor_invalid`: The cursor was not made by this list. `series_too_short`: A series is too short. `covariate_unknown`: There is no such covariate. `horizon_too_long`: The horizon is longer than the limit. `forecast_too_large`: The answer would have more numbers than the limit. `explanation_too_large`: The explanation would take more work than the limit. `explanation_inexact`: The contributions do not sum to the forecast. `all_series_failed`: No series could be forecast. `training_too_large`: The training would take more memory than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `overloaded`: The service has too much to do. `computation_too_slow`: The computation took longer than the limit. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of items in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
                /** @description Only backtests of this model: an id or an alias. */
                model_id?: string;
                /** @description Only backtests in this status. */
                status?: "running" | "ready" | "failed" | "cancelled";
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestPage"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. `cursor_invalid`: The cursor was not made by this list. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Seconds to wait before reading the job. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model failed or was cancelled. `model_outdated`: Another version of the service wrote the weights of the model. `model_kind_mismatch`: The call does not accept this kind of model. `dataset_kind_mismatch`: The call does not accept this kind of dataset. `dataset_empty`: The dataset has no observations yet. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. `horizon_too_long`: The horizon is longer than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backtest"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
            /** @description Done. The response has no body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of items in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
                /** @description Texts in a CSV answer that begin with `=`, `+`, `-`, `@`, a tab or a carriage return, and are no numbers: `mark` puts a `'` before them, so that no spreadsheet runs them as formulas; `keep` leaves them as they are. An upload removes the mark again. */
                formulas?: "mark" | "keep";
            };
            header?: {
                /** @description `text/csv` gives all windows as a table, a line for each target or symbol. */
                accept?: string;
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
            /** @description A page of windows, or a CSV table of all windows. */
            200: {
                headers: {
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    /** @description Suggested name of the file. */
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
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. `cursor_invalid`: The cursor was not made by this list. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of items in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
                /** @description Only jobs in this status. */
                status?: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                /** @description Only jobs of this kind. */
                kind?: "train" | "backtest";
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum seconds to wait for a change of the status, or, with `If-None-Match`, for any change in the response. For a job that has ended, the response comes at once. */
                wait?: number;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
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
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. `request_invalid`: The request does not fit its schema. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `watchers_too_many`: Too many calls are waiting for jobs. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. `request_invalid`: The request does not fit its schema. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `watchers_too_many`: Too many calls are waiting for jobs. `database_unavailable`: The database cannot be reached. */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of items in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobLogPage"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. `request_invalid`: The request does not fit its schema. `cursor_invalid`: The cursor was not made by this list. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Seconds to wait before reading the job. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of items in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePage"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Path of the created resource. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `model_kind_mismatch`: The call does not accept this kind of model. `schedules_too_many`: The tenant has the maximum number of schedules. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
            /** @description Done. The response has no body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of items in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookPage"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description A unique key for this call. A repeated call with the same key does not run again: for 24 hours it gets the first successful response. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Path of the created resource. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `webhooks_too_many`: The tenant has the maximum number of webhooks. `idempotency_key_in_use`: A call with this idempotency key is still running. */
            409: {
                headers: {
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `webhook_target_refused`: The service may not call this address. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
            /** @description Done. The response has no body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. `webhook_target_refused`: The service may not call this address. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of items in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
                /** @description Only deliveries in this status. */
                status?: "pending" | "delivered" | "failed";
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryPage"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not an id of this kind. `cursor_invalid`: The cursor was not made by this list. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description Maximum number of items in the page. */
                limit?: number;
                /** @description `next_cursor` of the previous page. */
                cursor?: string;
                /** @description Default: the tenant of the calling key. Only an admin key of the service may name another tenant. */
                tenant?: string;
            };
            header?: {
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyPage"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `tenant_forbidden`: The API key may not act for this tenant. `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Path of the created resource. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `tenant_forbidden`: The API key may not act for this tenant. `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_empty`: The request has no body. `json_too_complex`: The JSON is nested too deeply or has too many keys. `request_invalid`: The request does not fit its schema. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description The `ETag` of an earlier answer: 304 if nothing has changed since. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
                    /** @description Changes with the answer. Send it as `If-None-Match` to get 304. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            /** @description The answer is still as `If-None-Match` knows it. No body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                /** @description An id for this request, chosen by the caller. It appears in the logs of the request and of the job that it starts. */
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
            /** @description Done. The response has no body. */
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
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `origin_refused`: Web pages of this origin may not call. `scope_missing`: The API key may not make this call. */
            403: {
                headers: {
                    /** @description How to send a key, and which scope it needs. */
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
            /** @description `host_refused`: The service does not answer under this name. */
            421: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `id_malformed`: The id is not an id of this kind. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
                    /** @description Seconds to wait before a retry, if a retry can help. */
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
