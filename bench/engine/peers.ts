import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contestant } from './contestant.ts';
import { type PeerLimits, type PeerProcess, startPeer } from './peer-process.ts';
import type { Row } from './rows.ts';

export type PeerName = 'onednn' | 'torch' | 'tfjs';
export const peerNames: readonly PeerName[] = ['onednn', 'torch', 'tfjs'];

const python = '/usr/bin/python3'; // Debian's, which has Debian's packages
const folder = join(import.meta.dirname, 'peers');
const openblas = 'apt-get install libopenblas0-pthread';

interface Peer {
  install: string;
  start(limits: PeerLimits): Promise<PeerProcess>;
  covers?(row: Row): boolean;
}

const peers = {
  onednn: {
    install: 'apt-get install g++ libdnnl-dev',
    start: (limits) => startPeer(compiled(join(folder, 'onednn_rnn.cpp')), [], limits),
  },
  torch: {
    install: `apt-get install python3-torch && ${openblas}`,
    async start(limits) {
      const peer = await startPeer(python, [join(folder, 'torch_rnn.py')], limits);
      if (peer.greeting.includes('openblas')) return peer;
      peer.stop();
      throw new Error(`it is installed without OpenBLAS (${peer.greeting}), so its speed would be too low`);
    },
  },
  tfjs: {
    install: 'npm install --no-save @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0',
    start: (limits) => startPeer(process.execPath, [join(folder, 'tfjs_rnn.ts')], limits),
    covers: ({ shape }) => shape[3] <= 64, // with more units a step takes seconds
  },
} satisfies Record<PeerName, Peer>;

export interface RunningPeer extends Contestant {
  greeting: string;
  process: PeerProcess;
}

export interface MissingPeer {
  missing: string;
  install: string;
}

/** The peer, or how to install it. */
export async function createPeer(name: PeerName, limits: PeerLimits): Promise<RunningPeer | MissingPeer> {
  const { start, install, covers = () => true }: Peer = peers[name];
  try {
    const process = await start(limits);
    return {
      name,
      greeting: process.greeting.replace('ready ', ''),
      process,
      covers,
      async prepare({ cell, shape }, task) {
        await process.ask(`prepare ${task} ${cell} ${shape.join(' ')}`);
      },
      run: async (count) => numbers(await process.ask(`run ${count}`)),
    };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error), install };
  }
}

/** Measures single-thread OpenBLAS, for the speed of the machine. */
export async function createSgemm(limits: PeerLimits): Promise<RunningPeer | MissingPeer> {
  try {
    const process = await startPeer(python, [join(folder, 'openblas_sgemm.py')], { ...limits, threads: 1 });
    return {
      name: 'sgemm',
      greeting: process.greeting.replace('ready ', ''),
      process,
      covers: () => true,
      prepare: async () => {},
      run: async (count) => numbers(await process.ask(`run ${count}`)),
    };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error), install: openblas };
  }
}

function numbers(line: string): number[] {
  return line.split(' ').map(Number);
}

/** The program of a C++ source, compiled once for each of its versions. */
function compiled(source: string): string {
  const version = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const cache = join(tmpdir(), `gatecast-bench-${process.getuid?.() ?? 0}`);
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const program = join(cache, `onednn-${version}`);
  if (!existsSync(program))
    execFileSync('g++', ['-O2', '-std=c++17', source, '-o', program, '-ldnnl'], { stdio: 'pipe' });
  return program;
}
