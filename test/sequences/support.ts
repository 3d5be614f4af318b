import {
  control,
  type JobMessage,
  type SymbolTrainOutcome,
  type SymbolTrainTask,
} from '../../src/contracts/ports/index.ts';
import type { SymbolSpec } from '../../src/contracts/schemas/models/symbol-model.ts';
import { readSymbolJson } from '../../src/sequences/reading/json.ts';
import { trainSymbols } from '../../src/sequences/training/train-model.ts';
import { watched } from '../support/supervision.ts';

/** Texts as sequences of characters, with the vocabulary that an upload learns. */
export function letters(texts: string[]) {
  return readSymbolJson({ kind: 'symbols', sequences: texts.map((text) => ({ text })) });
}

export function symbolSpec(settings: Partial<SymbolSpec> = {}): SymbolSpec {
  return {
    family: 'symbols',
    unit: 'character',
    cell: 'gru',
    preset: 'fast',
    input: 'embedding',
    embedding_size: null,
    context_length: null,
    layers: null,
    hidden_size: null,
    dropout: null,
    steps: null,
    batch_size: null,
    learning_rate: null,
    weight_decay: null,
    seed: 1,
    vocabulary_size: null,
    boundary: null,
    ...settings,
  };
}

type Task = Pick<SymbolTrainTask, 'spec' | 'vocabulary' | 'sequences'> & {
  checkpoint?: Uint8Array;
  initialWeights?: Uint8Array;
  /** The order comes when so many steps are done. */
  suspendAfterSteps?: number;
  cancelAfterSteps?: number;
};

/** A training in this thread, under a clock that has each step reported, so that orders come at a known step. */
export async function runSymbols(task: Task) {
  const checkpoints: Extract<JobMessage, { type: 'checkpoint' }>[] = [];
  /** Called with each report of progress. */
  const steps: number[] = [];
  const { supervision } = watched({
    tickMs: 300, // more than lies between two reports of progress
    onMessage(message, words) {
      if (message.type === 'checkpoint') {
        checkpoints.push(message);
        return;
      }
      if (message.type !== 'progress') return;
      const { step } = message.progress;
      steps.push(step);
      if (step === task.suspendAfterSteps) Atomics.store(words, control.command, control.suspend);
      if (step === task.cancelAfterSteps) Atomics.store(words, control.command, control.cancel);
    },
  });
  const { spec, vocabulary, sequences, initialWeights = null, checkpoint = null } = task;
  const outcome = await trainSymbols(
    { spec, vocabulary, sequences, initialWeights, checkpoint, kernel: null },
    supervision,
  );
  return { outcome, checkpoints, steps };
}

export function succeeded({ outcome }: { outcome: SymbolTrainOutcome }) {
  if (outcome.status !== 'succeeded') throw new Error(JSON.stringify(outcome));
  return outcome;
}
