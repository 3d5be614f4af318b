import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng, encodeSafetensors, type Kernel } from '../../src/engine/index.ts';
import { clipNorm, createNetwork, learningRate } from './ours.ts';
import type { RunningPeer } from './peers.ts';
import type { Row } from './rows.ts';

export interface SameLoss {
  cell: string;
  steps: number;
  ours: number;
  torch: number;
  relativeDifference: number;
  /** Largest, before training, of outputs between -1 and 1. */
  outputDifference: number;
  ok: boolean;
}

const lossDifferenceMax = 1e-4;
const outputDifferenceMax = 1e-5;

/** PyTorch loads our weights file with `load_state_dict`, unchanged, answers as we do, and ends at the same loss
 *  after as many steps on the same data. */
export async function checkSameLoss(
  kernel: Kernel,
  torch: RunningPeer,
  row: Row,
  steps: number,
): Promise<SameLoss> {
  const [batch, length, inputSize, hiddenSize, layers] = row.shape;
  const network = createNetwork(kernel, row, createRng(5), false);
  const { parameters, encoder, x, y } = network;
  const { output } = encoder.forward(x, { steps: length, batch, training: false });
  const stored = parameters.tensors.map(({ name, shape, value }) => ({ name, shape, data: value }));
  const isHead = ({ name }: { name: string }) => name.startsWith('head.');
  const given = [
    { name: 'x', shape: [length, batch, inputSize], data: x },
    { name: 'y', shape: [batch], data: y },
    { name: 'output', shape: [length, batch, hiddenSize], data: output },
  ];

  const folder = mkdtempSync(join(tmpdir(), 'gatecast-bench-'));
  try {
    const [weights, situation] = [join(folder, 'weights'), join(folder, 'case')];
    writeFileSync(weights, encodeSafetensors(stored.filter((tensor) => !isHead(tensor))));
    writeFileSync(situation, encodeSafetensors([...given, ...stored.filter(isHead)]));
    const question = [row.cell, layers, steps, learningRate, clipNorm, weights, situation];
    const answer: { output_difference: number; losses: number[] } = JSON.parse(
      await torch.process.ask(`check ${question.join(' ')}`),
    );
    for (let step = 0; step < steps; step++) network.trainStep();
    const ours = network.lossValue[0];
    const theirs = answer.losses[steps - 1];
    const relativeDifference = Math.abs(ours - theirs) / Math.abs(theirs);
    const outputDifference = answer.output_difference;
    const ok = relativeDifference <= lossDifferenceMax && outputDifference <= outputDifferenceMax;
    return { cell: row.cell, steps, ours, torch: theirs, relativeDifference, outputDifference, ok };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
