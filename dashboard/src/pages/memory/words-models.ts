import { answered, client, type ModelSummary } from '../../api/index.ts';
import type { Cell } from './walk.ts';

export const words = ['TRIANGLE', 'INTEGRAL', 'pytorch'] as const;
export const cells: readonly Cell[] = ['rnn', 'lstm', 'gru'];
export const stages = ['little', 'fully'] as const;
export type Stage = (typeof stages)[number];

const pollMs = 800;
const tag = 'how-it-remembers';
/** Few enough units to show each of them. */
const hiddenSize = 8;
const steps: Record<Stage, number> = { little: 40, fully: 1_500 };

export type WordModels = Record<Stage, Partial<Record<Cell, ModelSummary>>>;

/** The networks of this page: the newest of each kind. */
export async function readWordModels(signal: AbortSignal): Promise<WordModels> {
  const params = { query: { tag, limit: 200 } };
  const { data } = await answered(client.GET('/v1/models', { params, signal }));
  const found: WordModels = { little: {}, fully: {} };
  for (const model of data) {
    const stage = stages.find((name) => model.tags.includes(name));
    if (stage === undefined || model.kind !== 'symbols') continue;
    const known = found[stage][model.cell];
    // The newest is first. One that is of use is better than one that failed.
    if (known === undefined || (!isOfUse(known) && isOfUse(model))) found[stage][model.cell] = model;
  }
  return found;
}

/** Pause until the networks are read again; null while none of them trains. */
export function pollMsOf(models: WordModels): number | null {
  return allOf(models).some(({ status }) => status === 'training') ? pollMs : null;
}

function isOfUse({ status }: ModelSummary): boolean {
  return status === 'ready' || status === 'training';
}

export function allOf(models: WordModels): ModelSummary[] {
  return stages.flatMap((stage) => cells.flatMap((cell) => models[stage][cell] ?? []));
}

/** Stores the words, and trains each network on them, through the public API.
 *  @param callKey of the run: repeated with the same key it starts only what is missing */
export async function trainWords(callKey: string): Promise<void> {
  const { id } = await answered(
    client.POST('/v1/datasets', {
      body: {
        kind: 'symbols',
        name: words.join(', '),
        unit: 'character',
        sequences: words.map((text) => ({ id: text, text })),
      } as never,
      headers: { 'idempotency-key': callKey },
    }),
  );
  for (const stage of stages)
    for (const cell of cells)
      await answered(
        client.POST('/v1/models', {
          body: {
            dataset_id: id,
            name: `${cell.toUpperCase()} · ${stage === 'fully' ? 'words' : 'words, at first'}`,
            cell,
            hidden_size: hiddenSize,
            layers: 1,
            input: 'one_hot',
            steps: steps[stage],
            seed: 1,
            tags: [tag, stage],
          },
          headers: { 'idempotency-key': `${callKey}-${stage}-${cell}` },
        }),
      );
}
