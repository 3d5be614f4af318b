import { useEffect, useRef, useState } from 'preact/hooks';
import {
  client,
  type SymbolForecast as Found,
  type NextSymbol,
  readBeginning,
  type SymbolForecastIn,
  type SymbolSpec,
  useKept,
  useResource,
} from '../../api/index.ts';
import { forecast } from '../../messages/forecast.ts';
import { useMessages } from '../../messages/index.ts';
import { BarChart } from '../../parts/charts/index.ts';
import {
  Button,
  contextOfText,
  ErrorNotice,
  FailureState,
  Field,
  formatFixed,
  formatProbability,
  Icon,
  Notice,
  Panel,
  Skeleton,
  textOfSymbols,
  useSettledText,
} from '../../parts/index.ts';
import { query, setQuery } from '../../shell/index.ts';
import { useContextText } from './context-text.ts';
import type { Offer, Source } from './reading.ts';
import { SourceSelect } from './source-select.tsx';
import { SameCall } from './take.tsx';

const lengthDefault = 12;
const lengthMax = 200;
const settledMs = 150;
const top = 6;
const samples = 4;
const firstSymbols = 3;

/** Continues a sequence of letters or words with a model of symbols. */
export function SymbolForecast({ offer, source }: { offer: Offer; source: Source }) {
  const m = useMessages(forecast);
  const { model } = source;
  if (model === null || model.status !== 'ready')
    return (
      <Panel>
        <SourceSelect offer={offer} source={source} />
        {model?.status === 'training' ? (
          <Notice>
            <strong>{m.isTraining}</strong>
            <span>
              {m.isTrainingSymbols} <a href={`/app/train/${model.job_id}`}>{m.followTraining}</a>
            </span>
          </Notice>
        ) : (
          <Notice kind="warn">{m.notReady}</Notice>
        )}
      </Panel>
    );
  return <Continue offer={offer} source={source} model={model.id} spec={model.spec as SymbolSpec} />;
}

function Continue(props: { offer: Offer; source: Source; model: string; spec: SymbolSpec }) {
  const m = useMessages(forecast);
  const { offer, source, model, spec } = props;
  const isWords = spec.unit === 'word';
  const first = useFirstContext(source, isWords);
  const given = useContextText();
  const context = given.text ?? first;
  const [typed, type] = useState<string | null>(null);
  const [seed, draw] = useState(1);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const length = Math.min(lengthMax, Math.max(1, Number(query.value.get('length')) || lengthDefault));
  const typedLength = useSettledText(String(length), (text) => {
    if (!(Number(text) >= 1)) return false;
    setQuery({ length: String(Math.min(lengthMax, Math.floor(Number(text)))) });
    return true;
  });
  const isEmpty = contextOfText(typed ?? context ?? '', isWords) === null;
  const body = { context: contextOfText(context ?? '', isWords), top, length, samples, seed };
  const answer = useResource(
    async (signal) => {
      if (body.context === null) return null;
      return client.forecast(model, body as SymbolForecastIn, { signal });
    },
    [model, context, length, seed],
  );
  const state = answer.state.value;
  const found = useKept(answer);
  return (
    <>
      <Panel>
        <div class="columns forecast-controls">
          <SourceSelect offer={offer} source={source} />
          <Field
            label={m.context}
            hint={
              <>
                {isWords ? m.contextHintWords : m.contextHint} {given.isLong && m.contextLong}
              </>
            }
            error={isEmpty && typed !== null ? m.contextEmpty : undefined}
          >
            {(ids) => (
              <input
                {...ids}
                class="input forecast-context"
                autocomplete="off"
                spellcheck={false}
                value={typed ?? context ?? ''}
                onInput={({ currentTarget: { value } }) => {
                  type(value);
                  clearTimeout(timer.current);
                  if (contextOfText(value, isWords) !== null)
                    timer.current = setTimeout(() => given.take(value), settledMs);
                }}
              />
            )}
          </Field>
          <Field label={m.length}>
            {(ids) => <input {...ids} {...typedLength} class="input" type="number" min={1} max={lengthMax} />}
          </Field>
        </div>
      </Panel>
      {state.status === 'error' && <ErrorNotice error={state.error} onRetry={() => void answer.reload()} />}
      {(state.status === 'forbidden' || state.status === 'unauthorized') && (
        <Panel>
          <FailureState failure={state} onRetry={() => void answer.reload()} />
        </Panel>
      )}
      {found === null ? (
        state.status === 'loading' && (
          <Panel>
            <Skeleton />
          </Panel>
        )
      ) : (
        <Continuations found={found} isWords={isWords} onDraw={() => draw(seed + 1)} />
      )}
      {found !== null && (
        <Panel>
          <SameCall call={{ model, body }} />
        </Panel>
      )}
    </>
  );
}

function Continuations({ found, isWords, onDraw }: { found: Found; isWords: boolean; onDraw: () => void }) {
  const m = useMessages(forecast);
  const between = isWords ? ' ' : '';
  const context = textOfSymbols(found.context, isWords);
  const { continuation, unknown } = found;
  const largest = Math.max(1, ...found.bits);
  return (
    <>
      {unknown.length > 0 && (
        <Notice kind="warn">
          {m.unknownIn([...new Set(unknown.map(({ symbol }) => symbol))].join(', '))}
        </Notice>
      )}
      <div class="columns columns-wide">
        <Panel title={m.next} note={m.nextNote}>
          <BarChart
            label={m.next}
            bars={found.next.map((next) => ({
              label: nameOf(m, next),
              value: next.probability,
              text: formatProbability(next.probability),
            }))}
          />
        </Panel>
        {continuation !== null && (
          <Panel title={m.continuation} note={continuation.ended ? m.ends : m.goesOn}>
            <p class="forecast-continuation">
              {context}
              {between}
              <span class="forecast-added">{textOfSymbols(continuation.symbols, isWords)}</span>
              {continuation.ended && <span class="faint"> ∎</span>}
            </p>
            <p class="small soft">{m.probabilityOf(formatProbability(2 ** -continuation.bits))}</p>
            <h3>{m.others}</h3>
            <p class="small soft">{m.othersNote}</p>
            <ul class="forecast-others">
              {found.samples.map(({ symbols, ended }, i) => (
                <li key={i}>
                  {context}
                  {between}
                  <span class="forecast-added">{textOfSymbols(symbols, isWords)}</span>
                  {ended && <span class="faint"> ∎</span>}
                </li>
              ))}
            </ul>
            <div>
              <Button size="small" onClick={onDraw}>
                <Icon name="retry" size={14} />
                {m.drawAgain}
              </Button>
            </div>
          </Panel>
        )}
      </div>
      <Panel title={m.surprise} note={m.surpriseNote}>
        <ul class="forecast-symbols">
          {found.context.map((symbol, i) => (
            <li key={i} class="forecast-symbol">
              <span class="forecast-context">{symbol === ' ' ? m.space : symbol}</span>
              <span
                class="forecast-symbol-mark"
                style={{ opacity: 0.12 + (0.88 * (found.bits[i] ?? 0)) / largest }}
              />
              <span class="small soft">{formatFixed(found.bits[i], 1)}</span>
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}

function nameOf(m: (typeof forecast)['en'], { symbol, kind }: NextSymbol): string {
  if (kind === 'end') return m.end;
  if (kind === 'unknown' || symbol === null) return m.unknownSymbol;
  return symbol === ' ' ? m.space : symbol;
}

/** The beginning of the data, to start with something that the model knows. */
function useFirstContext({ dataset }: Source, isWords: boolean): string | null {
  const start = useResource((signal) => readBeginning(dataset.id, firstSymbols, signal), [dataset.id]);
  const state = start.state.value;
  if (state.status === 'loading') return null;
  return state.status === 'ready' ? textOfSymbols(state.value, isWords) : '';
}
