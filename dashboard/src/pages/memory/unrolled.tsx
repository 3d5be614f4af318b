import { formatPercent, formatValue } from '../../parts/index.ts';
import { type M, norm, type Walk } from './walk.ts';

/** Bounds of the width of a column. */
export const columnMin = 56;
export const columnMax = 112;
const box = { top: 62, width: 36, height: 92 };
const bottom = box.top + box.height;
const height = bottom + 62;
const middle = box.top + box.height / 2;
const strokeMax = 7;
const nameHeight = 26;

/** The network, drawn once for each step, with what flows between the steps: states forwards, gradients backwards.
 *  The width of an arrow is the size of what flows. */
export function Unrolled(props: {
  m: M;
  walk: Walk;
  at: number;
  isForward: boolean;
  columnWidth: number;
  /** Sizes of the gradient that arrives at each state. */
  arriving: readonly number[];
  /** Steps whose loss flows back. */
  sources: readonly number[];
}) {
  const { m, walk, at, isForward, columnWidth, arriving, sources } = props;
  const { steps, layer } = walk;
  const width = steps.length * columnWidth;
  const reached = (i: number) => (isForward ? i <= at : i >= at);
  const largestState = Math.max(...layer.h.map(norm), 1e-9);
  const largestGradient = Math.max(...arriving, 1e-30);
  const stateWidth = (i: number) => 1 + (strokeMax - 1) * (norm(layer.h[i] ?? []) / largestState);
  const gradientWidth = (i: number) => 0.75 + strokeMax * Math.sqrt((arriving[i] ?? 0) / largestGradient);
  return (
    <svg
      class="memory-unrolled"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={m.drawingLabel(walk.cell.toUpperCase(), steps.length)}
    >
      {steps.map(({ read, expects, output, loss }, i) => {
        const x = i * columnWidth + columnWidth / 2;
        const right = x + box.width / 2;
        const nextLeft = right + columnWidth - box.width;
        const isSource = sources.includes(i);
        return (
          <g key={i} class="memory-step" data-reached={reached(i)} data-now={i === at}>
            {isForward ? (
              <>
                <Name class="memory-above" text={expects?.name ?? ''} x={x} y={0} width={columnWidth} />
                <text class="memory-above-note" x={x} y={34}>
                  {expects === null ? (output ?? '') : formatPercent(expects.probability)}
                </text>
                {(expects ?? output) !== null && <Arrow from={[x, box.top - 2]} to={[x, 42]} width={1.5} />}
              </>
            ) : (
              <>
                <text class="memory-above-note" x={x} y={18}>
                  {isSource && loss !== null ? m.lossAt : ''}
                </text>
                <text class="memory-above-note" x={x} y={34}>
                  {isSource ? (output ?? formatValue(loss, 2)) : ''}
                </text>
                {isSource && <Arrow isGradient from={[x, 40]} to={[x, box.top - 4]} width={2} />}
              </>
            )}
            <rect
              class="memory-box"
              x={x - box.width / 2}
              y={box.top}
              width={box.width}
              height={box.height}
              rx="6"
            />
            <Units values={layer.h[i] ?? []} x={x - box.width / 2 + 5} />
            {i < steps.length - 1 &&
              (isForward ? (
                <Arrow from={[right + 2, middle]} to={[nextLeft - 4, middle]} width={stateWidth(i)} />
              ) : (
                <Arrow
                  isGradient
                  from={[nextLeft - 2, middle]}
                  to={[right + 4, middle]}
                  width={gradientWidth(i)}
                />
              ))}
            {read !== null && <Arrow from={[x, bottom + 26]} to={[x, bottom + 4]} width={1.5} />}
            <Name
              class="memory-read"
              isSmall={read === null || read.length > 2}
              text={read ?? m.start}
              x={x}
              y={bottom + 28}
              width={columnWidth}
            />
          </g>
        );
      })}
    </svg>
  );
}

/** The name of a symbol in the middle of its column, shortened where it is too long. */
function Name(props: {
  class: string;
  text: string;
  x: number;
  y: number;
  width: number;
  isSmall?: boolean;
}) {
  const { text, x, y, width, isSmall = false } = props;
  return (
    <foreignObject x={x - width / 2} y={y} width={width} height={nameHeight}>
      <div class={`memory-name ${props.class}`} data-small={isSmall} title={text}>
        {text}
      </div>
    </foreignObject>
  );
}

function Units({ values, x }: { values: readonly number[]; x: number }) {
  const room = box.height - 10;
  const size = room / Math.max(1, values.length);
  return (
    <>
      <rect class="memory-ground" x={x} y={box.top + 5} width={box.width - 10} height={room} />
      {values.map((value, unit) => (
        <rect
          key={unit}
          class="memory-heat"
          data-sign={value < 0 ? 'minus' : 'plus'}
          x={x}
          y={box.top + 5 + unit * size}
          width={box.width - 10}
          height={Math.max(0.5, size - (size > 4 ? 1 : 0))}
          fill-opacity={Math.min(1, Math.abs(value))}
        />
      ))}
    </>
  );
}

function Arrow(props: {
  from: readonly [number, number];
  to: readonly [number, number];
  width: number;
  isGradient?: boolean;
}) {
  const { from, to, width, isGradient = false } = props;
  const [dx, dy] = [Math.sign(to[0] - from[0]), Math.sign(to[1] - from[1])];
  const head = 4 + width / 3;
  const [bx, by] = [to[0] - dx * head, to[1] - dy * head];
  return (
    <g class="memory-arrow" data-gradient={isGradient}>
      <path d={`M${from[0]} ${from[1]}L${bx} ${by}`} stroke-width={width} />
      <path
        d={`M${to[0]} ${to[1]}L${bx + dy * head} ${by + dx * head}L${bx - dy * head} ${by - dx * head}Z`}
      />
    </g>
  );
}
