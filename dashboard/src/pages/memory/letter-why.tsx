import { client, type SymbolForecastIn, useKept, useResource } from '../../api/index.ts';
import { useMessages } from '../../messages/index.ts';
import { memory } from '../../messages/memory.ts';
import { BarChart } from '../../parts/charts/index.ts';
import { ErrorNotice, formatProbability, formatValue, Panel, Skeleton } from '../../parts/index.ts';

/** What each symbol that was read adds to the most likely next one. */
export function LetterWhy({ model, context }: { model: string; context: readonly string[] }) {
  const m = useMessages(memory);
  const key = JSON.stringify(context);
  const found = useResource(
    async (signal) => {
      if (context.length === 0) return null;
      const body = { context: [...context], top: 1, explain: true } as SymbolForecastIn;
      return (await client.forecast(model, body, { signal })).explanation ?? null;
    },
    [model, key],
  );
  const state = found.state.value;
  const kept = useKept(found);
  const shown = context.length === 0 ? null : kept;
  const name = shown === null ? '' : (shown.symbol ?? (shown.kind === 'end' ? m.end : m.unknown));
  return (
    <Panel title={shown === null ? m.letterTitleStart : m.letterTitle(name)} note={m.letterNote}>
      {'error' in state && <ErrorNotice error={state.error} onRetry={() => void found.reload()} />}
      {shown !== null && (
        <>
          <BarChart
            label={m.letterTitle(name)}
            bars={shown.contributions.map(({ position, symbol, value }) => ({
              label: `${position + 1}. ${symbol}`,
              value,
              kind: value < 0 ? ('bad' as const) : ('good' as const),
              text: m.bits(`${value < 0 ? '−' : '+'}${formatValue(Math.abs(value), 2)}`),
            }))}
          />
          <p class="soft">
            {m.letterSum(
              formatProbability(2 ** shown.baseline),
              formatProbability(2 ** shown.forecast),
              name,
            )}
          </p>
        </>
      )}
      {shown === null &&
        (context.length === 0 ? <p class="soft">{m.letterNothing}</p> : !('error' in state) && <Skeleton />)}
    </Panel>
  );
}
