import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useMessages } from '../../messages/index.ts';
import { memory } from '../../messages/memory.ts';
import { Choices, Fold, formatFixed, Panel, Select, Table } from '../../parts/index.ts';
import { StepBars } from './bars.tsx';
import { Heat } from './heat.tsx';
import { flowInWords, readingInWords } from './narration.ts';
import { keysOf, Player, usePlaying } from './player.tsx';
import { columnMax, columnMin, Unrolled } from './unrolled.tsx';
import type { M, Walk } from './walk.ts';
import { WeightSums } from './weight-sums.tsx';

type Tensor = 'hh' | 'ih';

/** A network that is stepped through in time, and the gradient that flows back through it. */
export function Stage(props: {
  walk: Walk;
  note: string;
  isSeries?: boolean;
  controls?: ComponentChildren;
  aside?: (at: number) => ComponentChildren;
}) {
  const m = useMessages(memory);
  const { walk, note, isSeries = false, controls, aside } = props;
  const { steps, layer, gradients, layerIndex } = walk;
  const playing = usePlaying(steps.length);
  const { at, isForward } = playing;
  const [whose, choose] = useState('all');
  const [tensorName, showTensor] = useState<Tensor>('hh');

  const all = gradients?.sources ?? [];
  const only = all.find(({ step }) => String(step) === whose);
  const { states, cells } = only ?? gradients ?? { states: [], cells: null };
  const sources = (only === undefined ? all : [only]).map(({ step }) => step);
  const tensor =
    only === undefined
      ? (gradients?.weights.find(({ name }) => name.endsWith(`weight_${tensorName}_l${layerIndex}`)) ?? null)
      : null;
  const said = isForward
    ? readingInWords(m, walk, at, isSeries)
    : flowInWords(m, walk, at, { arriving: states, sources, tensor });

  const place = useRef<HTMLDivElement>(null);
  const columnWidth = useColumnWidth(place, steps.length);
  const shared = { columnWidth, at, isForward };
  return (
    <>
      <Panel title={m.drawing} note={note}>
        {controls}
        <Player playing={playing} steps={steps.length} />
        {!isForward && all.length > 1 && (
          <div class="columns memory-narrow">
            <Select
              label={m.whose}
              options={[
                { value: 'all', label: m.allLosses },
                ...all.map(({ step }) => ({
                  value: String(step),
                  label: m.lossOf(step + 1, steps[step]?.came ?? ''),
                })),
              ]}
              value={only === undefined ? 'all' : whose}
              onChange={choose}
            />
          </div>
        )}
        <p class="memory-says" aria-live="polite">
          {said.join(' ')}
        </p>
        <Columns
          place={place}
          at={at}
          columnWidth={columnWidth}
          label={m.drawing}
          onKeyDown={keysOf(playing, steps.length)}
        >
          <Unrolled {...{ m, walk, sources }} {...shared} arriving={states} />
          {isForward ? (
            <Forward m={m} walk={walk} shared={shared} />
          ) : (
            <>
              <Row title={m.gradientRow} note={m.gradientRowNote}>
                <StepBars label={m.gradientRow} values={states} columnWidth={columnWidth} at={at} />
              </Row>
              {cells !== null && (
                <Row title={m.gradientCells}>
                  <StepBars label={m.gradientCells} values={cells} columnWidth={columnWidth} at={at} />
                </Row>
              )}
              {tensor !== null && (
                <Row title={m.partsRow} note={m.partsRowNote}>
                  <StepBars
                    label={m.partsRow}
                    values={tensor.norms}
                    line={tensor.sums}
                    columnWidth={columnWidth}
                    at={at}
                  />
                </Row>
              )}
            </>
          )}
        </Columns>
        {isForward && (
          <Fold title={m.unitValues}>
            <UnitTable layer={layer} at={at} />
          </Fold>
        )}
      </Panel>
      {isForward && aside?.(at)}
      {tensor?.parts !== undefined && (
        <Panel title={m.bpttTitle} note={m.bpttNote}>
          <Choices
            label={m.tensor}
            name="tensor"
            options={[
              { value: 'hh', label: m.tensorHh },
              { value: 'ih', label: m.tensorIh },
            ]}
            value={tensorName}
            onChange={showTensor}
          />
          {isForward ? (
            <p class="soft">{m.goBackwards}</p>
          ) : (
            <WeightSums tensor={{ ...tensor, parts: tensor.parts }} at={at} />
          )}
        </Panel>
      )}
    </>
  );
}

interface Shared {
  columnWidth: number;
  at: number;
  isForward: boolean;
}

function Forward({ m, walk, shared }: { m: M; walk: Walk; shared: Shared }) {
  const { layer, steps } = walk;
  const gateNames: Record<string, string> = {
    i: m.gateI,
    f: m.gateF,
    g: m.gateG,
    o: m.gateO,
    r: m.gateR,
    z: m.gateZ,
    n: m.gateN,
  };
  const units = layer.h[0]?.length ?? 0;
  const label = (name: string) => m.heatLabel(name, steps.length, units);
  const largestCell = Math.max(1, ...(layer.c ?? []).flat().map(Math.abs));
  return (
    <>
      <Row title={m.heatH} note={m.heatHNote}>
        <Heat label={label(m.heatH)} values={layer.h} kind="signed" {...shared} />
      </Row>
      {layer.c !== null && (
        <Row title={m.heatC} note={m.heatCNote}>
          <Heat label={label(m.heatC)} values={layer.c} kind="signed" largest={largestCell} {...shared} />
        </Row>
      )}
      {Object.entries(layer.gates).map(([gate, values]) => (
        <Row key={gate} title={gateNames[gate] ?? gate}>
          <Heat
            label={label(gateNames[gate] ?? gate)}
            values={values}
            kind={gate === 'n' || gate === 'g' ? 'signed' : 'share'}
            {...shared}
          />
        </Row>
      ))}
    </>
  );
}

function Row({ title, note, children }: { title: string; note?: string; children: ComponentChildren }) {
  return (
    <div class="memory-row">
      <div class="memory-row-title">
        <h3>{title}</h3>
        {note !== undefined && <p class="small faint">{note}</p>}
      </div>
      {children}
    </div>
  );
}

/** The columns of all steps. The present one is scrolled into view, and the arrow keys move it. */
function Columns(props: {
  place: RefObject<HTMLDivElement | null>;
  label: string;
  at: number;
  columnWidth: number;
  onKeyDown: (event: KeyboardEvent) => void;
  children: ComponentChildren;
}) {
  const { place, label, at, columnWidth, onKeyDown, children } = props;
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const x = at * columnWidth;
    const { scrollLeft, clientWidth } = element;
    if (x < scrollLeft + columnWidth || x + 2 * columnWidth > scrollLeft + clientWidth)
      element.scrollLeft = x - clientWidth / 2;
  }, [at, columnWidth]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: the keyboard steps and scrolls it
    <div
      ref={place}
      role="group"
      class="memory-columns"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard steps and scrolls it
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}

/** Columns that fill the place, within bounds. */
function useColumnWidth(place: RefObject<HTMLDivElement | null>, steps: number): number {
  const [width, measure] = useState(columnMin);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      const fitting = Math.floor((entry?.contentRect.width ?? 0) / steps);
      measure(Math.max(columnMin, Math.min(columnMax, fitting)));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [place, steps]);
  return width;
}

function UnitTable({ layer, at }: { layer: Walk['layer']; at: number }) {
  const m = useMessages(memory);
  const rows = (layer.h[at] ?? []).map((h, unit) => ({ unit, h }));
  return (
    <Table
      label={m.unitValues}
      keyOf={({ unit }) => String(unit)}
      rows={rows}
      columns={[
        { title: m.unit, isNumber: true, cell: ({ unit }) => unit + 1 },
        { title: 'h', isNumber: true, cell: ({ h }) => formatFixed(h, 3) },
        ...(layer.c === null
          ? []
          : [
              {
                title: 'c',
                isNumber: true,
                cell: ({ unit }: { unit: number }) => formatFixed(layer.c?.[at]?.[unit], 3),
              },
            ]),
        ...Object.entries(layer.gates).map(([gate, values]) => ({
          title: gate,
          isNumber: true,
          cell: ({ unit }: { unit: number }) => formatFixed(values[at]?.[unit], 3),
        })),
      ]}
    />
  );
}
