import { expect, test } from 'vitest';
import { readCsv, refusal, timesOf, warningCodes } from './reading.ts';

const hours = Array.from({ length: 48 }, (_, i) =>
  new Date(Date.UTC(2024, 0, 20) + i * 3_600_000).toISOString().slice(0, 16).replace('T', ' '),
);

function csvOf(header: string, before = ''): string {
  return `${before}${header},load\n${hours.map((time, i) => `${time},${i}`).join('\n')}\n`;
}

async function zoneWarning(csv: string, options: Record<string, unknown> = {}): Promise<string | null> {
  const { warnings } = await readCsv(csv, options);
  return warnings.find(({ code }) => code === 'time_zone_named')?.message ?? null;
}

test('a zone in the name of the column of times comes with a warning', async () => {
  const names: [string, string][] = [
    ['Time (America/New_York)', 'America/New_York'],
    ['MTU (CET/CEST)', 'CET'],
    ['datetime_beginning_ept', 'ept'],
    ['timestamp_ET', 'ET'],
    ['Time(UTC+8)', 'UTC+8'],
    ['Date (GMT+09:00)', 'GMT+09:00'],
    ['time (-05:00)', '-05:00'],
    ['LocalTime', 'Local Time'],
    ['Datum Ortszeit', 'Ortszeit'],
    ['Zeitstempel MEZ', 'MEZ'],
  ];
  for (const [name, zone] of names) {
    const message = await zoneWarning(csvOf(name));
    expect([name, message]).toEqual([name, expect.stringContaining(`"${name}" says "${zone}"`)]);
  }
  const csv = csvOf('Time (America/New_York)');
  expect(await zoneWarning(csv)).toContain('Set time_zone=America/New_York to read');
  expect(timesOf(await readCsv(csv))[0]).toBe('2024-01-20T00:00:00Z');
  for (const time_zone of ['America/New_York', 'UTC'])
    expect(await zoneWarning(csv, { time_zone })).toBeNull();
});

test('a column of zones and a line before the header name one too', async () => {
  const rows = hours.map((time, i) => `${time},EST,${i}`).join('\n');
  expect(await zoneWarning(`Time Stamp,Time Zone,load\n${rows}\n`)).toContain('"Time Zone" says "EST"');
  const utc = hours.map((time, i) => `${time},UTC,${i}`).join('\n');
  expect(await zoneWarning(`Time Stamp,tz,load\n${utc}\n`)).toBeNull();
  expect(await zoneWarning(csvOf('time', 'Station 5\nZone: Europe/Berlin\n'))).toContain(
    'Line 2 before the header says "Europe/Berlin"',
  );
  expect(await zoneWarning(csvOf('time', 'All times are CET\n'))).toContain('"CET"');
});

test('names that name no zone, UTC, offsets and days come without the warning', async () => {
  const names = ['time_utc', 'Date et heure', 'Time (GMT)', 'Time (UTC+0)', 'Datum_Ist', 'start/time'];
  for (const name of [...names, 'date (yyyy/mm/dd)', 'Date Posted', 'timestamp', 'Latest date'])
    expect([name, warningCodes(await readCsv(csvOf(name)))]).toEqual([name, []]);
  expect(await zoneWarning(csvOf('time', 'Est. values of PT Bank\n'))).toBeNull();
  const offsets = hours.map((time, i) => `${time.replace(' ', 'T')}:00Z,${i}`).join('\n');
  expect(await zoneWarning(`Time (CET),load\n${offsets}\n`)).toBeNull();
  expect(await zoneWarning('Date (CET),y\n2024-01-01,1\n2024-01-02,2\n')).toBeNull();
  expect(await zoneWarning('Time (CET),y\n1704067200,1\n1704070800,2\n1704074400,3\n')).toBeNull();
});

const hoursOfDay = Array.from({ length: 24 }, (_, i) => i);
const days = [13, 14, 15];
const table = (header: string, timeOf: (day: number, hour: number) => string) =>
  `${header}\n${days.flatMap((day) => hoursOfDay.map((hour) => `${timeOf(day, hour)},${hour * 3 + day}`)).join('\n')}\n`;
const half = (hour: number) => (hour < 12 ? ['AM', 'a.m.'] : ['PM', 'p.m.']);
const twelve = (hour: number) => ((hour + 11) % 12) + 1;

test.for([0, 1])('a column of hours with halves of the day, without minutes (%i)', async (which) => {
  const text = table('Date,Hour,Load', (day, hour) => `01/${day}/2024,${twelve(hour)} ${half(hour)[which]}`);
  const times = timesOf(await readCsv(text));
  expect(times.slice(0, 2)).toEqual(['2024-01-13T00:00:00Z', '2024-01-13T01:00:00Z']);
  expect(times.at(-1)).toBe('2024-01-15T23:00:00Z');
});

test.for([
  ['Date,Hour,Load', (day: number, hour: number) => `01/${day}/2024,${twelve(hour)} ${half(hour)[1]} EST`],
  ['Date/Time,Load', (day: number, hour: number) => `1/${day}/2024 ${twelve(hour)} ${half(hour)[1]} EST`],
  ['time,Load', (day: number, hour: number) => `2024-01-${day} ${String(hour).padStart(2, '0')}:00 CET`],
  ['Zeit,Load', (day: number, hour: number) => `2024-01-${day} ${hour}:00:00 (CET)`],
  [
    'MTU (CET/CEST),Load',
    (day: number, hour: number) => `${day}/01/2024 ${hour}:00 (CET) - ${day}/01/2024 ${hour}:59 (CET)`,
  ],
  ['MTU,Load', (day: number, hour: number) => `${day}/01/2024 ${hour}:00 CEST`],
] as const)(
  'the abbreviation of a zone is refused with the option that names a zone: %s',
  async ([header, timeOf]) => {
    const problem = await refusal(() => readCsv(table(header, timeOf)));
    expect(problem).toMatchObject({ code: 'cell_invalid' });
    expect(problem.detail).toContain('has the abbreviation of a zone');
    expect(problem.detail).toContain('time_zone with the name of the zone, such as America/New_York');
  },
);

test('UTC in brackets is an offset, also in both ends of a period', async () => {
  for (const timeOf of [
    (day: number, hour: number) => `2024-01-${day} ${String(hour).padStart(2, '0')}:00 (UTC)`,
    (day: number, hour: number) => `${day}/01/2024 ${hour}:00 (UTC) - ${day}/01/2024 ${hour}:59 (UTC)`,
  ])
    expect(timesOf(await readCsv(table('MTU,Load', timeOf))).slice(0, 2)).toEqual([
      '2024-01-13T00:00:00Z',
      '2024-01-13T01:00:00Z',
    ]);
});

const clockAt = (hour: number) => `${String(hour % 24).padStart(2, '0')}:00`;
/** A table with periods within days, which begin at 08:00. */
const rangesOf = (date: string, dash: string, length = 1, count = 12) =>
  `Interval,y\n${Array.from({ length: count }, (_, i) => {
    const hour = 8 + i * length;
    const day = date.replace('08', `${8 + Math.floor(hour / 24)}`.padStart(2, '0'));
    return `${day} ${clockAt(hour)}${dash}${clockAt(hour + length)},${i}\n`;
  }).join('')}`;

test('a period within a day is read by its start, not as a time with an offset', async () => {
  for (const date of ['2024-01-08', '01/08/2024', '08.01.2024'])
    for (const dash of ['-', ' - ', '–', ' — '])
      for (const length of [1, 8]) {
        const written = rangesOf(date, dash, length);
        const dataset = await readCsv(written, date.includes('/') ? { date_order: 'mdy' } : {});
        expect(timesOf(dataset).slice(0, 2), written).toEqual([
          '2024-01-08T08:00:00Z',
          `2024-01-08T${clockAt(8 + length)}:00Z`,
        ]);
        expect(dataset.header.frequency.step).toBe(`PT${length}H`);
        expect(warningCodes(dataset)).toContain('layout_assumed');
      }
});

test('offsets that are the same, or change with the clocks, are no ends of periods', async () => {
  const hours = [4, 5, 6, 7].map((hour) => `2024-11-03 ${clockAt(hour)}-05:00`);
  const autumn = ['2024-11-03 00:00-04:00', '2024-11-03 01:00-04:00', '2024-11-03 01:00-05:00'];
  for (const times of [hours, autumn, hours.slice(0, 1)]) {
    const dataset = await readCsv(`t,y\n${times.map((time, i) => `${time},${i}\n`).join('')}`);
    expect(timesOf(dataset)).toEqual(times.map((time) => new Date(time).toISOString().replace('.000', '')));
  }
});

test('no zone is farther than 12 hours behind UTC, or 14 hours ahead', async () => {
  const rowAt = (offset: string) => readCsv(`t,y\n2024-01-08 08:00${offset},1\n`);
  for (const offset of ['+14:30', '+1500', '+23:00']) await expect(rowAt(offset)).rejects.toThrow();
  for (const end of ['-12:30', '-1300']) expect(warningCodes(await rowAt(end))).toContain('layout_assumed');
  for (const offset of ['-12:00', '+1400', '+13:45', '-03:30'])
    expect(warningCodes(await rowAt(offset))).toContain('time_zone_unknown');
});
