import { parseArgs } from 'node:util';
import { oneOf } from '../named-options.ts';
import { type PeerName, peerNames } from './peers.ts';

export interface Options {
  json: boolean;
  quick: boolean;
  peers: PeerName[];
  kernel?: string;
  threads: number;
}

export const usage =
  'npm run bench:engine -- [--json] [--quick] [--peer onednn] [--peer torch] [--peer tfjs] ' +
  '[--kernel native|native-avx2|wasm|reference] [--threads 1|2]';

/** @throws Error that names the wrong option */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      peer: { type: 'string', multiple: true, default: [] },
      kernel: { type: 'string' },
      threads: { type: 'string', default: '1' },
    },
  });
  const peers = values.peer.map((name) => oneOf('--peer', name, peerNames));
  const threads = oneOf('--threads', values.threads, ['1', '2']);
  const { json, quick, kernel } = values;
  return { json, quick, kernel, peers: [...new Set(peers)], threads: Number(threads) };
}
