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
         * Upload time series
         * @description JSON, or a CSV table, which is read while it arrives. Nothing is stored unless all of it is good. Needs a key with the scope `write`.
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
         * Change the name or the tags of a model
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
         * Forecast the next steps of stored or inline series
         * @description Series fail one by one, into `errors`; the call fails only where all of them do. Needs a key with the scope `write`.
         */
        post: operations["createForecast"];
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
            kind: "numeric";
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
            start: components["schemas"]["Time"];
            end: components["schemas"]["Time"];
            /** @description Column that is forecast unless a model names another. */
            target: string;
            /** @description The other columns. */
            covariates: string[];
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
        /** @description A day that moves with Easter. */
        EasterClosure: {
            /**
             * @description By its distance from Easter Sunday.
             * @constant
             */
            rule: "easter";
            /** @description -2 is Good Friday. */
            offset_days: number;
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
        /** @description What a model expects next, series by series. */
        Forecast: {
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
            /** @description Version of the dataset at that time. */
            dataset_version: number;
            /** @description Steps ahead. */
            horizon: number;
            /** @description One for each series that could be forecast. */
            forecasts: components["schemas"]["SeriesForecast"][];
            /** @description One for each series that could not. */
            errors: components["schemas"]["SeriesError"][];
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
        };
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
            /** @description Holidays learnt from the data. */
            closures: components["schemas"]["YearlyClosure"][];
            /** @description Times of day that occur, `HH:MM:SS`, where a day is not covered evenly; else null. */
            open_times: string[] | null;
            /** @description Day on which steps of months fall, 31 being the last one of each; off a closed weekday it moves into the month. Absent: the day of the time before. */
            day_of_month?: number | null;
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
        /** @description Bounds per step. */
        Interval: {
            /** @description Lower bound per time. */
            lower: number[];
            /** @description Upper bound per time. */
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
            kind: "train";
            /**
             * @description Where it is; the last three are its end.
             * @enum {string}
             */
            status: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** @description Times that a worker has started it; it goes on from its last checkpoint. */
            attempt: number;
            /** @description Whether somebody has asked to cancel it. */
            cancel_requested: boolean;
            subject: components["schemas"]["JobSubject"];
            progress: components["schemas"]["JobProgress"] | null;
            /** @description 1 is next; null unless queued. */
            queue_position: number | null;
            error: components["schemas"]["Problem"] | null;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            /** @description When a worker first took it. */
            started_at: string | null;
            /** @description When it ended. */
            finished_at: string | null;
            links: components["schemas"]["JobLinks"];
        };
        /** @description Paths of the job and of what it works on. */
        JobLinks: {
            /** @description Path of the job. */
            self: string;
            /** @description Path of what it works on. */
            subject: string;
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
            /** @description Share of the work that is done. */
            fraction: number;
            /**
             * @description What is being done.
             * @enum {string}
             */
            phase: "preparing" | "training" | "backtest" | "publishing";
            /** @description Training windows seen over training windows in the data. */
            epoch: number;
            /** @description Training steps done. */
            step: number;
            /** @description Training steps at most. */
            steps: number;
            /** @description Smoothed training loss. */
            loss: number | null;
            /** @description Loss on data that are held out. */
            validation_loss: number | null;
            /** @description Of work, over all attempts. */
            elapsed_seconds: number;
            /** @description Seconds that it still needs. */
            eta_seconds: number | null;
        };
        /** @description What the job works on. */
        JobSubject: {
            /**
             * @description What kind of thing.
             * @enum {string}
             */
            type: "model";
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
        /** @description A look at the losses during training. */
        LossPoint: {
            /** @description Training steps done. */
            step: number;
            /** @description Loss on training windows. */
            loss: number;
            /** @description Loss on windows that are held out. */
            validation_loss: number | null;
        };
        /** @description Losses of a method over all windows of a backtest. */
        Metrics: {
            /** @description Mean of 200·|y−f|/(|y|+|f|) of the median, in percent. */
            smape: number | null;
            /** @description Mean absolute error of the median over the in-sample error of the seasonal naive forecast. */
            mase: number | null;
            /** @description Weighted quantile loss: 2·Σ pinball / Σ|y|, mean over the quantiles. */
            wql: number | null;
            /**
             * @description Share of observations inside each central interval.
             * @example {
             *       "0.8": 0.79
             *     }
             */
            coverage: {
                [key: string]: number;
            };
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
            /** @description Version of the dataset that it was trained on. */
            dataset_version: number;
            /**
             * @description Id of a job.
             * @example job_019353f7c4a87d0c9d2b6a3f5e1c8b70
             */
            job_id: string;
            /** @description The model that it was trained again from, while that one exists. */
            parent_id: string | null;
            spec: components["schemas"]["ModelSpec"];
            /** @description Trained numbers in the network. */
            parameter_count: number | null;
            card: components["schemas"]["ModelCard"] | null;
            weights: components["schemas"]["WeightsInfo"] | null;
            error: components["schemas"]["Problem"] | null;
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
            /** @description By method: `auto` is the model, beside its baselines. */
            metrics: {
                [key: string]: components["schemas"]["Metrics"];
            };
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
        };
        /** @description The model to come and the job that trains it. */
        ModelCreated: {
            model: components["schemas"]["Model"];
            job: components["schemas"]["Job"];
        };
        /**
         * @description What to train; `dataset_id` and `horizon` are enough.
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
             * @description Steps ahead that the model forecasts.
             * @example 20
             */
            horizon: number;
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
            /** @description Observations that the network reads before it forecasts. */
            context_length?: number;
            /** @description Recurrent layers. */
            layers?: number;
            /** @description Units of a layer. */
            hidden_size?: number;
            /** @description Training steps at most; training ends earlier when validation no longer improves. */
            steps?: number;
            /** @description Highest step size of the optimizer. */
            learning_rate?: number;
            /** @description Quantiles that are trained; 0.5 is always among them. */
            quantiles?: number[];
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
            /** @description Share of units left out in a training step. */
            dropout: number | null;
            steps: number | null;
            /** @description Windows in a training step. */
            batch_size: number | null;
            learning_rate: number | null;
            /** @description Pull of the weights towards zero. */
            weight_decay: number | null;
            /** @description Quantiles that are trained. */
            quantiles: number[];
            /** @description The same seed gives the same weights. */
            seed: number;
            validation: components["schemas"]["Validation"];
            /** @description `log` where all training values are positive and do not move by multiples. */
            transform: ("log" | "identity") | null;
            /** @description The path whose residual the network forecasts. */
            base: ("naive" | "seasonal_naive") | null;
            /** @description Observations in a season; 1 where there is none. */
            season_length: number | null;
            /** @description Whether the median may leave the base path; `fixed` where the data move like a random walk, as prices do. */
            location?: ("fixed" | "learnt") | null;
        };
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
            code: "body_empty" | "body_incomplete" | "body_invalid_json" | "body_too_large" | "content_type_unsupported" | "content_encoding_unsupported" | "request_invalid" | "id_malformed" | "gzip_invalid" | "headers_too_large" | "request_malformed" | "request_too_slow" | "url_malformed" | "route_not_found" | "method_not_allowed" | "cursor_invalid" | "unauthorized" | "scope_missing" | "tenant_forbidden" | "rate_limited" | "idempotency_key_in_use" | "idempotency_key_reused" | "csv_invalid" | "time_column_missing" | "value_column_missing" | "column_unknown" | "column_duplicate" | "cell_invalid" | "time_duplicate" | "series_duplicate" | "series_empty" | "series_too_many" | "points_too_many" | "dataset_not_found" | "series_not_found" | "model_not_found" | "alias_not_found" | "key_not_found" | "job_not_found" | "dataset_in_use" | "model_not_ready" | "model_failed" | "model_in_use" | "model_aliased" | "job_finished" | "target_unknown" | "series_too_short" | "horizon_too_long" | "value_out_of_domain" | "all_series_failed" | "training_diverged" | "worker_lost" | "database_unavailable" | "queue_unavailable" | "overloaded" | "internal";
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
        /** @description A series that could not be forecast, and why. */
        SeriesError: {
            /** @description Its id. */
            series_id: string;
            problem: components["schemas"]["Problem"];
        };
        /** @description The forecast of one series. */
        SeriesForecast: {
            /** @description The series that is forecast. */
            series_id: string;
            /** @description The next times of the series. */
            times: components["schemas"]["Time"][];
            /** @description Expected value per time. */
            mean: number[];
            /** @description Median per time. */
            median: number[];
            /** @description By level; they never cross. */
            quantiles: {
                [key: string]: number[];
            };
            /** @description Central intervals by percent. */
            intervals: {
                [key: string]: components["schemas"]["Interval"];
            };
            /** @description What to know before relying on it. */
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
            /** @description Other columns, as long as `values`. */
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
        /** @description How much better the model is than the better naive forecast. */
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
             * @description The better of the naive baselines in the same backtest.
             * @enum {string}
             */
            baseline: "naive" | "seasonal_naive";
        };
        /** @description A date (`2020-04-20`), an RFC 3339 date-time with offset, or an integer index: the kind that the series came with. */
        Time: string | number;
        /** @description How the training went. */
        TrainingSummary: {
            /** @description Of work, over all attempts. */
            seconds: number;
            /** @description Steps that were made. */
            steps: number;
            /** @description The step whose weights were kept. */
            best_step: number;
            /** @description Training windows in the data. */
            windows: number;
            /** @description Which implementation of the engine was used. */
            kernel: string;
            /** @description Losses over the steps. */
            loss: components["schemas"]["LossPoint"][];
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
        /** @description What an upload did to make sense of the data. */
        Warning: {
            /**
             * @description Stable; programs may switch on it.
             * @enum {string}
             */
            code: "times_sorted" | "gaps" | "values_missing" | "series_constant" | "columns_ignored" | "date_order_assumed" | "frequency_irregular" | "rows_without_time";
            /** @description What was found and what was done. */
            message: string;
            /** @description The series that it is about; null for all. */
            series_id: string | null;
            /** @description Line of the upload, counted from 1 with the header. */
            line: number | null;
        };
        /** @description The file with the weights. */
        WeightsInfo: {
            /** @description Size of the file. */
            bytes: number;
            /** @description SHA-256 of the file, in hexadecimal. */
            sha256: string;
        };
        /** @description A day of the year without observations, learnt from the data. */
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
export type Alias = components['schemas']['Alias'];
export type AliasIn = components['schemas']['AliasIn'];
export type AliasPage = components['schemas']['AliasPage'];
export type BacktestSummary = components['schemas']['BacktestSummary'];
export type Dataset = components['schemas']['Dataset'];
export type DatasetIn = components['schemas']['DatasetIn'];
export type DatasetPage = components['schemas']['DatasetPage'];
export type EasterClosure = components['schemas']['EasterClosure'];
export type Fault = components['schemas']['Fault'];
export type Forecast = components['schemas']['Forecast'];
export type ForecastIn = components['schemas']['ForecastIn'];
export type Frequency = components['schemas']['Frequency'];
export type Health = components['schemas']['Health'];
export type Interval = components['schemas']['Interval'];
export type Job = components['schemas']['Job'];
export type JobLinks = components['schemas']['JobLinks'];
export type JobPage = components['schemas']['JobPage'];
export type JobProgress = components['schemas']['JobProgress'];
export type JobSubject = components['schemas']['JobSubject'];
export type Key = components['schemas']['Key'];
export type KeyCreated = components['schemas']['KeyCreated'];
export type KeyIn = components['schemas']['KeyIn'];
export type KeyPage = components['schemas']['KeyPage'];
export type LossPoint = components['schemas']['LossPoint'];
export type Metrics = components['schemas']['Metrics'];
export type Model = components['schemas']['Model'];
export type ModelCard = components['schemas']['ModelCard'];
export type ModelChange = components['schemas']['ModelChange'];
export type ModelCreated = components['schemas']['ModelCreated'];
export type ModelIn = components['schemas']['ModelIn'];
export type ModelPage = components['schemas']['ModelPage'];
export type ModelSpec = components['schemas']['ModelSpec'];
export type MonthDayClosure = components['schemas']['MonthDayClosure'];
export type NthWeekdayClosure = components['schemas']['NthWeekdayClosure'];
export type Problem = components['schemas']['Problem'];
export type Readiness = components['schemas']['Readiness'];
export type Retrain = components['schemas']['Retrain'];
export type SeriesError = components['schemas']['SeriesError'];
export type SeriesForecast = components['schemas']['SeriesForecast'];
export type SeriesIn = components['schemas']['SeriesIn'];
export type SeriesPage = components['schemas']['SeriesPage'];
export type SeriesPoints = components['schemas']['SeriesPoints'];
export type SeriesSummary = components['schemas']['SeriesSummary'];
export type Skill = components['schemas']['Skill'];
export type Time = components['schemas']['Time'];
export type TrainingSummary = components['schemas']['TrainingSummary'];
export type Validation = components['schemas']['Validation'];
export type ValidationIn = components['schemas']['ValidationIn'];
export type Warning = components['schemas']['Warning'];
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
                /** @description Order of day and month in dates with slashes or dots. */
                date_order?: "auto" | "ymd" | "mdy" | "dmy";
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
                "application/json": components["schemas"]["DatasetIn"];
                "text/csv": string;
                "text/tab-separated-values": string;
                "application/gzip": string;
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
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `csv_invalid`: The body is not a CSV table. `time_column_missing`: No column holds times. `value_column_missing`: No column holds values. `column_unknown`: A named column is not in the header. `column_duplicate`: A column name stands twice in the header. `cell_invalid`: Some cells could not be read. `time_duplicate`: A time stands twice in a series. `series_duplicate`: A series id stands twice. `series_empty`: A series has no values. `series_too_many`: There are more series than the limit. `points_too_many`: There are more points than the limit. `idempotency_key_reused`: The idempotency key was used for another request. */
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
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `target_unknown`: The dataset has no such column. `horizon_too_long`: The horizon is over its bound. `series_too_short`: A series is too short. `idempotency_key_reused`: The idempotency key was used for another request. */
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
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model ended without weights. `idempotency_key_in_use`: A call with this idempotency key is still running. */
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
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `series_too_short`: A series is too short. `idempotency_key_reused`: The idempotency key was used for another request. */
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
                "application/json": components["schemas"]["ForecastIn"];
            };
        };
        responses: {
            /** @description The forecasts. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Forecast"];
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
            /** @description `model_not_ready`: The model is not ready. `model_failed`: The training of the model ended without weights. `idempotency_key_in_use`: A call with this idempotency key is still running. */
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
            /** @description `body_empty`: The request has no body. `request_invalid`: The request does not fit its schema. `id_malformed`: The id is not one of this kind. `horizon_too_long`: The horizon is over its bound. `points_too_many`: There are more points than the limit. `all_series_failed`: No series could be forecast. `idempotency_key_reused`: The idempotency key was used for another request. */
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
    listJobs: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only jobs with this status. */
                status?: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                /** @description Only jobs of this kind. */
                kind?: "train";
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
            /** @description The job. */
            200: {
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
