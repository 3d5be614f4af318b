import type { Model, SymbolCard } from '../../api/index.ts';
import { compare } from '../../messages/compare.ts';
import { useMessages } from '../../messages/index.ts';
import { methodName, methods } from '../../messages/methods.ts';
import { type Bar, BarChart } from '../../parts/charts/index.ts';
import { formatCount, formatFixed, formatPercent, formatValue, Panel, Table } from '../../parts/index.ts';

/** A model of symbols with its card. */
export interface TestedSymbols {
  model: Model;
  card: SymbolCard;
}

/** Chains beside the models: the best ones. */
const chainsShown = 3;

/** Models with cards, if all of them are models of symbols that were tested on the same symbols; else null. Which
 *  symbols are held out follows from the version of the dataset alone. */
export function onSameSymbols(models: readonly Model[]): TestedSymbols[] | null {
  const tested = models.flatMap((model) =>
    model.card !== null && 'evaluation' in model.card ? [{ model, card: model.card }] : [],
  );
  const places = tested.map(({ model, card }) =>
    JSON.stringify([model.dataset_id, model.dataset_version, card.evaluation]),
  );
  return tested.length === models.length && new Set(places).size === 1 ? tested : null;
}

/** Models of symbols side by side: how well each predicts the next symbol of the same part. */
export function SymbolResults({ tested }: { tested: readonly TestedSymbols[] }) {
  const m = useMessages(compare);
  const names = useMessages(methods);
  const { evaluation, metrics } = tested[0]?.card ?? { evaluation: null, metrics: {} };
  const chains = Object.entries(metrics)
    .filter(([name]) => name !== 'auto')
    .sort(([, a], [, b]) => a.bits_per_symbol - b.bits_per_symbol)
    .slice(0, chainsShown)
    .map(([name, values]) => ({
      id: name,
      name: methodName(names, name),
      isModel: false,
      values,
      skill: null,
    }));
  const rows = [
    ...tested.flatMap(({ model, card }) =>
      card.metrics.auto === undefined
        ? []
        : [{ id: model.id, name: model.name, isModel: true, values: card.metrics.auto, skill: card.skill }],
    ),
    ...chains,
  ].sort((a, b) => a.values.bits_per_symbol - b.values.bits_per_symbol);
  const [best, second] = rows.filter(({ isModel }) => isModel);
  const bars = rows.map(
    ({ name, isModel, values }): Bar => ({
      label: name,
      value: values.bits_per_symbol,
      kind: isModel ? 'good' : 'other',
      text: formatFixed(values.bits_per_symbol, 2),
    }),
  );
  const part = evaluation?.on === 'in_sample' ? m.symbolsInSample : m.symbolsHeldOut;
  return (
    <>
      <Panel title={m.result} note={part(formatCount(evaluation?.symbols ?? 0))}>
        {best !== undefined && second !== undefined && (
          <p class="compare-verdict">
            {(isClear(best.skill, second.skill) ? m.symbolsBest : m.symbolsTie)(
              best.name,
              second.name,
              formatPercent(1 - best.values.bits_per_symbol / (second.values.bits_per_symbol || 1), 1),
            )}
          </p>
        )}
        <p class="small soft">{m.symbolsHelp}</p>
        <Table
          label={m.result}
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            {
              title: m.model,
              isHead: true,
              cell: ({ id, name, isModel }) =>
                isModel ? <a href={`/app/models/${id}`}>{name}</a> : <span class="soft">{name}</span>,
            },
            {
              title: m.bits,
              isNumber: true,
              cell: ({ values }) => formatFixed(values.bits_per_symbol, 3),
            },
            { title: m.perplexity, isNumber: true, cell: ({ values }) => formatValue(values.perplexity, 4) },
            {
              title: m.accuracy,
              isNumber: true,
              cell: ({ values }) => formatPercent(values.top1_accuracy, 1),
            },
            {
              title: m.overChain,
              isNumber: true,
              cell: ({ skill }) =>
                skill === null
                  ? '–'
                  : `${formatPercent(skill.value, 1)} (${formatPercent(skill.lower, 1)} – ${formatPercent(skill.upper, 1)})`,
            },
          ]}
        />
      </Panel>
      <Panel title={m.bits}>
        <div class="compare-bars">
          <BarChart label={m.bits} bars={bars} />
        </div>
      </Panel>
    </>
  );
}

/** Whether the intervals of two skills over the same chain lie apart. */
function isClear(best: SymbolCard['skill'], second: SymbolCard['skill']): boolean {
  return best !== null && second !== null && best.baseline === second.baseline && best.lower > second.upper;
}
