import { expect, test } from 'vitest';
import { goalsOf } from '../../bench/accuracy/goals.ts';
import type { Figures, Report } from '../../bench/accuracy/report.ts';
import { atLeast, atMost, jsonLine } from '../../bench/goals.ts';

test('a goal is reached at its limit; a missing measurement gives no goal', () => {
  expect([...atMost('ms', 5, 5), ...atLeast('share', 0.8, 0.79)]).toEqual([
    { name: 'ms', goal: '<= 5', value: 5, reached: true },
    { name: 'share', goal: '>= 0.8', value: 0.79, reached: false },
  ]);
  expect([...atMost('ms', 5, null), ...atLeast('share', 0.8, undefined)]).toEqual([]);
  expect(JSON.parse(jsonLine({ rows: [1] }, atMost('ms', 5, 6)))).toEqual({
    rows: [1],
    goals: [{ name: 'ms', goal: '<= 5', value: 6, reached: false }],
  });
});

test('the accuracy bench has goals only for the planned datasets and presets', () => {
  const figures = { owa: 0.384, seconds: 50 } as Figures;
  const report = (dataset: string, preset: string): Report => ({
    ...{ dataset, preset, seeds: [1] },
    evaluations: [{ name: 'official', horizon: 48, methods: { auto: figures }, blocks: [] }],
  });
  expect(goalsOf(report('m4_hourly', 'fast'))).toEqual([
    { name: 'official: owa', goal: '<= 0.385', value: 0.384, reached: true },
    { name: 'official: seconds', goal: '<= 40', value: 50, reached: false },
  ]);
  expect(goalsOf(report('m4_hourly', 'balanced'))).toEqual([]);
  expect(goalsOf(report('another', 'fast'))).toEqual([]);
});
