import { expect, test } from 'vitest';
import {
  clockStepsAfter,
  clockStepsOf,
  hasClockSteps,
  isSkippedTime,
} from '../../../src/series/calendar/index.ts';

const quarterMs = 900_000;

function headerOf(step: string, time_zone: string | null, more: object = {}) {
  const perDay = { PT1M: 1_440, PT15M: 96, PT1H: 24, PT2H: 12, PT1S: 86_400 }[step]!;
  const season_lengths = step === 'PT1S' ? [60, 3_600] : [perDay, perDay * 7];
  const days = { closed_weekdays: [], closures: [], open_times: null };
  return {
    time_kind: 'instant' as const,
    time_zone,
    frequency: { kind: 'calendar' as const, step, season_lengths, ...days, ...more },
  };
}

const header = headerOf('PT15M', 'America/New_York');
const timesFrom = (first: string, count: number, stepMs = quarterMs) =>
  Float64Array.from({ length: count }, (_, i) => Date.parse(first) + i * stepMs);
/** Times of day in UTC; `-` is a step that clocks skip. */
const written = (times: Float64Array) =>
  Array.from(times, (time) => (isSkippedTime(time) ? '-' : new Date(time).toISOString().slice(11, 16))).join(
    ' ',
  );
const stepsOf = (first: string, count: number) => clockStepsOf(timesFrom(first, count), header);
const stepsAfter = (first: string, count: number) =>
  clockStepsAfter(Date.parse(first) - quarterMs, timesFrom(first, count), header);

test('times that clocks skip are steps without a row', () => {
  const { times, positions } = stepsOf('2024-03-10T06:30Z', 4)!;
  expect(written(times)).toBe('06:30 06:45 - - - - 07:00 07:15');
  expect(positions).toEqual([0, 1, -1, -1, -1, -1, 2, 3]);
  expect([...times]).toEqual([...times].sort((a, b) => a - b));
  expect(new Set(times).size).toBe(8);
  expect(clockStepsOf(times, header)).toBeNull();
});

test.for([
  ['a whole change', '2024-11-03T04:45Z', 11, '04:45 05:00 05:15 05:30 05:45 07:00 07:15'],
  ['an end within the second pass', '2024-11-03T04:45Z', 7, '04:45 06:00 06:15'],
  ['an end with the second pass', '2024-11-03T05:00Z', 8, '06:00 06:15 06:30 06:45'],
  ['an end within the first pass', '2024-11-03T04:45Z', 4, null],
  ['a begin within the first pass', '2024-11-03T05:30Z', 8, '06:00 06:15 06:30 06:45 07:00 07:15'],
  ['a begin within the second pass', '2024-11-03T06:15Z', 4, null],
] as const)('of an hour that clocks repeat, one pass stands: %s', ([, first, count, expected]) => {
  const found = stepsOf(first, count);
  expect(found && written(found.times)).toBe(expected);
  if (found !== null) expect(clockStepsOf(found.times, header)).toBeNull();
});

test.for([
  ['before the skipped times', '2024-03-10T07:00Z', 3, '- - - - 07:00 07:15 07:30', [4, 5, 6]],
  ['before the first pass', '2024-11-03T05:45Z', 6, '05:45 07:00', [0, 0, 0, 0, 0, 1]],
  ['both passes', '2024-11-03T05:00Z', 9, '05:00 05:15 05:30 05:45 07:00', [0, 1, 2, 3, 0, 1, 2, 3, 4]],
  ['within the second pass', '2024-11-03T06:30Z', 4, null, null],
  ['only a second pass', '2024-11-03T06:00Z', 2, '06:00', [0, 0]],
  ['without a change', '2024-07-01T06:00Z', 96, null, null],
] as const)('times ahead have the steps of the clock: %s', ([, first, count, expected, steps]) => {
  const found = stepsAfter(first, count);
  expect(found && written(found.stepTimes)).toBe(expected);
  expect(found?.steps ?? null).toEqual(steps);
});

test('times that are further apart than a step have no change between them', () => {
  const around = Float64Array.of(...timesFrom('2024-03-09T00:00Z', 8), ...timesFrom('2024-03-11T00:00Z', 8));
  expect(clockStepsOf(around, header)).toBeNull();
});

test('a change that is no whole number of steps changes nothing', () => {
  const lordHowe = timesFrom('2024-04-05T12:00Z', 96, 3_600_000);
  expect(clockStepsOf(lordHowe, headerOf('PT1H', 'Australia/Lord_Howe'))).toBeNull();
  const halves = timesFrom('2024-04-05T12:00Z', 384);
  expect(clockStepsOf(halves, headerOf('PT15M', 'Australia/Lord_Howe'))!.times).toHaveLength(382);
});

test('steps follow the clock where a season is a number of days and the times do not follow it', () => {
  expect(hasClockSteps(headerOf('PT1M', 'Europe/Berlin'))).toBe(true);
  expect(hasClockSteps(headerOf('PT1H', 'Europe/Berlin'))).toBe(true);
  expect(hasClockSteps(headerOf('PT1H', null))).toBe(false);
  expect(hasClockSteps(headerOf('PT1H', 'UTC'))).toBe(false);
  expect(hasClockSteps(headerOf('PT1H', 'Etc/GMT+5'))).toBe(false);
  expect(hasClockSteps(headerOf('PT2H', 'Europe/Berlin'))).toBe(false);
  expect(hasClockSteps(headerOf('PT1S', 'Europe/Berlin'))).toBe(false);
  expect(hasClockSteps(headerOf('PT1H', 'Europe/Berlin', { open_times: ['09:00:00'] }))).toBe(false);
});
