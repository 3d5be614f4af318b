import { useState } from 'preact/hooks';
import {
  answered,
  client,
  failureOf,
  GatecastError,
  type ModelSummary,
  newCallKey,
  type SymbolTrace,
  useKept,
  useResource,
} from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { memory } from '../../messages/memory.ts';
import {
  Button,
  Choices,
  ErrorNotice,
  Loaded,
  Notice,
  Panel,
  ProblemText,
  Progress,
  Skeleton,
} from '../../parts/index.ts';
import { query, setQuery } from '../../shell/index.ts';
import { Fade } from './fade.tsx';
import { LetterWhy } from './letter-why.tsx';
import { Pair } from './pair.tsx';
import { Stage } from './stage.tsx';
import { type Cell, walkOfSymbols } from './walk.ts';
import {
  allOf,
  cells,
  type Stage as Learnt,
  pollMsOf,
  readWordModels,
  stages,
  trainWords,
  type WordModels,
  words,
} from './words-models.ts';

const count = cells.length * stages.length;

/** Small networks that have learnt three words, to step through. */
export function WordsView() {
  const models = useResource(readWordModels, [], { pollMs: pollMsOf });
  return (
    <Loaded resource={models}>
      {(known) => <WordNetworks models={known} onTrained={() => void models.reload()} />}
    </Loaded>
  );
}

function WordNetworks({ models, onTrained }: { models: WordModels; onTrained: () => void }) {
  const m = useMessages(memory);
  const [error, fail] = useState<Error | null>(null);
  const [isBusy, busy] = useState(false);
  const [callKey, setCallKey] = useState(newCallKey);
  const all = allOf(models);
  const ready = all.filter(({ status }) => status === 'ready');
  if (ready.length === count) return <Words models={models} />;
  const isTraining = all.some(({ status }) => status === 'training');
  const failed = all.find(({ status }) => status === 'failed' || status === 'cancelled');
  const train = async () => {
    busy(true);
    // With the key of a run that failed, the service would answer with its failed networks.
    const runKey = failed === undefined ? callKey : newCallKey();
    setCallKey(runKey);
    try {
      await trainWords(runKey);
      setCallKey(newCallKey());
      fail(null);
    } catch (thrown) {
      // The dataset of the run may have been deleted.
      if (thrown instanceof GatecastError && thrown.status === 404) setCallKey(newCallKey());
      const failure = failureOf(thrown);
      fail('error' in failure ? failure.error : (thrown as Error));
    }
    // Some of them may have begun before one was refused.
    onTrained();
    busy(false);
  };
  return (
    <Panel title={m.trainTitle}>
      <p>{m.trainText}</p>
      {error !== null && <ErrorNotice error={error} />}
      {!isTraining && failed !== undefined && (
        <Notice kind="bad">
          {m.trainFailed} {failed.error !== null && <ProblemText problem={failed.error} />}
        </Notice>
      )}
      {isTraining || isBusy ? (
        <div class="stack stack-tight" aria-live="polite">
          <Progress label={m.trainTitle} value={ready.length / count} />
          <span class="small soft">{m.trainRunning(ready.length, count)}</span>
        </div>
      ) : (
        <div>
          <Button kind="primary" onClick={() => void train()}>
            {all.length === 0 ? m.trainButton : m.trainAgain}
          </Button>
        </div>
      )}
    </Panel>
  );
}

/** @param ends whether the model knows ends, and the sequence ends after the context */
export async function traceOf(
  model: string,
  context: string | string[],
  ends: boolean,
  signal: AbortSignal,
): Promise<SymbolTrace> {
  const params = { path: { model_id: model } };
  const body = { context, ends, gradients: 'parts' as const, top: 3 };
  const answer = await answered(client.POST('/v1/models/{model_id}/trace', { params, body, signal }));
  if (!('symbols' in answer)) throw new Error('The trace is that of a series.');
  return answer;
}

/** Symbols that a network has read at a step. */
export function readUntil({ symbols }: SymbolTrace, at: number): string[] {
  return symbols.slice(0, at + 1).filter((symbol) => symbol !== null);
}

function Words({ models }: { models: WordModels }) {
  const m = useMessages(memory);
  const word = words.find((name) => name === query.value.get('word')) ?? words[0];
  const cell = cells.find((name) => name === query.value.get('cell')) ?? 'rnn';
  const learnt = stages.find((name) => name === query.value.get('learnt')) ?? 'fully';
  const ofStage = models[learnt];
  const ids = cells.map((name) => ofStage[name]?.id ?? '');
  const traces = useResource(
    async (signal) => {
      const read = async (name: Cell) => {
        const model = ofStage[name] as ModelSummary;
        const [traced, ...pair] = await Promise.all(
          [word, ...words.slice(0, 2)].map((text) => traceOf(model.id, text, true, signal)),
        );
        return [name, { traced: traced as SymbolTrace, pair }] as const;
      };
      return { word, byCell: new Map(await Promise.all(cells.map(read))) };
    },
    [word, ...ids],
  );
  // The last word stays on the screen while the next one is read.
  const shown = useKept(traces);
  const state = traces.state.value;
  const own = shown?.byCell.get(cell);
  const controls = (
    <div class="memory-controls">
      <Choices
        label={m.word}
        name="word"
        options={words.map((name) => ({ value: name, label: name }))}
        value={word}
        onChange={(value) => setQuery({ word: value })}
      />
      <Choices
        label={m.cell}
        name="cell"
        options={cells.map((name) => ({ value: name, label: name.toUpperCase() }))}
        value={cell}
        onChange={(value) => setQuery({ cell: value })}
      />
      <Choices
        label={m.learnt}
        name="learnt"
        options={stages.map((name: Learnt) => ({
          value: name,
          label: name === 'little' ? m.learntLittle : m.learntFully,
        }))}
        value={learnt}
        onChange={(value) => setQuery({ learnt: value })}
      />
    </div>
  );
  if (own === undefined || shown === null)
    return (
      <Loaded
        resource={traces}
        loading={
          <Panel>
            <Skeleton hasBlock />
          </Panel>
        }
      >
        {() => null}
      </Loaded>
    );
  return (
    <>
      {'error' in state && <ErrorNotice error={state.error} onRetry={() => void traces.reload()} />}
      <Stage
        walk={walkOfSymbols(m, own.traced)}
        note={m.drawingNote}
        controls={controls}
        aside={(at) => <LetterWhy model={own.traced.model_id} context={readUntil(own.traced, at)} />}
      />
      <div class="columns columns-wide">
        <Pair words={[words[0], words[1]]} traces={own.pair} />
        <Fade
          walks={[...shown.byCell].map(([name, { traced }]) => ({ name, walk: walkOfSymbols(m, traced) }))}
        />
      </div>
    </>
  );
}
