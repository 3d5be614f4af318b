import { describe, expect, test } from 'vitest';
import { alternate } from '../../bench/engine/alternate.ts';
import type { Contestant } from '../../bench/engine/contestant.ts';
import { goalsOf } from '../../bench/engine/goals.ts';
import { readOptions } from '../../bench/engine/options.ts';
import { reportOf } from '../../bench/engine/report.ts';
import { productFlops, type Row, rowsOf } from '../../bench/engine/rows.ts';
import {
  type Result,
  sgemmFlops,
  shareOf,
  smallestShare,
  summarise,
  threadScaling,
} from '../../bench/engine/summary.ts';

const row: Row = { cell: 'lstm', shape: [64, 96, 8, 128, 1], tasks: ['train', 'infer'] };

describe('the bench', () => {
  test('has 15 rows of training and inference, and 6 of batch 1', () => {
    const rows = rowsOf({ quick: false });
    expect(rows.filter(({ tasks }) => tasks.includes('train')).length).toBe(15);
    expect(rows.filter(({ tasks }) => !tasks.includes('train')).length).toBe(6);
    expect(rowsOf({ quick: true }).every(({ shape }) => shape[3] <= 128)).toBe(true);
  });

  test('counts the operations of the matrix products: 4 gates of 128 units, from 8 inputs and 128 units', () => {
    expect(productFlops(row, 'infer')).toBe(2 * 96 * 64 * 4 * 128 * (8 + 128));
    expect(productFlops(row, 'train')).toBe(3 * productFlops(row, 'infer'));
    const twoLayers: Row = { ...row, cell: 'gru', shape: [1, 1, 5, 64, 2] };
    expect(productFlops(twoLayers, 'infer')).toBe(2 * 3 * 64 * (5 + 64 + 64 + 64));
  });

  test('compares oneDNN with our layers alone, and the others with the whole step', () => {
    const times = { ours: 2, ours_layer: 1, onednn: 3, torch: 8, ours_2_threads: 1.25 };
    const results: Result[] = [
      { row, times: { train: times, infer: times } },
      { row: { ...row, cell: 'gru' }, times: { train: { ...times, onednn: 12, ours_layer: 4 } } },
      { row: { ...row, shape: [1, 64, 1, 32, 1] }, times: { infer: { ours: 1, torch: 20 } } },
    ];
    expect(summarise(results, 'onednn', '3')).toMatchObject({
      train_geomean: expect.closeTo(3),
      train_min: 3,
      infer_geomean: expect.closeTo(3),
      infer_batch1_geomean: null,
    });
    expect(summarise(results, 'torch', '2')).toMatchObject({
      train_geomean: expect.closeTo(4),
      infer_batch1_geomean: expect.closeTo(20),
    });
    expect(threadScaling(results)).toBeCloseTo(1.6);
  });

  test('compares with sgemm, which has one thread, only what one thread computed', () => {
    const report = (threads: number) =>
      reportOf({
        ...{ kernel: 'native', quick: true, missing: {}, versions: {}, sameLoss: [] },
        threads,
        results: [{ row, times: { train: { ours: 2, ours_layer: 1, sgemm: 1 } } }],
        allocation: { steps: 1, bytesPerStep: 0, bytesKeptPerStep: 0 },
      });
    const sharesIn = (threads: number) =>
      goalsOf(report(threads)).filter(({ name }) => name.includes('sgemm')).length;
    expect([report(1).share_h128, report(1).rows[0]!.share]).toEqual([
      expect.any(Number),
      expect.any(Number),
    ]);
    expect([report(2).share_h128, report(2).rows[0]!.share]).toEqual([null, null]);
    expect([sharesIn(1), sharesIn(2)]).toEqual([1, 0]);
  });

  test('compares the products of a row with the sgemm that took turns with them', () => {
    const asFast = sgemmFlops / productFlops(row, 'train'); // milliseconds of sgemm for each of ours
    const withSgemm = (ours_layer: number, sgemm: number): Result => ({
      row,
      times: { train: { ours: ours_layer, ours_layer, sgemm } },
    });
    expect(shareOf(withSgemm(1, asFast))).toBeCloseTo(1);
    expect(shareOf(withSgemm(2, asFast))).toBeCloseTo(0.5);
    const aSlowMinute = withSgemm(4, 3 * asFast);
    expect(smallestShare([withSgemm(1, asFast), aSlowMinute], 128)).toBeCloseTo(0.75);
    expect(smallestShare([aSlowMinute], 512)).toBeNull();
    expect(shareOf({ row, times: { train: { ours_layer: 1 } } })).toBeNull();
  });

  test('runs the contestants in turns and gives the median of each', async () => {
    const order: string[] = [];
    const contestant = (name: string, ms: number[]): Contestant => ({
      name,
      covers: () => true,
      prepare: async () => {},
      async run(count) {
        order.push(name);
        return Array.from({ length: count }, () => ms.shift() ?? 7);
      },
    });
    const both = [contestant('a', [9, 9, 100, 1, 2, 50, 3, 4, 5]), contestant('b', [300, 300, 300])];
    const times = await alternate(both, row, 'infer', { rounds: 3, roundMs: 200 });
    expect(order.join('')).toBe('aaabbbababab');
    expect(times).toEqual({ a: 3.5, b: 7 });
  });

  test('refuses unknown options and names the known ones', () => {
    expect(readOptions(['--json', '--peer', 'torch', '--peer', 'torch', '--threads', '2'])).toEqual({
      json: true,
      quick: false,
      kernel: undefined,
      peers: ['torch'],
      threads: 2,
    });
    expect(() => readOptions(['--peer', 'keras'])).toThrow('--peer keras: accepted are onednn, torch, tfjs');
    expect(() => readOptions(['--threads', '3'])).toThrow('--threads 3: accepted are 1, 2');
    expect(() => readOptions(['--fast'])).toThrow('--fast');
  });
});
