/** A forecast fan as text: history as a line, the future as shaded intervals around the median. */

export interface FanChart {
  history: number[];
  median: number[];
  /** Widest first. */
  intervals: { lower: number[]; upper: number[]; shade: string }[];
}

const rows = 15;
const columnsPerStep = 2;
const historyColumns = 48;

/** Lines of text, each `rows` high with an axis on the left. */
export function drawFanChart(fan: FanChart): string[] {
  const history = fan.history.slice(-historyColumns);
  const all = [
    ...history,
    ...fan.median,
    ...fan.intervals.flatMap(({ lower, upper }) => [...lower, ...upper]),
  ];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const span = high - low || 1;
  const rowOf = (value: number) => Math.round(((high - value) / span) * (rows - 1));

  const columns = history.length + fan.median.length * columnsPerStep;
  const grid = Array.from({ length: rows }, () => new Array<string>(columns).fill(' '));
  const columnOf = (step: number) => history.length + step * columnsPerStep;

  for (const { lower, upper, shade } of fan.intervals) {
    for (let step = 0; step < lower.length; step++) {
      for (let row = rowOf(upper[step]); row <= rowOf(lower[step]); row++) {
        for (let c = 0; c < columnsPerStep; c++) grid[row][columnOf(step) + c] = shade;
      }
    }
  }
  for (let t = 0; t < history.length; t++) {
    const row = rowOf(history[t]);
    const before = t === 0 ? row : rowOf(history[t - 1]);
    const [top, bottom] = [Math.min(row, before), Math.max(row, before)];
    for (let between = top; between <= bottom; between++) grid[between][t] = '│';
    grid[row][t] = row === before ? '─' : row < before ? '╭' : '╰';
    if (row !== before) grid[before][t] = row < before ? '╯' : '╮';
  }
  for (let step = 0; step < fan.median.length; step++) {
    for (let c = 0; c < columnsPerStep; c++) grid[rowOf(fan.median[step])][columnOf(step) + c] = '━';
  }

  const digits = span >= 20 ? 0 : 2;
  const label = (row: number) => (high - (row / (rows - 1)) * span).toFixed(digits);
  const width = Math.max(label(0).length, label(rows - 1).length);
  return grid.map((cells, row) => {
    const tick = row % 7 === 0 ? label(row) : '';
    return `${tick.padStart(width)} ${tick === '' ? '│' : '┤'}${cells.join('').trimEnd()}`;
  });
}
