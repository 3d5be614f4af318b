import { etsBounds, etsSeasons, etsTrends, simplexTolerance } from '../contract/ets.ts';
import { type ExactKernels, lagChanges } from '../contract/exact.ts';
import { exactReference } from '../reference/exact/index.ts';
import { addon, instructionSets } from './index.ts';
import { createWorkArray } from './work-array.ts';

const { alphaMin, alphaMax, phiMin, phiMax } = etsBounds;
const etsNumbers = Float64Array.of(alphaMin, alphaMax, phiMin, phiMax, simplexTolerance);
/** Histories of a search have a column each in this many lanes. */
const etsLanes = 16;
/** Longer histories are searched one after the other: columns would need much memory. */
const etsLengthMax = 20_000;

/** The exact kernels of ../source for one instruction set; default: the fastest. Null if they are not compiled on this
 *  machine. */
export function createNativeExact(instructionSet = instructionSets[0]): ExactKernels | null {
  if (addon === null) return null;
  const native = addon; // is not null in the calls below
  const engine = native.create(instructionSets.indexOf(instructionSet), 1);
  const workOf = createWorkArray();

  return {
    empiricalQuantiles(sample, n, p, to) {
      native.empiricalQuantiles(engine, n, p.length, sample, p, workOf(n + 4 * p.length), to);
    },
    lagQuantiles(values, lag, change, p, to) {
      const n = values.length;
      const count = p.length;
      const scratch = workOf(2 * (n - lag) + 4 * count);
      native.lagQuantiles(engine, n, lag, lagChanges.indexOf(change), count, values, p, scratch, to);
    },
    windowLosses({ windows, steps, levels: Q, median }, mixed, actual, units, levels, losses) {
      native.windowLosses(engine, windows, steps, Q, median, mixed, actual, units, levels, losses);
    },
    meanLosses({ windows, steps, levels: Q, median }, sums, added, offsets, count, ...arrays) {
      native.meanLosses(engine, windows, steps, Q, median, count, sums, added, offsets, ...arrays);
    },
    blockSums({ series, replicates, blocks, block, longest }, pairs, offsets, starts, drawn, sums) {
      native.blockSums(
        engine,
        series,
        replicates,
        blocks,
        block,
        longest,
        pairs,
        offsets,
        starts,
        drawn,
        sums,
      );
    },
    choose(state, to, numbers) {
      native.choose(engine, state, to, numbers);
    },
    multiply(y, x, factor) {
      native.multiply(engine, y, x, factor);
    },
    smoothLevels(values, from, to, alphas, start, states) {
      native.smoothLevels(engine, from, to, values, alphas.length, alphas, start, states);
    },
    smoothTrends(values, from, to, parameters, start, states) {
      native.smoothTrends(engine, from, to, values, parameters.length / 3, parameters, start, states);
    },
    searchEts(shape, values, histories, seasons, points, steps, costs) {
      const { form, season, searches, evaluationsMax } = shape;
      let longest = 0;
      for (let f = 0; f < searches; f++) longest = Math.max(longest, histories[2 * f + 1]);
      if (longest > etsLengthMax) {
        exactReference.searchEts(shape, values, histories, seasons, points, steps, costs);
        return;
      }
      native.searchEts(
        engine,
        form.error === 'multiplicative' ? 1 : 0,
        etsTrends.indexOf(form.trend),
        etsSeasons.indexOf(form.season),
        season,
        searches,
        evaluationsMax,
        etsNumbers,
        values,
        histories,
        seasons,
        points,
        steps,
        costs,
        workOf((longest + 2 * season) * etsLanes),
      );
    },
    seasonDistances({ n, season, length, candidates }, z, levels, distances) {
      native.seasonDistances(engine, n, season, length, candidates, z, levels, distances);
    },
    weekShape({ n, season, days, components, iterations }, z, week, sums) {
      const scratch = workOf(days * season + season + days);
      native.weekShape(engine, n, season, days, components, iterations, z, scratch, week, sums);
    },
    memberInputs({ rows, members: M, inputSize, center }, forecasts, numbers, members, inputs, sums) {
      native.memberInputs(engine, rows, M, inputSize, center, forecasts, numbers, members, inputs, sums);
    },
    memberErrors(rows, members, forecasts, actual, numbers, sums) {
      native.memberErrors(engine, rows, members, forecasts, actual, numbers, sums);
    },
  };
}
