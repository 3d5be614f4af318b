/** The instant forecast beside the best possible one, on processes whose best forecast is known. A cell is a process
 *  with a length of history; its figure is the mean absolute error over that of the truth. It takes a minute, so that a
 *  training of the network can be judged often. */
import { type MethodName, methods } from '../../src/forecasting/index.ts';
import { atLeast, type Goal } from '../goals.ts';
import { madeBy, processes } from './processes.ts';

const seriesOfCell = 200;
const ratioMax = 1.1;
const shareMin = 0.85;
const compared = ['instant', 'theta', 'ets'] as const satisfies MethodName[];

type Cell = Record<string, string | number>;

export function instantCells(): { cells: Cell[]; goals: Goal[] } {
  const cells = processes.flatMap((process) =>
    process.lengths.map((length): Cell => {
      const made = madeBy(process, length, seriesOfCell);
      const { season, horizon } = process;
      const histories = made.map(({ values }) => values.slice(0, length));
      const errorOf = (forecasts: readonly Float64Array[]) =>
        made.reduce((sum, { values }, i) => {
          const future = values.subarray(length);
          return sum + future.reduce((all, y, h) => all + Math.abs(y - forecasts[i][h]), 0);
        }, 0);
      const best = errorOf(made.map(({ truth }) => truth));
      const ratios = compared.map((name) => {
        const fitted = methods[name].fit(histories, { horizon, season, levels: [0.5] });
        return [name, errorOf(histories.map((history, i) => fitted[i](history).point)) / best] as const;
      });
      return { process: process.name, length, season, ...Object.fromEntries(ratios) };
    }),
  );
  const close = cells.filter(({ instant }) => Number(instant) <= ratioMax).length / cells.length;
  return { cells, goals: atLeast(`share of cells within ${ratioMax} of the truth`, shareMin, close) };
}
