import { Temporal } from 'temporal-polyfill';
import { expect, test, vi } from 'vitest';
import type { DatasetHeader } from '../../src/contracts/schemas/index.ts';
import { wallToInstant, zoneOffsetMs } from '../../src/contracts/values/time.ts';
import { createRng } from '../../src/engine/index.ts';
import { nextTimes } from '../../src/series/calendar/index.ts';

const dayMs = 86_400_000;
const startOf = (year: number) => new Date(0).setUTCFullYear(year, 0, 1);

/** Offset in whole minutes, as Temporal computes it. */
function slowOffset(time: number, zone: string): number {
  const at = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone);
  return Math.round(at.offsetNanoseconds / 60e9) * 60_000;
}

function slowInstant(wall: number, zone: string, later: boolean): number {
  const before = slowOffset(wall - dayMs, zone);
  const after = slowOffset(wall + dayMs, zone);
  if (before === after) return wall - before;
  return new Temporal.PlainDateTime(1970, 1, 1)
    .add({ milliseconds: wall })
    .toZonedDateTime(zone, { disambiguation: later && before > after ? 'later' : 'compatible' })
    .epochMilliseconds;
}

/** Times of all ages, many of them near clock changes and at the ends of years. */
function probesOf(zone: string, random: () => number): number[] {
  const between = (first: number, last: number) =>
    Math.floor(startOf(first) + random() * (startOf(last) - startOf(first)));
  const probes = [startOf(-200), startOf(1), startOf(1677), between(-200, 1850), between(1850, 1910)];
  for (const year of [2131, 2132, 2133, 2200, 2201, 2400, 9900])
    probes.push(startOf(year) - 1, startOf(year));
  const seeds = [
    -3.9e12,
    -2.7e12,
    between(1890, 1950),
    between(1950, 2040),
    startOf(2131),
    between(2132, 9990),
  ];
  for (const seed of seeds) {
    let at = Temporal.Instant.fromEpochMilliseconds(seed).toZonedDateTimeISO(zone);
    for (let i = 0; i < 2; i++) {
      const change = at.getTimeZoneTransition('next');
      if (change === null) break;
      const time = change.epochMilliseconds;
      probes.push(
        time - 1,
        time,
        time + 1,
        time - 3_600_000,
        time + Math.floor((random() - 0.5) * 2 * dayMs),
      );
      at = change;
    }
  }
  return probes;
}

const zones = [
  ...[
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Africa/Cairo',
    'Asia/Gaza',
    'Asia/Tokyo',
  ],
  ...['Europe/Dublin', 'America/Nuuk', 'America/Santiago', 'Pacific/Apia', 'Africa/Monrovia', 'UTC'],
];

test('offsets and instants are those of Temporal, in skipped and repeated hours and in all years', () => {
  const random = createRng(7).uniform;
  for (const zone of zones) {
    for (const time of probesOf(zone, random)) {
      const offset = slowOffset(time, zone);
      expect(zoneOffsetMs(time, zone), `${zone} ${time}`).toBe(offset);
      for (const wall of [time, time + offset, time + offset + 1_800_000]) {
        for (const later of [false, true]) {
          const expected = slowInstant(wall, zone, later);
          expect(wallToInstant(wall, zone, later), `${zone} ${wall} ${later}`).toBe(expected);
        }
      }
    }
  }
});

test('the rules of zones repeat after the years that are computed, and more zones than are kept are right', () => {
  const random = createRng(11).uniform;
  // Zones without clock changes cost Temporal a search through all years.
  const changing = Intl.supportedValuesOf('timeZone')
    .filter((zone) => slowOffset(Date.UTC(2026, 0, 15), zone) !== slowOffset(Date.UTC(2026, 6, 15), zone))
    .slice(-70);
  expect(changing.length).toBe(70);
  for (const zone of [...changing, ...changing.slice(0, 10)]) {
    for (let i = 0; i < 3; i++) {
      const time = Math.floor(startOf(2132) + random() * (startOf(9999) - startOf(2132)));
      expect(zoneOffsetMs(time, zone), `${zone} ${time}`).toBe(slowOffset(time, zone));
    }
  }
});

test.each([
  ['P1M', 90_000],
  ['P7D', 90_000],
])('%s over thousands of years computes the clock changes of some decades only', (step, count) => {
  const frequency = { kind: 'calendar', step, season_lengths: [], closed_weekdays: [], closures: [] };
  const header = {
    time_kind: 'instant',
    time_zone: 'America/Chicago',
    frequency: { ...frequency, open_times: null },
  } as unknown as DatasetHeader;
  const searches = vi.spyOn(Temporal.ZonedDateTime.prototype, 'getTimeZoneTransition');
  const conversions = vi.spyOn(Temporal.PlainDateTime.prototype, 'toZonedDateTime');
  const times = nextTimes(header, Date.parse('2020-01-05T06:00:00Z'), count);
  const [searched, converted] = [searches.mock.calls.length, conversions.mock.calls.length];
  searches.mockRestore();
  conversions.mockRestore();
  expect(times.length).toBe(count);
  expect(searched).toBeLessThan(1_000);
  expect(converted).toBe(0);
});

test('times that alternate between summer and winter search no clock change twice', () => {
  const searches = vi.spyOn(Temporal.ZonedDateTime.prototype, 'getTimeZoneTransition');
  const [winter, summer] = [Date.UTC(2021, 0, 5), Date.UTC(2021, 6, 5)];
  for (let i = 0; i < 1_000; i++) {
    expect(zoneOffsetMs(winter + i * 60_000, 'America/Denver')).toBe(-7 * 3_600_000);
    expect(zoneOffsetMs(summer + i * 60_000, 'America/Denver')).toBe(-6 * 3_600_000);
  }
  expect(searches.mock.calls.length).toBeLessThan(10);
  searches.mockRestore();
});

test('a time with a fraction of a millisecond, as of a step that clocks skip, has the offset of that millisecond', () => {
  const change = Date.parse('2024-03-10T05:00:00Z'); // in Havana, whose offsets no other test reads
  expect([change - 0.2, change].map((time) => zoneOffsetMs(time, 'America/Havana') / 3_600_000)).toEqual([
    -5, -4,
  ]);
});
