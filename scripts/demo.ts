/** `npm run demo`: forecasts real prices at once, then trains a model on them and says which forecast is better.
 *  `-- --once`: exits instead of serving. `-- --json` (implies `--once`): prints one line of JSON to stdout at the end.
 *  `-- --symbols`: uses letters instead of prices. */
import assert from 'node:assert/strict';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { ConfigError, readConfig } from '../src/config.ts';
import type { Dataset, Job, Model, ModelCard, NumericForecast } from '../src/contracts/schemas/index.ts';
import { makeDirectories } from '../src/embedded-postgres/index.ts';
import { buildIfStale } from '../src/processes/browser-builds.ts';
import { stopOnSignal } from '../src/processes/lifecycle.ts';
import { type Service, startService } from '../src/processes/service.ts';
import { createClient } from './demo/client.ts';
import { compareWithInstant } from './demo/comparison.ts';
import { drawFanChart } from './demo/fan-chart.ts';
import { runSymbolJob } from './demo/symbols.ts';
import { createScreen, progressLine, table } from './demo/terminal.ts';

const horizon = 20;
const quantiles = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];
const levels = [80, 95];
const instantCalls = 9;
/** Steps of the instant forecast in its table. */
const stepsShown = [1, 5, 10, 20];
const stopMsMax = 30_000;
const dayMs = 24 * 60 * 60 * 1000;

type AnyForecast = NumericForecast['forecasts'][number];

interface Outcome {
  dataset: Dataset;
  instant: { forecast: AnyForecast; milliseconds: number };
  model: Model;
  job: Job;
  forecast: AnyForecast;
}

const flags = readFlags();
const startedAt = performance.now();
const seconds = () => Math.round((performance.now() - startedAt) / 100) / 10;
const screen = createScreen(flags.json ? process.stderr : process.stdout);

try {
  await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  screen.say('', message);
  if (flags.json)
    process.stdout.write(`${JSON.stringify({ ok: false, error: message, seconds: seconds() })}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}

async function main() {
  const config = readConfig();
  makeDirectories(config.dataDir);
  const logFile = join(config.dataDir, 'gatecast.log');
  const output = openSync(logFile, 'a');
  const log = pino({ level: config.logLevel, base: { process: 'demo' } }, pino.destination(output));

  const what = flags.symbols
    ? 'the next letter of three words, by a GRU trained here and now'
    : 'two forecasts of the S&P 500, one at once and one by a GRU trained here and now';
  screen.say(`Gatecast: ${what}`, '');
  screen.say(`1  Starting PostgreSQL, the API and a worker (logs: ${logFile})`);
  const service = await startService({ config, log, output });
  const client = createClient(service.url, config.apiKey);
  let isStopping = false;
  const exit = stopOnSignal({
    log,
    stopMsMax,
    async stop() {
      isStopping = true;
      screen.say('', '   Stopping');
      await client.cancelCurrentJob();
      await service.stop();
    },
  });
  service.onDatabaseLost((error) => exit(error.message));
  try {
    screen.say(`   ${service.url}   ${seconds()} s`);
    buildIfStale(config.hasDashboard ? ['dashboard', 'embed'] : ['embed'], log);
    const summary = flags.symbols
      ? { ok: true, next: await runSymbolJob(client, screen) }
      : summaryOf(await runMainJob(client));
    if (flags.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  } catch (error) {
    if (isStopping) return; // the failure is expected; the process exits after everything has stopped
    await service.stop();
    throw error;
  }
  if (flags.once || flags.json) {
    await service.stop();
    closeSync(output);
    process.exit(0);
  }
  sayAddresses(service);
}

function readFlags() {
  try {
    return parseArgs({
      options: {
        once: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        symbols: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nThe demo accepts --once, --json and --symbols.\n`);
    process.exit(2);
  }
}

async function runMainJob(client: ReturnType<typeof createClient>): Promise<Outcome> {
  const file = new URL('../node_modules/vega-datasets/data/sp500-2000.csv', import.meta.url);
  screen.say('', '2  Uploading sp500-2000.csv of the package vega-datasets');
  const csv = readFileSync(file, 'utf8');
  const dataset = await client.uploadCsv('spx', csv);
  const { frequency } = dataset;
  screen.say(
    `   ${dataset.point_count} points of \`${dataset.target}\`, ${dataset.start} to ${dataset.end}, step ${frequency.step}, ` +
      `closed on weekdays ${frequency.closed_weekdays.join(' and ')} and on ${frequency.closures.length} holidays that were learnt from the data`,
  );

  screen.say('', `3  Forecast of the next ${horizon} trading days at once, without training`);
  const instant = await forecastAtOnce(client, csv);
  const history = await lastValues(client, dataset);
  sayForecast(history, instant.forecast, stepsShown);

  screen.say('', '4  Training in the background');
  const created = await client.train({
    dataset_id: dataset.id,
    horizon,
    cell: 'gru',
    name: 'S&P 500',
    tags: ['demo'],
  });
  const job = await client.waitForJob(created.job.id, screen.isLive ? 250 : 500, (status) =>
    screen.update(`   ${progressLine(status)}`),
  );
  if (job.status !== 'succeeded')
    throw new Error(`The training ${job.status}: ${job.error?.detail ?? 'no reason given'}`);
  const model = await client.model(created.model.id);
  sayTraining(model);

  screen.say('', `5  Forecast of the next ${horizon} trading days by the trained model`, '');
  const answer = await client.forecast(model.id, { horizon, quantiles, levels });
  const [forecast] = answer.forecasts;
  sayForecast(history, forecast);

  screen.say('', '6  Backtest of the model', '');
  sayBacktest(model);
  return { dataset, instant, model, job, forecast };
}

/** The first calls load the network, so several are timed. */
async function forecastAtOnce(
  client: ReturnType<typeof createClient>,
  csv: string,
): Promise<Outcome['instant']> {
  const timed: Outcome['instant'][] = [];
  for (let call = 0; call < instantCalls; call++) {
    const askedAt = performance.now();
    const { forecasts } = await client.instant(csv, { horizon, quantiles, levels });
    timed.push({ forecast: forecasts[0], milliseconds: Math.round(performance.now() - askedAt) });
  }
  const [{ milliseconds }] = timed;
  timed.sort((a, b) => a.milliseconds - b.milliseconds);
  const median = timed[Math.floor(instantCalls / 2)];
  screen.say(
    `   by a network that never saw these prices, in ${median.milliseconds} ms from the CSV file to the answer ` +
      `(median of ${instantCalls} calls; the first one, which loads the network, took ${milliseconds} ms)`,
    '',
  );
  return median;
}

/** The card of a model of series. */
function cardOf({ card }: Model): ModelCard {
  assert(card !== null && 'backtest' in card);
  return card;
}

function sayTraining(model: Model) {
  const { training } = cardOf(model);
  const [first, last] = [training.loss[0], training.loss.at(-1)!];
  screen.say(
    `   ${model.spec.cell.toUpperCase()} networks with ${model.parameter_count} parameters, kernel ${training.kernel}, in ${training.seconds.toFixed(1)} s; ` +
      `the first: loss ${first.loss.toFixed(4)} → ${last.loss.toFixed(4)} in ${training.steps} steps`,
  );
}

async function lastValues(client: ReturnType<typeof createClient>, dataset: Dataset): Promise<number[]> {
  const from = new Date(Date.parse(String(dataset.end)) - 80 * dayMs).toISOString().slice(0, 10);
  const [series] = (await client.series(dataset.id)).data;
  const { values } = await client.points(dataset.id, series.id, from);
  return values.filter((value) => value !== null);
}

function sayForecast(
  history: number[],
  forecast: AnyForecast,
  steps = forecast.times.map((_, i) => i + 1),
): void {
  const level = (value: number) => value.toFixed(0);
  const rows = steps.map((step) => [
    String(forecast.times[step - 1]),
    ...quantiles.map((quantile) => level(forecast.quantiles[String(quantile)][step - 1])),
  ]);
  const fan = drawFanChart({
    history,
    median: forecast.median,
    intervals: [
      { ...forecast.intervals['95'], shade: '░' },
      { ...forecast.intervals['80'], shade: '▒' },
    ],
  });
  const header = ['date', ...quantiles.map((quantile) => `${quantile * 100} %`)];
  screen.say(...table(header, rows).map((line) => `   ${line}`), '', ...fan.map((line) => `   ${line}`));
  screen.say('', '   ─ history   ━ median   ▒ 80 %   ░ 95 %');
}

function sayBacktest(model: Model) {
  const card = cardOf(model);
  const figure = (value: number | null, digits: number) => (value === null ? '–' : value.toFixed(digits));
  const { auto, ...others } = card.metrics;
  const bestFirst = Object.entries(others).sort(([, a], [, b]) => (a.wql ?? 0) - (b.wql ?? 0));
  const rows = [['auto', auto] as const, ...bestFirst].map(([method, metrics]) => [
    method === 'auto' ? 'this model' : method.replaceAll('_', ' '),
    figure(metrics.wql, 5),
    figure(metrics.mase, 3),
    figure(metrics.smape, 2),
    metrics.coverage['0.8'] === undefined ? '–' : `${(metrics.coverage['0.8'] * 100).toFixed(0)} %`,
    metrics.coverage['0.95'] === undefined ? '–' : `${(metrics.coverage['0.95'] * 100).toFixed(0)} %`,
  ]);
  const header = ['method', 'quantile loss', 'MASE', 'sMAPE', 'inside 80 %', 'inside 95 %'];
  screen.say(...table(header, rows).map((line) => `   ${line}`), '', `   ${card.summary}`);
  for (const note of card.notes) screen.say(`   ${note}`);
  screen.say('', `   Instant or trained? ${compareWithInstant(card).sentence}`);
}

function summaryOf({ dataset, instant, model, job, forecast }: Outcome) {
  const { started_at, finished_at } = job;
  return {
    ok: true,
    dataset: { id: dataset.id, series_count: dataset.series_count, point_count: dataset.point_count },
    instant: { milliseconds: instant.milliseconds, ...numbersOf(instant.forecast) },
    model: {
      id: model.id,
      cell: model.spec.cell,
      parameter_count: model.parameter_count,
      skill: cardOf(model).skill,
    },
    job: {
      id: job.id,
      status: job.status,
      seconds: (Date.parse(finished_at!) - Date.parse(started_at!)) / 1000,
    },
    forecast: numbersOf(forecast),
    better: compareWithInstant(cardOf(model)).better,
    seconds: seconds(),
  };
}

function numbersOf({ times, mean, quantiles }: AnyForecast) {
  return { times, mean, quantiles };
}

function sayAddresses({ url }: Service) {
  screen.say(
    '',
    `   Done in ${seconds()} s. The service runs until Ctrl-C:`,
    `   dashboard ${url}/`,
    `   API       ${url}/v1/models`,
    `   docs      ${url}/docs`,
    `   OpenAPI   ${url}/openapi.json`,
  );
}
