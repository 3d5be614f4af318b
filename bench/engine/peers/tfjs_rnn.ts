/** TensorFlow.js in WebAssembly, on one thread. Not a dependency: `npm install --no-save` brings it.
 *  Protocol: see torch_rnn.py. Its step has no clipping, which tfjs does not offer; its GRU resets before the
 *  product, one product fewer per step than PyTorch's. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

/** The part of the library that is used here: the library is not installed when types are checked. */
interface Layers {
  layers: Record<string, (options: object) => object>;
  sequential(options: { layers: object[] }): {
    compile(options: object): void;
    trainOnBatch(x: object, y: object): Promise<number>;
    predictOnBatch(x: object): { dataSync(): Float32Array; dispose(): void };
    dispose(): void;
  };
  randomNormal(shape: number[]): object;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  getBackend(): string;
}
interface WasmBackend {
  setWasmPaths(folder: string): void;
  setThreadsCount(count: number): void;
  version_wasm: string;
}

const require = createRequire(import.meta.url);
const tf: Layers = require('@tensorflow/tfjs');
const wasm: WasmBackend = require('@tensorflow/tfjs-backend-wasm');
console.warn = () => {};
wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
wasm.setThreadsCount(1);
await tf.setBackend('wasm');
await tf.ready();

const layerNames: Record<string, string> = { rnn: 'simpleRNN', gru: 'gru', lstm: 'lstm' };
let work = async () => {};

function prepare(task: string, cell: string, [batch, steps, inputs, hidden, layers]: number[]): void {
  const stack = Array.from({ length: layers }, (_, layer) =>
    tf.layers[layerNames[cell]]({
      units: hidden,
      inputShape: [steps, layer === 0 ? inputs : hidden],
      returnSequences: layer < layers - 1,
      recurrentInitializer: 'glorotUniform', // the orthogonal one takes minutes
      ...(cell === 'rnn' ? {} : { recurrentActivation: 'sigmoid' }),
    }),
  );
  const model = tf.sequential({ layers: [...stack, tf.layers.dense({ units: 1 })] });
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const x = tf.randomNormal([batch, steps, inputs]);
  const y = tf.randomNormal([batch, 1]);
  work =
    task === 'train'
      ? async () => void (await model.trainOnBatch(x, y))
      : async () => {
          const forecast = model.predictOnBatch(x);
          forecast.dataSync();
          forecast.dispose();
        };
}

process.stdout.write(`ready tfjs-wasm ${wasm.version_wasm} (${tf.getBackend()})\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...words] = line.split(' ');
  let answer = 'ready';
  if (name === 'prepare') prepare(words[0], words[1], words.slice(2).map(Number));
  else {
    const times: number[] = [];
    for (let i = 0; i < Number(words[0]); i++) {
      const start = performance.now();
      await work();
      times.push(performance.now() - start);
    }
    answer = times.join(' ');
  }
  process.stdout.write(`${answer}\n`);
}
