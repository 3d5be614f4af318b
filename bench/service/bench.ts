import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, apiOf } from './api.ts';
import { type Bare, type BareOptions, startBare } from './limits/bare.ts';
import { type EngineProcess, startEngine } from './limits/library.ts';
import { type LoadProcess, startLoadProcess } from './load/load.ts';
import { type PanelModel, trainPanelModel } from './panel-model.ts';
import { type PriceFile, writePrices } from './series-files.ts';
import type { Sizes } from './sizes.ts';
import { type BackendName, type Stack, startStack } from './stack.ts';

/** Things that the parts share. Each is started when a part first asks for it. */
export interface Bench {
  sizes: Sizes;
  /** For files of the bench. Deleted at the end. */
  folder: string;
  stack(): Promise<Stack>;
  api(): Promise<Api>;
  load(): LoadProcess;
  /** A second load tool, for calls beside the load. */
  probe(): LoadProcess;
  panelModel(): Promise<PanelModel>;
  prices(): Promise<PriceFile>;
  /** Bare routes, until the part has ended. */
  bare(options: BareOptions): Promise<Bare>;
  engine(): EngineProcess;
  /** Calls this when the part has ended. */
  defer(stop: () => unknown): void;
  endPart(): Promise<void>;
  stop(): Promise<void>;
}

/** Most series of the file of prices. */
const priceSeriesMax = 1_000;

export function createBench(sizes: Sizes, backend: BackendName): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-bench-'));
  const ofPart: (() => unknown)[] = [];
  const ofRun: (() => unknown)[] = [];
  const stopAll = async (stops: (() => unknown)[]) => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  const started = <T extends { stop(): unknown }>(one: T, stops: (() => unknown)[]): T => {
    stops.push(() => one.stop());
    return one;
  };
  const stack = once(async () => started(await startStack(folder, backend), ofRun));
  const api = once(async () => apiOf((await stack()).url));
  return {
    sizes,
    folder,
    stack,
    api,
    load: once(() => started(startLoadProcess(sizes.answersMin), ofRun)),
    probe: once(() => started(startLoadProcess(sizes.answersMin), ofRun)),
    panelModel: once(async () => trainPanelModel(await api(), folder, sizes.panel)),
    prices: once(() => {
      const series = Math.min(priceSeriesMax, Math.ceil(sizes.uploadBytes / 5_000));
      return writePrices(join(folder, 'prices.csv'), series, sizes.uploadBytes);
    }),
    async bare(options) {
      const bare = await startBare(options);
      ofPart.push(() => bare.process.stop());
      return bare;
    },
    engine: () => started(startEngine(), ofPart),
    defer: (stop) => ofPart.push(stop),
    endPart: () => stopAll(ofPart),
    async stop() {
      await stopAll(ofPart);
      await stopAll(ofRun);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
