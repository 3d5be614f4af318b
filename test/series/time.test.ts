import { expect, test } from 'vitest';
import { canonicalTimeZone, formatTime, parseTime, wallToInstant } from '../../src/contracts/values/time.ts';
import { refusal } from './reading.ts';

const newYork = 'America/New_York';

test('a written time is read back unchanged', () => {
  for (const [text, kind, zone] of [
    ['2020-04-20', 'date', null],
    ['0001-01-01', 'date', null],
    ['2020-04-20T13:30:00Z', 'instant', null],
    ['2020-04-20T09:30:00.250-04:00', 'instant', newYork],
    ['2020-11-01T01:30:00-05:00', 'instant', newYork],
    [-42, 'integer', null],
  ] as const) {
    expect(formatTime(parseTime(text, kind, zone), kind, zone)).toBe(text);
  }
});

test('an instant without an offset is of the zone, and a date is its midnight', () => {
  const at = (text: string) => formatTime(parseTime(text, 'instant', newYork), 'instant', newYork);
  expect(at('2020-04-20T09:30')).toBe('2020-04-20T09:30:00-04:00');
  expect(at('2020-04-20')).toBe('2020-04-20T00:00:00-04:00');
  expect(parseTime('2020-04-20', 'instant', null)).toBe(Date.UTC(2020, 3, 20));
});

test('integers may come as text', () => {
  expect(parseTime('17', 'integer', null)).toBe(17);
});

test('wall-clock times that the clocks skip move forward, those that they repeat are the first, or the later', () => {
  const instant = (wall: string, later: boolean) =>
    formatTime(wallToInstant(Date.parse(`${wall}Z`), newYork, later), 'instant', newYork);
  expect(instant('2020-03-08T02:30:00', false)).toBe('2020-03-08T03:30:00-04:00');
  expect(instant('2020-03-08T02:30:00', true)).toBe('2020-03-08T03:30:00-04:00');
  expect(instant('2020-11-01T01:30:00', false)).toBe('2020-11-01T01:30:00-04:00');
  expect(instant('2020-11-01T01:30:00', true)).toBe('2020-11-01T01:30:00-05:00');
});

test('a zone is known by its IANA name', async () => {
  expect(canonicalTimeZone('europe/berlin')).toBe('Europe/Berlin');
  for (const name of ['Mars/Olympus', '+01:00', '']) {
    expect((await refusal(() => canonicalTimeZone(name))).code).toBe('request_invalid');
  }
});

for (const [text, kind] of [
  ['2020-02-30', 'date'],
  ['2020-4-2', 'date'],
  ['20.4.2020', 'date'],
  [20200420, 'date'],
  ['2020-04-20T25:00:00Z', 'instant'],
  ['yesterday', 'instant'],
  [1.5, 'integer'],
  ['1e3', 'integer'],
] as const) {
  test(`${JSON.stringify(text)} is no time of kind ${kind}`, async () => {
    const problem = await refusal(() => parseTime(text, kind, null));
    expect(problem.code).toBe('request_invalid');
    expect(problem.errors![0].accepted).toBeTruthy();
  });
}
